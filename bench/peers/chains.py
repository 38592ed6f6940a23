"""What chains of three CIFAR-10 models would cost: each small with each large, the original behind them.

For every pair: the least mean share of the original's MACs at which no accuracy is lost, over free thresholds, two
signals (highest probability, margin) and what each stage takes in of the answer before (0, 0.3 and 0.5). All is chosen
where it is judged, on the validation split (the first 4,000 test images, data/cifar10.yaml), so every figure is too
low; they are for comparing members, and the final 6,000 images are never read.

    python chains.py --data DIR --original FILE --small NAME=FILE:SHARE ... --large NAME=FILE:SHARE ...

FILE is an ONNX file or the .npy with logits that tuning_settings.py left; FILE@raw takes pixels of 0 to 255. SHARE is
the member's of the original's MACs.
"""

import argparse
import itertools
from pathlib import Path

import numpy as np
import onnxruntime

IMAGES = 4000
WEIGHTS = (0, 0.3, 0.5)
QUANTILES = np.linspace(0, 1, 41)
MEAN = np.array([0.485, 0.456, 0.406], np.float32).reshape(1, 3, 1, 1)
STD = np.array([0.229, 0.224, 0.225], np.float32).reshape(1, 3, 1, 1)


def images(folder):
    raw = np.fromfile(Path(folder) / "test_batch.bin", dtype=np.uint8).reshape(-1, 3073)[:IMAGES]
    return raw[:, 1:].reshape(-1, 3, 32, 32).astype(np.float32), raw[:, 0].astype(int)


def logits(file, pixels):
    path, _, raw = file.partition("@")
    if path.endswith(".npy"):
        return np.load(path)[:IMAGES].astype(np.float64)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    given = session.get_inputs()[0]
    fed = pixels if raw else (pixels / 255 - MEAN) / STD
    if given.shape[-1] == 3:
        fed = fed.transpose(0, 2, 3, 1)
    parts = [session.run(None, {given.name: fed[i : i + 100]})[0] for i in range(0, len(fed), 100)]
    answers = np.concatenate(parts).reshape(len(fed), -1).astype(np.float64)
    probabilities = answers.min() >= 0 and np.abs(answers.sum(1) - 1).max() < 1e-3
    return np.log(np.maximum(answers, 1e-12)) if probabilities else answers


def scores(answers):
    e = np.exp(answers - answers.max(1, keepdims=True))
    ordered = np.sort(e / e.sum(1, keepdims=True), 1)
    return ordered[:, -1], ordered[:, -1] - ordered[:, -2]


def onwards(score):
    """For each threshold, the rows that go on."""
    thresholds = np.quantile(score, QUANTILES)
    thresholds[-1] = np.inf
    return (score[None, :] < thresholds[:, None]).astype(float)


def cheapest(small, large, original, labels, shares):
    right = original.argmax(1) == labels
    least = np.inf
    for first, second in itertools.product(WEIGHTS, WEIGHTS):
        middle = (1 - first) * large + first * small
        last = (1 - second) * original + second * middle
        own = [(a.argmax(1) == labels).astype(float) for a in (small, middle, last)]
        for one, two in zip(scores(small), scores(middle), strict=True):
            go, further = onwards(one), onwards(two)
            accuracy = own[0].mean() + (go @ (own[1] - own[0]))[:, None] / len(labels)
            accuracy = accuracy + (go * (own[2] - own[1])) @ further.T / len(labels)
            cost = shares[0] + shares[1] * go.mean(1)[:, None] + go @ further.T / len(labels)
            least = min(least, cost[accuracy >= right.mean() - 1e-12].min(initial=np.inf))
    return least


def member(text, pixels):
    name, rest = text.split("=", 1)
    file, share = rest.rsplit(":", 1)
    return name, logits(file, pixels), float(share)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="folder of CIFAR-10's binary files")
    parser.add_argument("--original", required=True, metavar="FILE")
    parser.add_argument("--small", required=True, nargs="+", metavar="NAME=FILE:SHARE")
    parser.add_argument("--large", required=True, nargs="+", metavar="NAME=FILE:SHARE")
    options = parser.parse_args()

    pixels, labels = images(options.data)
    original = logits(options.original, pixels)
    wrong = original.argmax(1) != labels
    print(f"original: {100 * (~wrong).mean():.2f} %", flush=True)
    larges = [member(text, pixels) for text in options.large]
    smalls = [member(text, pixels) for text in options.small]
    print("\n| member | accuracy | right where the original is wrong |\n|---|---|---|")
    for name, answers, _ in smalls + larges:
        right = answers.argmax(1) == labels
        print(f"| {name} | {100 * right.mean():.2f} % | {100 * right[wrong].mean():.1f} % |")
    print("\n| | " + " | ".join(name for name, _, _ in larges) + " | mean |")
    print("|---" * (len(larges) + 2) + "|")
    for name, answers, share in smalls:
        row = [cheapest(answers, a, original, labels, (share, s)) for _, a, s in larges]
        print(f"| {name} | " + " | ".join(f"{c:.3f}" for c in row) + f" | {np.mean(row):.3f} |", flush=True)


main()
