#!/bin/sh
# all-MiniLM-L6-v2 in 8 bits, alone and with a cut before it, beside the file in 8 bits that langchain4j ships: Spearman on STS-B's test
# pairs, bytes, and times of all four in turn at 9 and 122 tokens.
#   bench/embedding-quantised.sh [RATIO] [EPOCHS]   (MACs that the cut leaves, default 0.56; passes over the training sentences, default 0.4)
set -eu
. "$(dirname "$0")/lib.sh"

ratio=${1:-0.56}
epochs=${2:-0.4}
"$bench/peers/setup.sh" embedding
model=$(minilm all-minilm-l6-v2)
shipped=$(minilm all-minilm-l6-v2-q)
tuning=$(sts_tuning)

run minilm-quantised quantize "$model" --data "$tuning" --max-drop 0.002
run "minilm-both-$ratio-$epochs" prune "$model" --data "$tuning" --target "macs=$ratio" --quantize --set study=none \
  --set cut.round=16 --set cut.samples=256 --set tune.optimizer=adamw --set tune.learningRate=0.0005 --set tune.clip=1 \
  --set tune.normalise=never --set tune.distill=1 --set tune.batch=32 --set "tune.epochs=$epochs"

machine
set -- "$model" "$shipped" "$work/runs/minilm-quantised/model.onnx" "$work/runs/minilm-both-$ratio-$epochs/model.onnx"
for each in "$@"; do
  echo "$each: $(wc -c <"$each") bytes"
  espalier evaluate "$each" --data "$(data sts)"
  "$python" "$bench/peers/embedding.py" figures "$each" "$work/minilm/tokenizer.json" "$shared/data/sts/test.csv"
done
for tokens in 9 122; do
  "$python" "$bench/peers/embedding.py" times "$tokens" "$@"
done
