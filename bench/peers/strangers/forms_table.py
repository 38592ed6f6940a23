"""Folded file, training form and Torch-Pruning beside each other: forms_table.py NETWORKS RUNS NAME..."""

import json
import sys
from pathlib import Path

import numpy as np
from check import difference
from clock import medians
from macs import macs
from score import answers, rows, session


def measured(networks, runs, name):
    """Accuracy by row, share of the multiplications and time at batch 1 of each of the four models."""
    folder = networks / f"{name}-folded"
    facts = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    held = np.load(folder / "heldout.npz")
    ends = {"folded": f"{name}-folded", "kept": f"{name}-kept", "peer": f"{name}-peer"}
    files = {"original": folder / "model.onnx", **{k: runs / v / "model.onnx" for k, v in ends.items()}}
    each = {k: rows(answers(session(f), held["x"]), held["y"], "accuracy", facts["form"]) for k, f in files.items()}
    work = {k: macs(f, held["x"]) for k, f in files.items()}
    times = dict(zip(files, medians(list(files.values()), held["x"], 1)))
    return each, {k: v / work["original"] for k, v in work.items()}, {k: v / times["original"] for k, v in times.items()}


def points(new, old):
    d = difference(new, old, "accuracy")
    return f"{100 * d['gain']:+.2f} ± {196 * d['error']:.2f}"


def main():
    networks, runs = Path(sys.argv[1]), Path(sys.argv[2])
    print("| network | original | folded | training form | Torch-Pruning | folded − training form, points | folded − Torch-Pruning, points | MACs: folded, training form, Torch-Pruning | time at batch 1: the same |")
    print("|" + "---|" * 9)
    for name in sys.argv[3:]:
        each, work, time = measured(networks, runs, name)
        shares = [" / ".join(f"{part[k]:.2f}" for k in ("folded", "kept", "peer")) for part in (work, time)]
        values = [f"{each[k].mean():.4f}" for k in ("original", "folded", "kept", "peer")]
        print("| " + " | ".join([name, *values, points(each["folded"], each["kept"]), points(each["folded"], each["peer"]), *shares]) + " |", flush=True)


if __name__ == "__main__":
    main()
