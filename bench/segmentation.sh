#!/bin/sh
# Two small U-Nets, trained here on pictures that are drawn here, cut to half their MACs with masks and without; overlaps by our evaluator
# and by scikit-learn.
#   bench/segmentation.sh [EPOCHS] [TUNING]   (passes of the first training, default 12, and of tuning after the cut, default 8)
set -eu
. "$(dirname "$0")/lib.sh"

epochs=${1:-12}
tuning=${2:-8}
common="--set tune.optimizer=adamw --set tune.learningRate=0.005 --set tune.batch=16 --set tune.minUpdates=0 --set latency.runs=20"

"$bench/peers/setup.sh" segmentation
pictures=$work/pictures
[ -d "$pictures/vessels/test/fov" ] || "$python" "$bench/peers/segmentation.py" make "$pictures"
for kind in shapes vessels; do
  sed "s|PICTURES|$pictures/$kind|" "$bench/data/shapes.yaml" >"$work/data/$kind.yaml"
done
echo "valid: fov" >>"$work/data/vessels.yaml"
{ cat "$work/data/shapes.yaml" && echo "labels: none"; } >"$work/data/shapes-alone.yaml"

machine
for kind in shapes vessels; do
  # shellcheck disable=SC2086 # several words
  run "$kind-base-$epochs" tune "$(graph "$kind-unet")" --data "$work/data/$kind.yaml" --from-scratch --set "tune.epochs=$epochs" $common
done
# As if it came from elsewhere: without the mark of the pictures and masks that it was trained on.
"$python" - "$work/runs/shapes-base-$epochs/model.onnx" "$work/shapes-alone.onnx" <<'EOF'
import sys, onnx
model = onnx.load(sys.argv[1])
del model.metadata_props[:]
onnx.save(model, sys.argv[2])
EOF
for form in shapes shapes-alone vessels; do
  model=$work/runs/$form-base-$epochs/model.onnx
  [ "$form" != shapes-alone ] || model=$work/shapes-alone.onnx
  # shellcheck disable=SC2086 # several words
  run "$form-$epochs-$tuning" prune "$model" --data "$work/data/$form.yaml" --target macs=0.5 \
    --set study=none --set "tune.epochs=$tuning" $common
done
rows "shapes-$epochs-$tuning" "shapes-alone-$epochs-$tuning" "vessels-$epochs-$tuning"
for name in "shapes-base-$epochs" "shapes-$epochs-$tuning" "shapes-alone-$epochs-$tuning" "vessels-base-$epochs" "vessels-$epochs-$tuning"; do
  kind=${name%%-*}
  echo
  echo "$name"
  espalier evaluate "$work/runs/$name/model.onnx" --data "$work/data/$kind.yaml"
  "$python" "$bench/peers/segmentation.py" figures "$work/runs/$name/model.onnx" "$pictures/$kind/test"
done
