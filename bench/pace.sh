#!/bin/sh
# pace.sh [NAME...]: the rate that a run finds, against a grid of ten, on networks of strangers.sh (trained there first).
# The plan of `strangers.sh run macs` is cut again and tuned at each rate, with the optimizer, the clipping and the layers
# that the test chose, and all are judged on rows that no run has seen. A figure is drawn to docs/figures/pace.svg.
#   PACE_EPOCHS  passes of each tuning, the one at the rate that was found too (default: the recipe's)
set -eu
. "$(dirname "$0")/lib.sh"

networks=$work/strangers
runs=$work/pace-runs
programs=$bench/peers/strangers
names=${*:-cnn-plain cnn-residual cnn-depthwise cnn-convnext mixer-cifar vit-mnist text-news gru-names keras-mnist mlp-adult}
mkdir -p "$runs"

# tuned NETWORK NAME WORD...: the plan of the run on that network again, tuned with these settings.
tuned() {
  network=$1
  folder=$runs/$2
  shift 2
  [ ! -f "$folder/report.html" ] || return 0
  rm -rf "$folder"
  # shellcheck disable=SC2086 # no word, or two
  "$root/espalier" prune "$networks/$network/model.onnx" --data "$networks/$network/data.yaml" \
    --recipe "$work/strangers-runs/$network.macs/recipe.yaml" "$@" ${PACE_EPOCHS:+--set tune.epochs=$PACE_EPOCHS} \
    --out "$folder" >"$folder.out" 2>"$folder.err" </dev/null || echo "$network: $* failed, see $folder.err" >&2
}

espalier --version >/dev/null
"$bench/strangers.sh" run macs $names
for name in $names; do
  tuned "$name" "$name.found"
  "$python" "$programs/pace.py" grid "$runs/$name.found/run.json" | while read -r number rate words; do
    # shellcheck disable=SC2086 # several words
    tuned "$name" "$name.$number" --set "tune.learningRate=$rate" $words
  done
done
mkdir -p "$root/docs/figures"
machine
# shellcheck disable=SC2086 # several words
"$python" "$programs/pace.py" table "$networks" "$runs" "$root/docs/figures/pace.svg" $names
