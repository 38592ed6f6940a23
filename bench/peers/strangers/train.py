"""Trains the named networks and writes their folders: train.py OUT LIBRARY NAME... (LIBRARY: torch, scikit or keras)."""

import importlib
import os
import sys
import time
from pathlib import Path

from draw import kept
from score import answers, metric_of, rows, session
from shelf import about, lay_out


def make(out, net, library):
    """One network: data, training, export, and what the exported file is worth on held-out rows."""
    folder = out / net.name
    folder.mkdir(parents=True, exist_ok=True)
    begun = time.process_time()
    data = net.data()
    library.make(net, data, str(folder / "model.onnx"))
    seconds = time.process_time() - begun
    lay_out(folder, net, data)
    metric = "accuracy" if data.classes else "r2"
    found = answers(session(folder / "model.onnx"), data.fed("heldout"))
    score, error = metric_of(rows(found, data.heldout[1], metric, net.form), metric)
    about(folder, net, data, score, error, net.name in kept(), seconds)
    print(f"{net.name}: {net.kind}, {metric} {score:.4f} ± {error:.4f}, {seconds:.0f} s of one core", flush=True)


def main():
    out, library = Path(sys.argv[1]), importlib.import_module(f"with_{sys.argv[2]}")
    wanted = sys.argv[3:]
    again = bool(os.environ.get("STRANGERS_AGAIN"))
    for net in library.nets():
        if wanted and net.name not in wanted or (out / net.name / "about.json").exists() and not again:
            continue
        make(out, net, library)


if __name__ == "__main__":
    main()
