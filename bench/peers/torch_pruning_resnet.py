"""Torch-Pruning on a CIFAR ResNet: global scores, one shot, then tuning by the same budget as Espalier's.

Torch-Pruning has no rule for the zero-padded shortcut (it takes Pad for an elementwise operator). Here the shortcut is
a module of its own with a pruner that Torch-Pruning is told about: a removed output leaves the selection, and an output
whose source is removed becomes zero. The residual streams of the three stages are thus cut independently of each other,
which gives Torch-Pruning more freedom than coupled streams would. With --stream keep only the inner channels of blocks
are cut. The share that is cut is found by bisection, so that the MACs (without any for the shortcut) are just below
1/speedup of the original's; with --latency R, so that its time in ONNX Runtime (1 thread, batch 1) is just below R of the original's, both
timed in turn. The tuned model is written beside --out as ONNX, so that Espalier can time it too.
"""

import argparse
import copy
import json
import platform
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime
import torch
import torch_pruning as tp
from torch.nn import functional as F

from resnet_cifar import Block, Selection, accuracy, cifar10, load, macs_and_parameters, normalised
from training import reestimated, tune


class SelectionPruner(tp.BasePruningFunc):
    """How Torch-Pruning cuts a Selection."""

    def prune_out_channels(self, layer, idxs):
        keep = [i for i in range(layer.out_channels) if i not in set(idxs)]
        layer.source = layer.source[keep]
        return layer

    def prune_in_channels(self, layer, idxs):
        keep = [i for i in range(layer.in_channels) if i not in set(idxs)]
        moved = {old: new for new, old in enumerate(keep)}
        layer.source = torch.tensor([moved.get(int(s), -1) for s in layer.source])
        layer.in_channels = len(keep)
        return layer

    def get_out_channels(self, layer):
        return layer.out_channels

    def get_in_channels(self, layer):
        return layer.in_channels


def importance(name):
    if name == "taylor":
        return tp.importance.GroupTaylorImportance()
    return tp.importance.GroupMagnitudeImportance(p=2)


def add_gradients(model, images, labels, batch=128):
    """Gradients of the mean loss on these images, in evaluation mode."""
    model.zero_grad()
    for i in range(0, len(images), batch):
        part = slice(i, i + batch)
        loss = F.cross_entropy(model(normalised(images[part])), labels[part], reduction="sum")
        (loss / len(images)).backward()


def cut(original, share, options):
    """A copy with this share of all channels removed."""
    model = copy.deepcopy(original)
    for to, source in zip(model.parameters(), original.parameters(), strict=True):
        to.grad = None if source.grad is None else source.grad.clone()
    kept = [model.linear]
    if options.stream == "keep":
        kept += [model.conv1, *(m.conv2 for m in model.modules() if isinstance(m, Block))]
        kept += [m for m in model.modules() if isinstance(m, Selection)]
    pruner = tp.BasePruner(
        model,
        torch.zeros(1, 3, 32, 32),
        importance=importance(options.criterion),
        global_pruning=True,
        pruning_ratio=share,
        ignored_layers=kept,
        customized_pruners={Selection: SelectionPruner()},
        root_module_types=[torch.nn.Conv2d],
    )
    pruner.step()
    return model


def cut_until(original, options, reached):
    """The least cut for which reached(model) holds, by bisection on the share."""
    low, high = 0.0, 0.95
    best = None
    for _ in range(12):
        share = (low + high) / 2
        model = cut(original, share, options)
        if reached(model):
            best, high = model, share
        else:
            low = share
    if best is None:
        sys.exit("that much cannot be reached")
    return best


def cut_to_target(original, options):
    if options.latency:
        timing = Timing(Path(options.models) / f"{options.model}_cifar10.onnx", Path(f"{options.out}.onnx"))
        return cut_until(original, options, lambda model: timing.ratio(model) <= options.latency)
    base, _ = macs_and_parameters(original)
    return cut_until(original, options, lambda model: base / macs_and_parameters(model)[0] >= options.speedup)


def export(model, file):
    x = torch.zeros(1, 3, 32, 32)
    torch.onnx.export(
        model.eval(),
        (x,),
        file,
        input_names=["input"],
        output_names=["output"],
        dynamic_axes={"input": {0: "n"}, "output": {0: "n"}},
        dynamo=False,
    )


