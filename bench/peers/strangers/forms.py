"""Networks with BatchNormalization as a file with it folded and as one that kept it: forms.py OUT NAME...

Each is trained once. OUT/NAME-folded and OUT/NAME-kept are folders as `train.py` makes them; OUT/NAME-kept/network.pt is the
PyTorch module, for programs that cut modules.
"""

import sys
from dataclasses import replace
from pathlib import Path

import torch
import with_torch
from leave import leave
from score import answers, metric_of, rows, session
from shelf import about, lay_out


def make(out, net):
    data = net.data()
    network = with_torch.trained(net, data)
    example = torch.from_numpy(data.fed("train")[: 1 if net.fixed else 2])
    for style in ("folded", "kept"):
        folder = out / f"{net.name}-{style}"
        folder.mkdir(parents=True, exist_ok=True)
        leave(network, example, str(folder / "model.onnx"), style, net.names, net.fixed)
        network.eval()
        lay_out(folder, net, data)
        each = rows(answers(session(folder / "model.onnx"), data.fed("heldout")), data.heldout[1], "accuracy", net.form)
        about(folder, replace(net, name=folder.name, style=style), data, *metric_of(each, "accuracy"), False, 0)
    torch.save(network, out / f"{net.name}-kept" / "network.pt")
    print(f"{net.name}: accuracy {each.mean():.4f}", flush=True)


def main():
    out = Path(sys.argv[1])
    for net in with_torch.nets():
        if net.name in sys.argv[2:] and not (out / f"{net.name}-kept" / "network.pt").exists():
            make(out, net)


if __name__ == "__main__":
    main()
