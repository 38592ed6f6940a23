"""Writes a network's folder: the data as a user has it, data.yaml, the held-out rows, and about.json."""

import csv
import json

import numpy as np


def lay_out(folder, net, data):
    """train, test, data.yaml and heldout.npz."""
    for part in ("train", "test"):
        x, y = getattr(data, part)
        if net.file == "csv":
            _csv(folder / f"{part}.csv", data, x, y)
        else:
            np.savez_compressed(folder / f"{part}.npz", **{net.names[0]: x, "label" if data.classes else "target": y})
    (folder / "data.yaml").write_text(yaml(net, data), encoding="utf-8")
    np.savez_compressed(folder / "heldout.npz", x=data.fed("heldout"), y=data.heldout[1])


def yaml(net, data):
    """What a user would write, and nothing more."""
    lines = [f"format: {net.file}", "path: .", "splits: {train: train.%s, test: test.%s}" % (net.file, net.file)]
    lines.append("labels: label" if data.classes else "labels: {columns: [target], task: regression}")
    if data.standardise:
        lines.append("preprocess: {standardise: true}")
    elif data.scale != 1 or data.mean != [0.0]:
        lines.append(f"preprocess: {{scale: {data.scale}, mean: {data.mean}, std: {data.std}}}")
    return "\n".join(lines) + "\n"


def about(folder, net, data, score, spread, kept, seconds):
    """about.json: what check.py and table.py need to know."""
    facts = {
        "name": net.name, "kind": net.kind, "library": net.library, "optimiser": net.optimiser,
        "form": net.form, "export": net.style, "inside": net.inside, "fixedBatch": net.fixed, "note": net.note,
        "classes": data.classes, "sizes": {p: len(getattr(data, p)[0]) for p in ("train", "test", "heldout")},
        "shape": list(data.train[0].shape[1:]), "metric": "accuracy" if data.classes else "r2",
        "target": None if data.classes else {"mean": float(data.train[1].mean()), "deviation": float(data.train[1].std())},
        "original": score, "standardError": spread, "seed": net.seed, "kept": kept, "trainingSeconds": round(seconds, 1),
    }
    (folder / "about.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def _csv(path, data, x, y):
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(data.columns + ["label" if data.classes else "target"])
        for row, target in zip(x, y):
            word = data.labels[target] if data.labels else (int(target) if data.classes else float(target))
            out.writerow([f"{v:.9g}" for v in row] + [word])
