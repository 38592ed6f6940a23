#!/bin/sh
# A model for three of ten classes: cut and tuned for these alone, beside a general result of more MACs that is judged on the same examples.
#   bench/domain.sh [resnet20|bilstm]...   (both without arguments)
set -eu
. "$(dirname "$0")/lib.sh"

models=$shared/models

# domain NAME MODEL DATA RATIO_OF_GENERAL RATIO_OF_DOMAIN EPOCHS_OF_GENERAL EPOCHS_OF_DOMAIN
domain() {
  run "domain-$1-general" prune "$2" --data "$(data "$3")" --target "macs=$4" --set study=none --set "tune.epochs=$6" $tune
  run "domain-$1" prune "$2" --data "$(data "$3-domain")" --target "macs=$5" --set study=none --set "tune.epochs=$7" $tune
  rows "domain-$1-general" "domain-$1"
  echo
  echo "$1, the general result on the three classes:"
  espalier evaluate "$work/runs/domain-$1-general/model.onnx" --data "$(data "$3-domain")"
}

[ $# -gt 0 ] || set -- bilstm resnet20
machine
for name in "$@"; do
  case $name in
    resnet20)
      tune=
      domain resnet20 "$models/resnet-cifar10/resnet20_cifar10.onnx" cifar10 0.5 0.2 4 12 ;;
    bilstm)
      tune="--set tune.optimizer=adamw --set tune.clip=1 --set tune.batch=32"
      domain bilstm "$models/speech/fsdd_bilstm2x96.onnx" fsdd 0.25 0.05 10 30 ;;
    *) echo "usage: domain.sh [resnet20|bilstm]..." >&2; exit 2 ;;
  esac
done
