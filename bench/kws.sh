#!/bin/sh
# A keyword spotter at half its MACs, from 1,000 records without labels: of five parts each is judged once, by a result that the other four
# tuned (cross-fitting). Labels are read at the end alone.
#   bench/kws.sh [RATIO]   (MACs that are left, default 0.5)
set -eu
. "$(dirname "$0")/lib.sh"

ratio=${1:-0.5}
model=$shared/models/mlperf-tiny/kws_dscnn.onnx
home=$work/kws
"$bench/peers/setup.sh"
mkdir -p "$home"
[ -f "$home/kws.npz" ] || "$python" - "$shared/data/speech-commands/kws01.npz" "$home/kws.npz" <<'P'
import sys
import numpy as np
stored = np.load(sys.argv[1])
parts = np.random.default_rng(1).permutation(len(stored["label"])) % 5
np.savez(sys.argv[2], features=stored["features"], label=stored["label"], part=parts)
P

# described NAME LABELS PART: the records of one part are the test, all others tune.
described() {
  cat >"$home/$1.yaml" <<Y
format: npz
path: $home/kws.npz
inputs: {input: features}
labels: $2
splits:
  train: {column: part, values: [$(seq 0 4 | grep -v "$3" | paste -sd, -)]}
  test: {column: part, values: [$3]}
preprocess: {scale: 0.5847029, mean: [48.5303407]}
Y
  echo "$home/$1.yaml"
}

machine
for part in 0 1 2 3 4; do
  run "kws-$ratio-$part" prune "$model" --data "$(described "unlabelled-$part" none $part)" --target "macs=$ratio"
  labelled=$(described "labelled-$part" label $part)
  for each in "$model" "$work/runs/kws-$ratio-$part/model.onnx"; do
    espalier evaluate "$each" --data "$labelled" --json
  done >"$home/$part.json"
  "$python" - "$home/$part.json" <<'P'
import json, sys
text = open(sys.argv[1]).read()
decoder, at, both = json.JSONDecoder(), 0, []
while at < len(text.rstrip()):
    value, at = decoder.raw_decode(text, at)
    both.append(value["metrics"]["accuracy"])
    at += len(text[at:]) - len(text[at:].lstrip())
print("part %s: %.4f before, %.4f after" % (sys.argv[1].split("/")[-1][0], *both))
P
done | tee "$home/parts.txt"
"$python" - "$home/parts.txt" <<'P'
import re, statistics, sys
rows = [tuple(map(float, re.findall(r"0\.\d{4}", line))) for line in open(sys.argv[1]) if line.startswith("part")]
before, after = (statistics.mean(r[i] for r in rows) for i in (0, 1))
losses = [b - a for b, a in rows]
error = statistics.stdev(losses) / len(losses) ** 0.5
print(f"all 1,000 records: {before:.4f} before, {after:.4f} after, lost {100 * (before - after):.2f} ± {196 * error:.2f} points")
P
