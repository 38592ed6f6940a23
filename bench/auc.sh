#!/bin/sh
# One point of the area under the ROC curve allowed: two models that are trained here; the areas by our evaluator and by
# scikit-learn.
#   bench/auc.sh
set -eu
. "$(dirname "$0")/lib.sh"

# job NAME DATA EPOCHS
job() {
  run "auc-$1-trained" tune "$(graph "$1")" --data "$(data "$2")" --from-scratch --set "tune.epochs=$3"
  run "auc-$1" prune "$work/runs/auc-$1-trained/model.onnx" --data "$(data "$2")" --max-drop 0.01
}

# judged MODEL DATA WORD FILES
judged() {
  echo
  echo "$1"
  espalier evaluate "$work/runs/$1/model.onnx" --data "$(data "$2")"
  "$python" "$bench/peers/auc.py" "$3" "$work/runs/$1/model.onnx" "$4"
}

machine
[ -f "$work/htru2/test.csv" ] || "$python" "$bench/peers/auc.py" divide "$shared/data/tabular/HTRU_2.csv.gz" "$work/htru2"
job htru2-mlp htru2-auc 20
job pneumonia-cnn pneumonia-auc 15
rows auc-htru2-mlp auc-pneumonia-cnn
for name in auc-htru2-mlp-trained auc-htru2-mlp; do judged $name htru2-auc table "$work/htru2"; done
for name in auc-pneumonia-cnn-trained auc-pneumonia-cnn; do judged $name pneumonia-auc images "$shared/data/medical/pneumoniamnist.npz"; done
