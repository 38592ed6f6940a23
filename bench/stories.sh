#!/bin/sh
# A small decoder of stories (grouped-query attention, RoPE, RMSNorm, SwiGLU) at a share of its MACs: tuned on text that it wrote itself,
# then with the real text besides; the loss per token by our evaluator and by a program that reads the token ids itself.
#   bench/stories.sh [RATIO] [COUNT] [EPOCHS]   (default 0.7 of the MACs, 4000 texts, 10 passes over them)
set -eu
. "$(dirname "$0")/lib.sh"

ratio=${1:-0.7}
count=${2:-4000}
epochs=${3:-10}
model=$shared/models/text/stories260k.onnx
own=$work/data/stories-own-$count.jsonl
[ -f "$own" ] || espalier sample "$model" --start 1 --count "$count" --length 128 --seed 1 --out "$own"
sed "s|OWN|$own|" "$bench/data/stories-own.yaml" >"$work/data/stories-own.yaml"

machine
run "stories-own-$ratio" prune "$model" --data "$work/data/stories-own.yaml" --target "macs=$ratio" --set study=none --set "tune.epochs=$epochs"
rows "stories-own-$ratio"
for each in "$model" "$work/runs/stories-own-$ratio/model.onnx"; do
  echo
  espalier evaluate "$each" --data "$(data stories)"
  "$python" "$bench/peers/next_token.py" "$each" "$shared/data/tiny-stories/ids.npz"
done