class Timing:
    """Times models against the original in ONNX Runtime, one call of each in turn."""

    def __init__(self, original, scratch):
        self.scratch = scratch
        self.original = self.session(original)

    def session(self, file):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

    def ratio(self, model, rounds=200):
        export(model, self.scratch)
        sessions = [self.original, self.session(self.scratch)]
        x = np.random.default_rng(1).standard_normal((1, 3, 32, 32), dtype=np.float32)
        ratios = []
        for i in range(rounds + 20):
            times = [0.0, 0.0]
            for which in ((0, 1), (1, 0))[i % 2]:
                session = sessions[which]
                started = time.perf_counter()
                session.run(None, {session.get_inputs()[0].name: x})
                times[which] = time.perf_counter() - started
            if i >= 20:
                ratios.append(times[1] / times[0])
        return float(np.median(ratios))


def widths(model):
    return {n: m.out_channels for n, m in model.named_modules() if isinstance(m, torch.nn.Conv2d)}


def arguments():
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="resnet20")
    parser.add_argument("--models", default=here / "../../../shared/models/resnet-cifar10")
    parser.add_argument("--criterion", choices=["taylor", "l2"], default="taylor")
    parser.add_argument("--stream", choices=["cut", "keep"], default="cut")
    parser.add_argument("--speedup", type=float, default=2.0)
    parser.add_argument("--latency", type=float, help="share of the original's time to reach instead, 1 thread, batch 1")
    parser.add_argument("--rate", type=float, default=0.05, help="highest learning rate")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--samples", type=int, default=1024, help="images that gradients are taken on")
    parser.add_argument("--images", type=int, help="first N training images only")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--data", required=True, help="folder with CIFAR-10 in binary form")
    parser.add_argument("--out", required=True, help="JSON; progress is appended to OUT.log")
    return parser.parse_args()


def main():
    options = arguments()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)

    def log(line):
        with open(f"{options.out}.log", "a", encoding="utf-8") as file:
            file.write(f"{time.strftime('%H:%M:%S')} {line}\n")
        print(line, file=sys.stderr)

    images, labels = cifar10(options.data, train=True)
    images, labels = images[: options.images], labels[: options.images]
    test = tuple(part[4000:] for part in cifar10(options.data, train=False))  # the first 4,000 are the validation split of bench/data/cifar10.yaml
    original = load(options.model, options.models)
    macs, parameters = macs_and_parameters(original)
    chosen = torch.randperm(len(images), generator=torch.Generator().manual_seed(options.seed))
    chosen = chosen[: options.samples]
    add_gradients(original, images[chosen], labels[chosen])
    model = cut_to_target(original, options)
    original.zero_grad()
    cut_macs, cut_parameters = macs_and_parameters(model)
    result = {
        "program": f"torch-pruning {tp.__version__}, torch {torch.__version__}",
        "machine": platform.processor() or platform.machine(),
        "options": {k: str(v) for k, v in vars(options).items() if k not in ("data", "models", "out")},
        "original": {
            "test": accuracy(original, *test),
            "macs": macs,
            "parameters": parameters,
        },
        "macs": cut_macs,
        "parameters": cut_parameters,
        "macsRatio": cut_macs / macs,
        "parametersRatio": cut_parameters / parameters,
        "beforeTuning": accuracy(model, *test),
        "beforeTuningReestimated": accuracy(reestimated(model, images), *test),
        "widths": widths(model),
    }
    log(
        f"{options.model} {options.criterion} seed {options.seed}: original {result['original']['test']:.4f},"
        f" MACs {result['macsRatio']:.3f}, parameters {result['parametersRatio']:.3f},"
        f" before tuning {result['beforeTuning']:.4f},"
        f" with new statistics {result['beforeTuningReestimated']:.4f}"
    )
    result["epochs"] = tune(model, original, ((images, labels), test), options, log)
    result["afterTuning"] = accuracy(model, *test)
    export(model, Path(f"{options.out}.onnx"))
    partial = Path(f"{options.out}.part")
    partial.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    partial.replace(options.out)


if __name__ == "__main__":
    main()
