"""The rate that a run found, against a grid of ten: pace.py grid RUN_JSON, table NETWORKS RUNS SVG NAME..., one SVG NAME...

`grid` prints number, rate and settings of ten runs, a line each; `table` prints what they came to on rows that no run has
seen, and draws it. `one` reads that drawing (to about a tenth of a point) and says what a single rate for all these networks
would lose against the best of ten of each, when it is chosen on the others.
"""

import json
import math
import re
import sys
from pathlib import Path

from check import judge

RATES = [round(1e-4 * 3000 ** (i / 9), 6) for i in range(10)]  # 0.0001 to 0.3
WIDTH, HEIGHT, LEFT, COLUMNS = 240, 150, 34, 5


def pace(run):
    return json.loads(Path(run).read_text(encoding="utf-8"))["pace"]


def grid(run):
    found = pace(run)
    words = {"optimizer": found["optimizer"], "normalise": "always" if found["normalised"] else "never", "clip": found["clip"]}
    for number, rate in enumerate(RATES):
        print(number, rate, *(f"--set tune.{k}={v}" for k, v in words.items()))


def measured(networks, runs, name):
    """The rate found and its value, and rate and value of each of the grid that gave a model."""
    def value(kind):
        folder = runs / f"{name}.{kind}"
        return judge(networks / name, folder, timed=False) if (folder / "model.onnx").exists() else None
    found = value("found")
    others = [(r, value(str(i))) for i, r in enumerate(RATES)]
    return {
        "name": name, "original": found["original"]["value"], "rate": pace(runs / f"{name}.found" / "run.json")["learningRate"],
        "value": found["result"]["value"], "error": found["result-original"]["error"],
        "grid": [(r, v["result"]["value"]) for r, v in others if v],
    }


def row(m):
    rate, best = max(m["grid"], key=lambda g: g[1])
    near = max(m["rate"] / rate, rate / m["rate"]) <= 2 or best - m["value"] <= 0.003
    cells = [
        m["name"], f"{m['original']:.4f}", f"{m['rate']:.5f}", f"{m['value']:.4f}", f"{rate:.5f}", f"{best:.4f}",
        f"{m['rate'] / rate:.2f}", f"{100 * (m['value'] - best):+.2f} ± {196 * m['error']:.2f}", "yes" if near else "no",
    ]
    return "| " + " | ".join(cells) + " |"


def panel(m, x, y):
    """One network: the grid as a line, the rate that was found as a dot."""
    values = [v for _, v in m["grid"]] + [m["value"], m["original"]]
    low, high = max(min(values), max(values) - 0.3), max(values)
    across = lambda r: x + LEFT + (WIDTH - LEFT - 10) * place(r)
    up = lambda v: y + HEIGHT - 22 - (HEIGHT - 48) * (max(v, low) - low) / (high - low or 1)
    points = " ".join(f"{across(r):.1f},{up(v):.1f}" for r, v in m["grid"])
    return "\n".join([
        f'<text x="{x + LEFT}" y="{y + 14}" class="t">{m["name"]}</text>',
        f'<line x1="{x + LEFT}" x2="{x + WIDTH - 10}" y1="{up(m["original"]):.1f}" y2="{up(m["original"]):.1f}" class="o"/>',
        f'<polyline points="{points}" class="g"/>',
        *(f'<circle cx="{across(r):.1f}" cy="{up(v):.1f}" r="2" class="d"/>' for r, v in m["grid"]),
        f'<circle cx="{across(m["rate"]):.1f}" cy="{up(m["value"]):.1f}" r="5" class="f"/>',
        f'<text x="{x}" y="{up(high) + 4:.1f}">{high:.2f}</text><text x="{x}" y="{up(low) + 4:.1f}">{low:.2f}</text>',
        f'<text x="{x + LEFT}" y="{y + HEIGHT - 6}">0.0001</text><text x="{x + WIDTH - 10}" y="{y + HEIGHT - 6}" text-anchor="end">0.3</text>',
    ])


def place(rate):
    """Where a rate lies on the logarithmic axis, 0 to 1."""
    return min(1, max(0, math.log(rate / RATES[0]) / math.log(RATES[-1] / RATES[0])))


def figure(all_of_them):
    lines = (len(all_of_them) + COLUMNS - 1) // COLUMNS
    panels = [panel(m, 6 + i % COLUMNS * (WIDTH + 10), 26 + i // COLUMNS * (HEIGHT + 10)) for i, m in enumerate(all_of_them)]
    size = f'width="{COLUMNS * (WIDTH + 10) + 6}" height="{lines * (HEIGHT + 10) + 30}"'
    style = (
        "text{font:11px sans-serif;fill:#333}.t{font-weight:bold}.g{fill:none;stroke:#4477aa;stroke-width:1.5}.d{fill:#4477aa}"
        ".f{fill:#cc3311}.o{stroke:#999;stroke-dasharray:3 3}"
    )
    title = '<text x="6" y="14">Result on held-out rows by learning rate: grid (blue), the rate that the run found (red), the original (dashed)</text>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{style}</style><rect width="100%" height="100%" fill="#fff"/>{title}{"".join(panels)}</svg>\n'


def table(networks, runs, svg, names):
    found = [measured(networks, runs, n) for n in names]
    print("| network | original | rate found | result | best rate of ten | result | found / best | difference, points | within 2x or 0.3 points |")
    print("|" + "---|" * 9)
    for m in found:
        print(row(m))
    Path(svg).write_text(figure(found), encoding="utf-8")


def drawn(svg, name):
    """The ten values of a panel, read off the drawing."""
    panel = svg.split(f'class="t">{name}</text>')[1].split('class="t"')[0]
    heights = [float(p.split(",")[1]) for p in re.search(r'points="([^"]+)"', panel)[1].split()]
    (top, high), (bottom, low) = [(float(y) - 4, float(v)) for y, v in re.findall(r'<text x="[\d.]+" y="([\d.]+)">([\d.]+)</text>', panel)[:2]]
    return [high + (y - top) / (bottom - top) * (low - high) for y in heights]


def one(svg, names):
    text = Path(svg).read_text(encoding="utf-8")
    lost = {n: [100 * (max(values) - v) for v in values] for n in names for values in [drawn(text, n)]}
    print("| network | best rate of ten | chosen on the others | points below the best |")
    print("|" + "---|" * 4)
    below = []
    for name in names:
        chosen = min(range(len(RATES)), key=lambda i: sum(lost[n][i] for n in names if n != name))
        below.append(lost[name][chosen])
        print(f"| {name} | {RATES[lost[name].index(0)]:.4f} | {RATES[chosen]:.4f} | {below[-1]:.1f} |")
    print(f"\nin the mean {sum(below) / len(below):.1f} points below")


if __name__ == "__main__":
    if sys.argv[1] == "grid":
        grid(sys.argv[2])
    elif sys.argv[1] == "one":
        one(sys.argv[2], sys.argv[3:])
    else:
        table(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4], sys.argv[5:])
