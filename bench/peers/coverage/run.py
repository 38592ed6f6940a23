"""One row for each architecture and exporter: run.py FOLDER ESPALIER [NAME...]. A row that is there is not made again."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import catalogue

HERE = Path(__file__).parent
EXPORTERS = ("script", "dynamo")
SECONDS = int(os.environ.get("COVERAGE_SECONDS", "900"))
PEER_SECONDS = 60
RATIO = 0.7
# Neither tuned nor timed at length: what is asked is whether the cut is right.
QUICK = ["tune.epochs=0", "cut.round=8", "latency.runs=5", "latency.largeBatch=2"]
COLUMNS = (
    "network",
    "exporter",
    "groups",
    "parameters that may go",
    "barriers (share of parameters)",
    "MACs",
    "count agrees",
    "parameters",
    "count agrees",
    "bytes",
    "certificate",
    "inspect s",
    "cut s",
    "MB",
    "Torch-Pruning",
)


def timed(command, log, limit=SECONDS):
    """Runs a command to its end or its time: exit code, seconds, and the most memory that it held, in MB."""
    begun = time.monotonic()
    with open(log, "w", encoding="utf-8") as out, open(f"{log}.err", "w", encoding="utf-8") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL)
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                process.returncode = os.waitstatus_to_exitcode(status)
                break
            if time.monotonic() - begun > limit:
                process.kill()
            time.sleep(0.05)
    return process.returncode, time.monotonic() - begun, usage.ru_maxrss / 1024


def said(log):
    """The JSON object that a command printed last; empty without one."""
    try:
        text = Path(log).read_text(encoding="utf-8")
        return json.loads(text[text.index("{") :])
    except (ValueError, OSError):
        return {}


def last(log):
    lines = [line for name in (f"{log}.err", log) for line in Path(name).read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1][:200] if lines else "no word"


def row(folder, espalier, name, exporter):
    here = folder / name.replace("/", "-") / exporter
    here.mkdir(parents=True, exist_ok=True)
    model = here / "model.onnx"
    found = {"network": name, "exporter": exporter}
    python = sys.executable
    code, _, _ = timed([python, str(HERE / "export.py"), name, exporter, str(model)], str(here / "export"))
    if code != 0 or not model.exists():
        return {**found, "export": last(str(here / "export"))}
    code, seconds, memory = timed([espalier, "inspect", str(model), "--json"], str(here / "inspect"))
    found["inspect"] = {"code": code, "seconds": seconds, "memory": memory}
    found["inspect"].update(coverage(said(here / "inspect")) if code == 0 else {"reason": last(str(here / "inspect"))})
    run = here / "run"
    subprocess.run(["rm", "-rf", str(run)], check=True)
    cut = [espalier, "prune", str(model), "--target", f"macs={RATIO}", "--out", str(run)]
    cut += [word for setting in QUICK for word in ("--set", setting)]
    code, seconds, memory = timed(cut, str(here / "cut"))
    found["cut"] = {"code": code, "seconds": seconds, "memory": memory, "reason": "" if code == 0 else last(str(here / "cut"))}
    if (run / "run.json").exists():
        record = json.loads((run / "run.json").read_text(encoding="utf-8"))
        found["cut"].update({k: record.get(k) for k in ("status", "certificate", "original", "result")})
    for which, file in (("original", model), ("result", run / "model.onnx")):
        if file.exists():
            timed([python, str(HERE / "figures.py"), str(file)], str(here / f"figures-{which}"))
            found[f"own-{which}"] = said(here / f"figures-{which}")
        file.unlink(missing_ok=True)
    return found


def coverage(inspection):
    """Share of the parameters that some group which may be cut lies along, and what stands in the way of the others."""
    total = inspection["parameters"] or 1
    return {
        "groups": sum(g["prunable"] for g in inspection["groups"]),
        "of": len(inspection["groups"]),
        "free": inspection["prunable"] / total,
        "barriers": [[w["reason"].split(": ", 1)[-1], w["parameters"] / total] for w in inspection["whole"][:3]],
        "uncounted": inspection["uncounted"],
    }


def peer(folder, name):
    """Torch-Pruning on the network itself, once for both exporters."""
    file = folder / name.replace("/", "-") / "peer.json"
    if not file.exists():
        log = str(file.with_suffix(""))
        code, seconds, _ = timed([sys.executable, str(HERE / "peer.py"), name], log, PEER_SECONDS)
        late = seconds > PEER_SECONDS
        answer = said(log) if code == 0 else {"reason": f"over {PEER_SECONDS} s" if late else last(log)}
        file.write_text(json.dumps({**answer, "seconds": seconds}), encoding="utf-8")
    return json.loads(file.read_text(encoding="utf-8"))


def shown(found, other):
    """A row of the table."""
    if "export" in found:
        return [found["network"], found["exporter"], "not exported: " + found["export"]]
    seen, cut = found["inspect"], found["cut"]
    before, after = (cut.get("original") or {}), (cut.get("result") or {})
    own = [found.get("own-original") or {}, found.get("own-result") or {}]
    certificate = cut.get("certificate") or {}
    return [
        found["network"],
        found["exporter"],
        f"{seen.get('groups', 0)} of {seen.get('of', 0)}",
        percent(seen.get("free")),
        "; ".join(f"{reason} ({percent(share)})" for reason, share in seen.get("barriers", []))
        or seen.get("reason", ""),
        ratio(after.get("macs"), before.get("macs")) + (" at least" if seen.get("uncounted") else ""),
        agree([before.get("macs"), after.get("macs")], [o.get("macs") for o in own]),
        ratio(after.get("parameters"), before.get("parameters")),
        agree([before.get("parameters"), after.get("parameters")], [o.get("parameters") for o in own]),
        ratio(own[1].get("bytes"), own[0].get("bytes")),
        ("holds" if certificate.get("certified") else "FAILS" if certificate else "none")
        + ("" if cut["code"] == 0 else f", exit {cut['code']}: {cut['reason']}"),
        f"{seen['seconds']:.0f}",
        f"{cut['seconds']:.0f}",
        f"{max(seen['memory'], cut['memory']):.0f}",
        f"{other['macs']:.2f}" if "macs" in other else other.get("reason", "none"),
    ]


def percent(share):
    return "" if share is None else f"{100 * share:.1f} %"


def ratio(now, was):
    return f"{now / was:.3f}" if now and was else ""


def agree(stated, own):
    if None in stated or None in own:
        return "unknown"
    if stated == own:
        return "yes"
    return "; ".join(f"{s:,} against {o:,}" for s, o in zip(stated, own) if s != o)


def faults(found):
    """What a row must not show: no proof, a larger file, another count, too long or too much memory."""
    if "export" in found:
        return []
    seen, cut = found["inspect"], found["cut"]
    own = [found.get("own-original") or {}, found.get("own-result") or {}]
    wrong = []
    if seen["code"] != 0:
        wrong.append("inspect fails: " + seen.get("reason", ""))
    elif found["network"] == "torchvision/vit_b_16" and seen.get("free", 0) <= 0.95:
        wrong.append(f"{percent(seen.get('free'))} of the parameters may go, above 95 % wanted")
    if not (cut.get("certificate") or {}).get("certified"):
        wrong.append("no certificate: " + cut.get("reason", ""))
    if own[1].get("bytes", 0) > own[0].get("bytes", 0):
        wrong.append("the file is larger than its original")
    for what in ("macs", "parameters"):
        stated = [(cut.get(side) or {}).get(what) for side in ("original", "result")]
        if not seen.get("uncounted") and agree(stated, [o.get(what) for o in own]) not in ("yes", "unknown"):
            wrong.append(f"other {what} than an independent count")
    if any(word in found["network"] for word in ("retinanet", "ssdlite")):
        seconds, memory = max(seen["seconds"], cut["seconds"]), max(seen["memory"], cut["memory"])
        if seconds > 60 or memory > 3000:
            wrong.append(f"{seconds:.0f} s and {memory:.0f} MB, 60 and 3,000 wanted at most")
    return wrong


def main():
    folder, espalier = Path(sys.argv[1]), sys.argv[2]
    wanted = sys.argv[3:] or catalogue.names()
    unknown = [name for name in wanted if name not in catalogue.names()]
    if unknown:
        sys.exit(f"coverage knows no {', '.join(unknown)}; it knows {' '.join(catalogue.names())}")
    print("| " + " | ".join(COLUMNS) + " |")
    print("|" + "---|" * len(COLUMNS))
    rows, exported, failed = 0, 0, []
    for name in wanted:
        for exporter in EXPORTERS:
            file = folder / name.replace("/", "-") / f"{exporter}.json"
            if not file.exists():
                found = row(folder, espalier, name, exporter)
                temporary = file.with_suffix(".part")
                temporary.write_text(json.dumps(found), encoding="utf-8")
                temporary.rename(file)
            found = json.loads(file.read_text(encoding="utf-8"))
            cells = [str(cell).replace("|", "/") for cell in shown(found, peer(folder, name))]
            print("| " + " | ".join(cells + [""] * (len(COLUMNS) - len(cells))) + " |", flush=True)
            rows += 1
            exported += "export" not in found
            failed += [f"- {name}, {exporter}: {fault}" for fault in faults(found)]
    print(f"\n{rows} rows, {exported} exported; {len(failed)} faults" + (":\n" if failed else ""))
    print("\n".join(failed))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
