"""Torch-Pruning on the training form of a network, with its users' usual loop: torch_pruning_form.py NETWORK_DIR RUN_DIR

Group magnitudes, all layers ranked together, one shot; the share is found by bisection so that just under half the
multiplications are left. Then 1,500 updates of 128 examples: SGD 0.05, momentum 0.9, decay 5e-4, a cosine, labels alone.
RUN_DIR gets model.onnx, with BatchNormalization folded.
"""

import copy
import json
import sys
from pathlib import Path

import numpy as np
import torch
import torch_pruning as tp
import with_torch
from leave import leave
from torch import nn
from torch.nn import functional
from wrap import Answer

UPDATES, BATCH, RATE = 1500, 128, 0.05


def cut(network, example, share):
    model = copy.deepcopy(network)
    last = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    kinds = [nn.Conv2d, nn.Linear]
    importance = tp.importance.GroupMagnitudeImportance(p=2)
    tp.BasePruner(model, example, importance=importance, global_pruning=True, pruning_ratio=share, ignored_layers=[last], root_module_types=kinds).step()
    return model


def halved(network, example):
    """The least cut with at most half the multiplications."""
    whole, _ = tp.utils.count_ops_and_params(network, example)
    low, high, best = 0.0, 0.95, None
    for _ in range(12):
        share = (low + high) / 2
        model = cut(network, example, share)
        if tp.utils.count_ops_and_params(model, example)[0] <= whole / 2:
            best, high = model, share
        else:
            low = share
    if best is None:
        raise SystemExit("half the multiplications cannot be reached")
    return best


def tune(model, x, y):
    opt = torch.optim.SGD(model.parameters(), RATE, momentum=0.9, weight_decay=5e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(opt, UPDATES)
    draw, done = np.random.default_rng(1), 0
    model.train()
    while done < UPDATES:
        for rows in torch.from_numpy(draw.permutation(len(x))).split(min(BATCH, len(x)))[: max(1, len(x) // BATCH)]:
            opt.zero_grad()
            functional.cross_entropy(model(x[rows]), y[rows]).backward()
            opt.step()
            schedule.step()
            done += 1
            if done == UPDATES:
                break
    return model.eval()


def main():
    folder, run = Path(sys.argv[1]), Path(sys.argv[2])
    name = json.loads((folder / "about.json").read_text(encoding="utf-8"))["name"].removesuffix("-kept")
    net = next(n for n in with_torch.nets() if n.name == name)
    data = net.data()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    network = torch.load(folder / "network.pt", weights_only=False).eval()
    inner = network.network if isinstance(network, Answer) else network
    x, y = torch.from_numpy(data.fed("train")), torch.from_numpy(data.train[1])
    model = tune(halved(inner, x[:1]), x, y)
    if isinstance(network, Answer):
        model = Answer(model, network.form, network.level, network.spread)
    run.mkdir(parents=True, exist_ok=True)
    leave(model, x[: 1 if net.fixed else 2], str(run / "model.onnx"), "folded", net.names, net.fixed)


if __name__ == "__main__":
    main()
