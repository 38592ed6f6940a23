"""Draws strangers-drop.svg beside this file from the table of docs/benchmarks/19-strangers.md: python3 strangers_drop.py

A dot for each network that `prune --max-drop 0.01` gave a result for: to the left is faster, up is better.
"""

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "benchmarks" / "19-strangers.md"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 400, 62, 18, 44, 56
LOW, HIGH = -6, 12  # points


def rows():
    """Name, open or kept, verdict, gain and 1.96 errors in points, share of time at batch 1."""
    text = PAGE.read_text(encoding="utf-8").split("## One point allowed", 1)[1].split("\n## ", 1)[0]
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 9 or cells[1] not in ("open", "kept"):
            continue
        share = re.search(r"\(([\d.]+)\)", cells[6])
        if share:
            gain, errors = (100 * float(x) for x in cells[4].split(" ± "))
            yield cells[0], cells[1], cells[2], gain, errors, float(share[1])


def across(share):
    return LEFT + (WIDTH - LEFT - RIGHT) * share / 1.05


def down(points):
    return TOP + (HEIGHT - TOP - BOTTOM) * (HIGH - points) / (HIGH - LOW)


def text(x, y, words, anchor="middle", size=12, colour="#444", more=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}"{more}>{words}</text>'


def picture(found):
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" role="img">',
        f"<title>{len(found)} networks pruned by --max-drop 0.01: time left at batch 1 against points gained or lost</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<rect x="{LEFT}" y="{down(0):.1f}" width="{WIDTH - LEFT - RIGHT}" height="{down(-1) - down(0):.1f}" fill="#eef3ee"/>',
        text(LEFT + 6, down(-1) - 4, "the point that is allowed", "start", 10, "#777"),
    ]
    for points in range(LOW, HIGH + 1, 3):
        y = down(points)
        colour = "#999" if points == 0 else "#e4e4e4"
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}"/>')
        parts.append(text(LEFT - 8, y + 4, f"{points:+d}" if points else "0", "end"))
    for share in (0, 0.2, 0.4, 0.6, 0.8, 1):
        x = across(share)
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#e4e4e4"/>')
        parts.append(text(x, HEIGHT - BOTTOM + 18, f"{share:g}"))
    for name, part, verdict, gain, errors, share in found:
        x, colour = across(share), "#c77700" if "amber" in verdict else "#1f6f50"
        ends = [down(max(LOW, min(HIGH, gain + sign * errors))) for sign in (1, -1)]
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{ends[0]:.1f}" y2="{ends[1]:.1f}" stroke="{colour}" opacity="0.35"/>')
        fill = colour if part == "kept" else "#fff"
        parts.append(
            f'<circle cx="{x:.1f}" cy="{down(gain):.1f}" r="4.5" fill="{fill}" stroke="{colour}" stroke-width="1.6">'
            f"<title>{name}: {gain:+.1f} ± {errors:.1f} points, {share:.2f} of the time</title></circle>"
        )
    x = LEFT
    for fill, colour, words in (
        ("#1f6f50", "#1f6f50", "kept aside until the end"),
        ("#fff", "#1f6f50", "open"),
        ("#fff", "#c77700", "verdict amber"),
    ):
        parts.append(f'<circle cx="{x + 6}" cy="22" r="4.5" fill="{fill}" stroke="{colour}" stroke-width="1.6"/>')
        parts.append(text(x + 16, 26, words, "start"))
        x += 36 + 6.6 * len(words)
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, "share of the original's time that is left (batch 1, one thread)"))
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(text(18, middle, "points gained or lost", more=f' transform="rotate(-90 18 {middle:.1f})"'))
    return "\n".join(parts) + "\n</svg>\n"


if __name__ == "__main__":
    measured = list(rows())
    (HERE / "strangers-drop.svg").write_text(picture(measured), encoding="utf-8")
    print(f"{len(measured)} networks")
