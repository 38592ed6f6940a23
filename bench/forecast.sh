#!/bin/sh
# A forecast: a model that is trained here on four days of seven measurements, cut to half its parameters; the errors by our evaluator
# and by a program that reads the CSV file itself.
#   bench/forecast.sh
set -eu
. "$(dirname "$0")/lib.sh"

machine
run etth1-base tune "$(graph etth1-mlp)" --data "$(data etth1)" --from-scratch --set tune.optimizer=adamw --set tune.batch=64 \
  --set tune.learningRate=0.001 --set tune.epochs=5
run etth1 prune "$work/runs/etth1-base/model.onnx" --data "$(data etth1)" --target params=0.5
rows etth1
for model in etth1-base etth1; do
  echo
  echo "$model"
  espalier evaluate "$work/runs/$model/model.onnx" --data "$(data etth1)" --split test
  "$python" "$bench/peers/forecast.py" "$work/runs/$model/model.onnx" "$shared/data/forecast/ETTh1.csv"
done
