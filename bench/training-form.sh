#!/bin/sh
# training-form.sh [NAME...]: the same trained network as a file with BatchNormalization folded and as one that kept it, each by
# `prune --target macs=0.5`, and Torch-Pruning on the training form with its users' usual loop; judged on rows that no run has seen.
# Needs bench/peers/setup.sh strangers. What has run is not run again.
set -eu
. "$(dirname "$0")/lib.sh"

networks=$work/forms
runs=$work/forms-runs
programs=$bench/peers/strangers
names=${*:-cnn-bytes cnn-inception cnn-residual cnn-depthwise cnn-plain cnn-residual-kept cnn-squeeze cnn-dense cnn-two-digits cnn-xray}
mkdir -p "$networks" "$runs"

export STRANGERS_CIFAR OMP_NUM_THREADS=1 ESPALIER_DATA_HOME="$shared"
STRANGERS_CIFAR=$(cifar10)
# shellcheck disable=SC2086 # several words
"$python" -W ignore "$programs/forms.py" "$networks" $names
espalier --version >/dev/null
for name in $names; do
  for form in folded kept; do
    folder=$runs/$name-$form
    [ ! -f "$folder/report.html" ] || continue
    rm -rf "$folder"
    espalier prune "$networks/$name-$form/model.onnx" --data "$networks/$name-$form/data.yaml" --target macs=0.5 \
      --out "$folder" >"$folder.out" 2>"$folder.err" </dev/null || echo "$name-$form: exit code $?, see $folder.err" >&2
  done
  [ -f "$runs/$name-peer/model.onnx" ] || "$python" -W ignore "$programs/torch_pruning_form.py" "$networks/$name-kept" "$runs/$name-peer" >&2
done
machine
# shellcheck disable=SC2086 # several words
"$python" "$programs/forms_table.py" "$networks" "$runs" $names
