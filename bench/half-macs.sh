#!/bin/sh
# half-macs.sh [NAME...]: torchvision's networks (random weights) at half the MACs with nothing else said, timed beside the
# original at batch 1 and 32 on one thread, interleaved. "of the MACs saved" is the speed-up times the share of MACs that is
# left: 1 where half the MACs take half the time. Wants an idle machine.
#   ESPALIER_HALF_MACS  further words for prune, such as "--set cut.round=1"; with it goes a name of the runs' own:
#   ESPALIER_HALF_NAME  (default half)
set -eu
. "$(dirname "$0")/lib.sh"

all="resnet18 resnet50 mobilenet_v2 efficientnet_b0 densenet121 convnext_tiny vit_b_16 swin_t"
names=${*:-$all}
kind=${ESPALIER_HALF_NAME:-half}
"$bench/peers/setup.sh"
# shellcheck disable=SC2086 # several words
"$python" "$bench/peers/vision.py" export "$work/vision" $names >&2

files=
for network in $names; do
  # shellcheck disable=SC2086 # several words, or none
  run "$kind-$network" prune "$work/vision/$network.onnx" --target macs=0.5 ${ESPALIER_HALF_MACS:-}
  file=$work/runs/$kind-$network.json
  [ -f "$file" ] ||
    "$python" "$bench/peers/vision.py" time "$file" "$network" "$work/vision/$network.onnx" "$work/runs/$kind-$network/model.onnx"
  files="$files $file"
done
machine
# shellcheck disable=SC2086 # several words
"$python" "$bench/peers/vision.py" table $files
