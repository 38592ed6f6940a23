#!/bin/sh
# A tagger of names in a play's text without capitals (BiLSTM): trained here, cut to half its MACs with its tags and without them; span F1
# by our evaluator and by seqeval.
#   bench/tagging.sh
set -eu
. "$(dirname "$0")/lib.sh"

"$bench/peers/setup.sh" tagging
names=$work/names
[ -f "$names/test.conll" ] || "$python" "$bench/peers/tagging.py" make "$shared/data/text/tinyshakespeare.txt.gz" "$names"
sed "s|NAMES|$names|" "$bench/data/names.yaml" >"$work/data/names.yaml"
{ cat "$work/data/names.yaml" && printf 'labels: none\ninputs: {text: word}\n'; } >"$work/data/names-alone.yaml"

machine
run names-base tune "$(graph tagger)" --data "$work/data/names.yaml" --from-scratch --set tune.optimizer=adamw --set tune.batch=64 \
  --set tune.learningRate=0.003 --set tune.epochs=8
base=$work/runs/names-base/model.onnx
run names prune "$base" --data "$work/data/names.yaml" --target macs=0.5 --set study=none --set tune.epochs=6
run names-alone prune "$base" --data "$work/data/names-alone.yaml" --target macs=0.5 --set study=none --set tune.epochs=6
rows names names-alone
for name in names-base names names-alone; do
  echo
  echo "$name"
  espalier evaluate "$work/runs/$name/model.onnx" --data "$work/data/names.yaml"
  "$python" "$bench/peers/tagging.py" figures "$work/runs/$name/model.onnx" "$names/tokenizer.json" "$names/test.conll" 64 B-NAME I-NAME O
done
