#!/bin/sh
# A model of two heads (what was said, who said it), trained here and cut to the same MACs for both tasks at once, and for each alone.
#   bench/tasks.sh [RATIO]   (MACs that are left; default 0.3)
set -eu
. "$(dirname "$0")/lib.sh"

ratio=${1:-0.3}
settings="--set tune.optimizer=adamw --set tune.batch=32"
model=$work/runs/tasks-base/model.onnx

machine
# shellcheck disable=SC2086 # several words
run tasks-base tune "$(graph speech-heads)" --data "$(data fsdd-tasks)" --from-scratch $settings --set tune.epochs=10 --set tune.learningRate=0.004

# cut NAME DATA: chosen by the loss of what DATA judges, tuned for that alone
cut() {
  # shellcheck disable=SC2086 # several words
  run "tasks-$1" prune "$model" --data "$(data "$2")" --target "macs=$ratio" --set study=none --set cut.criterion=taylor $settings --set tune.epochs=4
}
cut both fsdd-tasks
cut digit fsdd-tasks-digit
cut speaker fsdd-tasks-speaker

rows tasks-both tasks-digit tasks-speaker
for name in both digit speaker; do
  echo
  echo "cut for $name, judged on both tasks:"
  espalier compare "$model" "$work/runs/tasks-$name/model.onnx" --data "$(data fsdd-tasks)" --by speaker --threads 1 --batch 1
done
