#!/bin/sh
# A tagger of names in a play's text without capitals (BiLSTM): trained here, cut to half its MACs with its tags and without them; span F1
# by our evaluator and by seqeval.
#   bench/tagging.sh [EPOCHS] [TUNING]   (passes of the first training, default 20, and of tuning after the cut, default 6)
set -eu
. "$(dirname "$0")/lib.sh"

epochs=${1:-20}
tuning=${2:-6}
base=names-base-$epochs
set_tuning="--set tune.epochs=$tuning --set tune.minUpdates=0 --set tune.optimizer=adamw --set tune.learningRate=0.003 --set latency.runs=5"

"$bench/peers/setup.sh" tagging
names=$work/names
[ -f "$names/test.conll" ] || "$python" "$bench/peers/tagging.py" make "$shared/data/text/tinyshakespeare.txt.gz" "$names"
sed "s|NAMES|$names|" "$bench/data/names.yaml" >"$work/data/names.yaml"
{ cat "$work/data/names.yaml" && printf 'labels: none\ninputs: {text: word}\n'; } >"$work/data/names-alone.yaml"

machine
run "$base" tune "$(graph tagger)" --data "$work/data/names.yaml" --from-scratch --set tune.optimizer=adamw --set tune.batch=64 \
  --set tune.learningRate=0.003 --set "tune.epochs=$epochs"
for form in names names-alone; do
  # shellcheck disable=SC2086 # several words
  run "$form-$epochs-$tuning" prune "$work/runs/$base/model.onnx" --data "$work/data/$form.yaml" --target macs=0.5 --set study=none $set_tuning
done
rows "names-$epochs-$tuning" "names-alone-$epochs-$tuning"
for name in "$base" "names-$epochs-$tuning" "names-alone-$epochs-$tuning"; do
  echo
  echo "$name"
  espalier evaluate "$work/runs/$name/model.onnx" --data "$work/data/names.yaml"
  "$python" "$bench/peers/tagging.py" figures "$work/runs/$name/model.onnx" "$names/tokenizer.json" "$names/test.conll" 64 B-NAME I-NAME O
done
