"""Torchvision's networks with random weights, as ONNX files, and what cut ones take beside them.

export FOLDER [NAME...]                writes FOLDER/NAME.onnx (224 x 224, any batch)
time OUT.json NAME ORIGINAL RESULT     both models in ONNX Runtime, one thread, called in turn, at batch 1 and 32
table OUT.json...                      one row a network, Markdown

Weights are random, so accuracy means nothing here: only shapes and times do. BatchNormalization keeps statistics that
look trained, so that exporters and runtimes fold it as they would in a trained network.
"""

import json
import sys
import time
from pathlib import Path

NAMES = [
    "resnet18",
    "resnet50",
    "mobilenet_v2",
    "efficientnet_b0",
    "densenet121",
    "convnext_tiny",
    "vit_b_16",
    "swin_t",
]
BATCHES = (1, 32)
SECONDS = 20
FEWEST = 5
MOST = 200


def network(name):
    import torch
    import torchvision

    torch.manual_seed(1)
    model = getattr(torchvision.models, name)(weights=None).eval()
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.running_mean, -0.1, 0.1)
            torch.nn.init.uniform_(module.running_var, 0.8, 1.2)
        if isinstance(module, torch.nn.Linear) and not module.weight.any():
            torch.nn.init.normal_(module.weight, std=0.02)  # heads of zeros answer alike whatever goes in
    return model


def export(folder, names):
    import torch

    for name in names or NAMES:
        path = Path(folder) / f"{name}.onnx"
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        torch.onnx.export(
            network(name),
            (torch.randn(2, 3, 224, 224),),
            str(part),
            dynamo=False,
            opset_version=17,
            input_names=["image"],
            output_names=["logits"],
            dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}},
        )
        part.rename(path)


def session(path):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def call(model, images):
    begin = time.perf_counter()
    model.run(None, {model.get_inputs()[0].name: images})
    return time.perf_counter() - begin


def measure(models, batch):
    """The lower quartile of the calls of each: what else the machine does only slows."""
    import numpy

    images = numpy.random.default_rng(1).standard_normal((batch, 3, 224, 224), dtype=numpy.float32)
    for model in models:
        call(model, images)
    calls = [[] for _ in models]
    begin = time.perf_counter()
    while len(calls[0]) < FEWEST or (len(calls[0]) < MOST and time.perf_counter() - begin < SECONDS):
        turn = len(calls[0])
        for i in range(len(models)):
            at = (i + turn) % len(models)
            calls[at].append(call(models[at], images))
    return [1000 * float(numpy.quantile(c, 0.25)) for c in calls]


def timed(out, name, original, result):
    models = [session(original), session(result)]
    times = {str(batch): measure(models, batch) for batch in BATCHES}
    run = json.loads((Path(result).parent / "run.json").read_text(encoding="utf-8"))
    macs = run["result"]["macs"] / run["original"]["macs"]
    row = {"name": name, "macsRatio": macs, "round": run["recipe"]["cut"]["round"], "millis": times}
    Path(out).write_text(json.dumps(row, indent=1), encoding="utf-8")


def table(files):
    head = "| network | widths in steps of | MACs left |"
    for batch in BATCHES:
        head += f" batch {batch}: ms before | after | times faster | of the MACs saved |"
    print(head)
    print("|---" * (3 + 4 * len(BATCHES)) + "|")
    for file in files:
        row = json.loads(Path(file).read_text(encoding="utf-8"))
        line = f"| {row['name']} | {row['round']} | {row['macsRatio']:.3f} |"
        for batch in BATCHES:
            before, after = row["millis"][str(batch)]
            gain = before / after
            line += f" {before:.1f} | {after:.1f} | {gain:.2f} | {gain * row['macsRatio']:.2f} |"
        print(line)


def main():
    what, *rest = sys.argv[1:]
    if what == "export":
        export(rest[0], rest[1:])
    elif what == "time":
        timed(*rest)
    elif what == "table":
        table(rest)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
