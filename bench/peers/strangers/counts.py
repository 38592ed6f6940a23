"""Counts what must never happen and what should happen often, for the open networks and the kept ones apart."""

NOISE = 1.96  # errors


def counts(runs):
    """A Markdown table: a question a line, a column for the open ones and one for the kept ones."""
    lines = ["| | open | kept |", "|---|---|---|"]
    for goal in ("macs", "drop", "latency", "dynamic"):
        for question, asked in QUESTIONS[goal]:
            cells = []
            for kept in (False, True):
                group = [r for r in runs if r["goal"] == goal and r["about"]["kept"] == kept]
                told = [a for a in (asked(r) for r in group) if a is not None]
                cells.append(f"{sum(told)} of {len(told)}")
            lines.append(f"| {goal}: {question} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def failed(run):
    """An error, a timeout, or no result that answers."""
    return run["exit"] not in (0, 3) or not run["check"]


def below_untuned(run):
    """The result is worse than the cut before tuning, beyond noise; None where that cut is not there."""
    there = run["check"].get("result-untuned")
    return None if there is None else there["gain"] is None or there["gain"] < -NOISE * there["error"] - 1e-9


def lost_within(points):
    """The result lost less than this; False where there is no result."""
    return lambda run: bool(run["check"]) and _gain(run) > -points


def lost_unsaid(run):
    """More than 5 points lost, and nothing but "done" said."""
    return bool(run["check"]) and _gain(run) <= -0.05 and run["status"] == "done" and run["grade"] in ("", "green")


def false_done(run):
    """Said to be within one point, which the held-out rows refute."""
    said = run["status"] == "done" and bool(run["check"])
    return said and _gain(run) < -0.01 - NOISE * (run["check"]["result-original"]["error"] or 0)


def slower(run):
    """More than 5 % slower than the original at batch 1; None where it cannot be said."""
    times = [run["check"].get(k, {}).get("micros1") for k in ("original", "result")]
    return None if None in times else times[1] > 1.05 * times[0]


def slower_unsaid(run):
    """Slower although the exit code says that the time was reached."""
    said = slower(run)
    return None if said is None else said and run["exit"] == 0


def reached(share, kind="macs"):
    """Done, and no more than this share of the original's multiplications is left."""
    return lambda run: run["status"] == "done" and bool(run["check"]) and run["check"]["result"][kind] <= share * run["check"]["original"][kind]


def in_time(run):
    """Done, and the time at batch 1 is at most 0.6 of the original's, with 5 % for the clock."""
    times = [run["check"].get(k, {}).get("micros1") for k in ("original", "result")]
    return run["status"] == "done" and None not in times and times[1] <= 0.63 * times[0]


def against_prune(least, most=float("inf")):
    """The mean time at batch 1 as a share of that of `prune --max-drop 0.01`; None where that was not run."""
    def asked(run):
        static = run["check"].get("static", {}).get("micros1")
        return None if static is None else least < run["check"]["result"]["micros1"] / static <= most
    return asked


def _gain(run):
    gain = run["check"]["result-original"]["gain"]
    return float("-inf") if gain is None else gain


ALWAYS = [("ended with an error or without a result", failed), ("result below the untuned cut", below_untuned)]
QUESTIONS = {
    "macs": ALWAYS + [
        ("under 2 points lost", lost_within(0.02)), ("more than 5 points lost and not said", lost_unsaid),
        ("more than 5 % slower at batch 1", slower), ("at most 0.51 of the MACs", reached(0.51)),
    ],
    "drop": ALWAYS + [
        ("done, but more than one point lost beyond its interval", false_done), ("done with 1.5x fewer MACs", reached(1 / 1.5)),
        ("more than 5 % slower at batch 1", slower),
    ],
    "latency": ALWAYS + [
        ("under 2 points lost", lost_within(0.02)), ("done within 0.6 of the time", in_time), ("exit 0 and more than 5 % slower", slower_unsaid),
    ],
    "dynamic": ALWAYS + [
        ("done, but more than one point lost beyond its interval", false_done), ("exit 0 and more than 5 % slower", slower_unsaid),
        ("more than 5 % behind prune in mean time at batch 1", against_prune(1.05)), ("more than 5 % ahead of it", against_prune(0, 0.95)),
    ],
}
