"""Judges a result beside its original on rows that the run never saw, without Espalier: check.py NETWORK_DIR RUN_DIR...

Prints one JSON object for each run: accuracy or R2 of original, result and (where it is there) the untuned cut, the paired
standard error of the differences, multiplications, bytes, and median times at batch 1 and 32 with one thread.
"""

import json
import sys
from pathlib import Path

import numpy as np
from clock import medians
from macs import macs
from score import answers, metric_of, rows, session

RESULTS = ("model.onnx", "dynamic.onnx")


def files(network, run):
    """The models to judge: original, result, and the cut before tuning where a run left it or was repeated without tuning, and what prune came to beside a dynamic result."""
    found = {"original": network / "model.onnx"}
    found.update({"result": run / name for name in RESULTS if (run / name).exists()})
    static = run.with_name(run.name.removesuffix(".dynamic") + ".drop") / "model.onnx"
    if run.name.endswith(".dynamic") and static.exists():
        found["static"] = static
    for cut in (run / "untuned.onnx", run.with_name(run.name + ".cut") / "model.onnx"):
        if cut.exists():
            found["untuned"] = cut
    return found


def judge(network, run, timed=True):
    """Everything measured of one run."""
    about = json.loads((network / "about.json").read_text(encoding="utf-8"))
    held = np.load(network / "heldout.npz")
    there = files(network, run)
    each = {k: rows(answers(session(p), held["x"]), held["y"], about["metric"], about["form"]) for k, p in there.items()}
    report = {"network": about["name"], "run": run.name, "metric": about["metric"], "rows": len(held["y"])}
    for kind, path in there.items():
        value, error = metric_of(each[kind], about["metric"])
        report[kind] = {"value": _plain(value), "error": _plain(error), "macs": macs(path, held["x"]), "bytes": path.stat().st_size}
    for kind, other in (("result", "original"), ("result", "untuned"), ("untuned", "original"), ("result", "static")):
        if kind in each and other in each:
            report[f"{kind}-{other}"] = difference(each[kind], each[other], about["metric"])
    for batch in (1, 32) if timed else ():
        clocked = [k for k in there if k != "untuned"]
        for kind, micros in zip(clocked, medians([there[k] for k in clocked], held["x"], batch)):
            report[kind][f"micros{batch}"] = micros
    return report


def difference(new, old, metric):
    """Mean gain (negative: loss) with the standard error of the row by row differences."""
    gain = (old - new) if metric == "r2" else (new - old)
    return {"gain": _plain(gain.mean()), "error": _plain(gain.std(ddof=1) / np.sqrt(len(gain)))}


def _plain(value):
    return float(value) if np.isfinite(value) else None


def main():
    network = Path(sys.argv[1])
    for run in sys.argv[2:]:
        print(json.dumps(judge(network, Path(run))), flush=True)


if __name__ == "__main__":
    main()
