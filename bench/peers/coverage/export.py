"""Exports one architecture: export.py NAME EXPORTER FILE, with EXPORTER script or dynamo. The batch stays free where it can."""

import sys
import warnings

import catalogue
import torch

OPSET = {"script": 17, "dynamo": 18}


def main():
    name, exporter, file = sys.argv[1:4]
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    torch.backends.mha.set_fastpath_enabled(False)  # the exporter of scripts has no such operator
    model, inputs, batched = catalogue.build(name)
    for free in (True, False) if batched else (False,):
        try:
            export(model, inputs, exporter, file, free)
            return
        except Exception:  # an exporter refuses in many ways; without a free batch is tried next
            if not free:
                raise


def export(model, inputs, exporter, file, free):
    names = [f"x{i}" for i in range(len(inputs))]
    more = {}
    if free and exporter == "script":
        more["dynamic_axes"] = {name: {0: "batch"} for name in names}
    elif free:
        more["dynamic_shapes"] = ({0: torch.export.Dim("batch", min=1, max=64)},) * len(inputs)
        if type(model).__name__ == "First":  # forward(*inputs) is one argument
            more["dynamic_shapes"] = (more["dynamic_shapes"],)
    with torch.no_grad():
        torch.onnx.export(
            model,
            inputs,
            file,
            dynamo=exporter == "dynamo",
            opset_version=OPSET[exporter],
            input_names=names,
            external_data=False,
            **more,
        )


if __name__ == "__main__":
    main()
