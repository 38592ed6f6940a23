#!/bin/sh
# The blood cell detector at half its MACs, tuned by imitation; mAP by our evaluator and by pycocotools.
#   bench/detection.sh [EPOCHS]   (default 6)
set -eu
. "$(dirname "$0")/lib.sh"

epochs=${1:-6}
model=$shared/models/vision/bccd_detector.onnx
labelled=$(data bccd)
unlabelled=$(data bccd-unlabelled)
cut=$work/runs/bccd-half/model.onnx
"$bench/peers/setup.sh" detection

machine
run bccd-half prune "$model" --data "$labelled" --target macs=0.5 --set study=none --set "tune.epochs=$epochs" --set tune.batch=8 \
  --set tune.minUpdates=0 --set tune.optimizer=adamw --set tune.learningRate=0.001 --set cut.round=1 --set latency.runs=10 \
  --set "tune.threads=${ESPALIER_THREADS:-0}"

for of in "$model" "$cut"; do
  echo
  espalier evaluate "$of" --data "$labelled"
  echo "pycocotools: $("$python" "$bench/peers/detection_map.py" "$of" "$shared/data/detection/bccd/instances_test.json" "$shared/data/detection/bccd/images")"
done
echo
espalier compare "$model" "$cut" --data "$labelled" --threads 1 --batch 1
echo
echo "as if nobody had drawn boxes:"
espalier compare "$model" "$cut" --data "$unlabelled" --threads 1 --batch 1
