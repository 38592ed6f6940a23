"""One table of all networks and goals, and what the counts under it say: table.py NETWORKS RUNS NAME..."""

import json
import sys
from pathlib import Path

from check import RESULTS, judge
from counts import counts

GOALS = {"macs": "--target macs=0.5", "drop": "--max-drop 0.01", "latency": "--target latency=0.6", "dynamic": "dynamic --max-drop 0.01"}
HEAD = [
    "network", "goal", "exit", "says", "original", "untuned", "result", "gain ± 1.96 errors", "MACs", "bytes", "time, batch 1", "batch 32",
    "against prune", "took", "message",
]


def outcome(networks, runs, name, goal):
    """What is known of one run; None where it did not run."""
    note = runs / f"{name}.{goal}.exit"
    if not note.exists():
        return None
    code, seconds = map(int, note.read_text().split())
    record = _json(runs / f"{name}.{goal}" / "run.json")
    about = _json(networks / name / "about.json")
    return {
        "about": about, "goal": goal, "exit": code, "seconds": seconds, "status": record.get("status", "no record"),
        "grade": record.get("verdict", {}).get("grade", ""), "message": _message(runs, name, goal, record),
        "check": _check(networks / name, runs / f"{name}.{goal}", note),
    }


def _check(network, run, note):
    """check.py's figures, measured once for each run; none where there is no result."""
    if not any((run / name).exists() for name in RESULTS):
        return {}
    kept = run.with_name(run.name + ".check.json")
    cut = run.with_name(run.name + ".cut.exit")
    newest = max(f.stat().st_mtime for f in (note, cut) if f.exists())
    if not kept.exists() or kept.stat().st_mtime < newest:
        kept.write_text(json.dumps(judge(network, run)), encoding="utf-8")
    return _json(kept)


def _message(runs, name, goal, record):
    said = record.get("message", "")
    if not said or record.get("status") == "running":
        lines = (runs / f"{name}.{goal}.err").read_text(encoding="utf-8").strip().splitlines()
        said = lines[-1] if lines else ""
    return said.replace("|", "\\|")


def _json(path):
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def row(run):
    """The cells of one run."""
    about, check = run["about"], run["check"]
    says = f"{run['status']} ({run['grade']})" if run["grade"] else run["status"]
    cells = [about["name"], GOALS[run["goal"]], str(run["exit"]), says, f"{about['original']:.4f}"]
    if not check:
        return cells + ["–"] * 8 + [f"{run['seconds']} s", run["message"]]
    original, result, gain = check["original"], check["result"], check["result-original"]
    untuned = check.get("untuned", {}).get("value")
    cells += [_number(untuned), _number(result["value"])]
    cells.append("–" if gain["gain"] is None else f"{gain['gain']:+.4f} ± {1.96 * gain['error']:.4f}")
    cells += [f"{result[k] / max(1, original[k]):.3f}" for k in ("macs", "bytes")]
    cells += [_times(original, result, f"micros{b}") for b in (1, 32)]
    static = check.get("static", {}).get("micros1")
    cells.append("–" if static is None else f"{result['micros1'] / static:.2f}")
    return cells + [f"{run['seconds']} s", run["message"]]


def _number(value):
    return "–" if value is None else f"{value:.4f}"


def _times(original, result, key):
    if not original.get(key) or not result.get(key):
        return "–"
    return f"{original[key]:.0f} → {result[key]:.0f} µs ({result[key] / original[key]:.2f})"


def _line(cells):
    return "| " + " | ".join(cells) + " |"


def main():
    networks, runs, names = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    found = [r for n in names for g in GOALS if (r := outcome(networks, runs, n, g))]
    print(_line(HEAD))
    print("|" + "---|" * len(HEAD))
    for run in found:
        print(_line(row(run)))
    print()
    print(counts(found))


if __name__ == "__main__":
    main()
