#!/bin/sh
# A model for three of ten classes: cut and tuned for these alone, beside a general result that is restricted alike.
# Restricted alike: the general result's last layer is cut to the three classes too, so both answer with one of three, are judged on
# the same examples, and carry no rows for classes that cannot occur. The general result is the larger one.
#   bench/domain.sh [resnet20|bilstm]...   (both without arguments)
set -eu
. "$(dirname "$0")/lib.sh"

models=$shared/models

# domain NAME MODEL DATA RATIO_OF_GENERAL RATIO_OF_DOMAIN EPOCHS_OF_GENERAL EPOCHS_OF_DOMAIN
domain() {
  narrow=$work/runs/domain-$1-whole.onnx
  alike=$work/runs/domain-$1-general-alike.onnx
  [ -f "$narrow" ] || espalier narrow "$2" --data "$(data "$3-domain")" --out "$narrow"
  # shellcheck disable=SC2086 # several words
  run "domain-$1-general" prune "$2" --data "$(data "$3")" --target "macs=$4" --set study=none --set "tune.epochs=$6" $tune
  # shellcheck disable=SC2086 # several words
  run "domain-$1" prune "$narrow" --data "$(data "$3-domain")" --target "macs=$5" --set study=none --set "tune.epochs=$7" $tune
  [ -f "$alike" ] || espalier narrow "$work/runs/domain-$1-general/model.onnx" --data "$(data "$3-domain")" --out "$alike"
  rows "domain-$1-general" "domain-$1"
  echo
  echo "$1, on the examples of the three classes: A the general result restricted alike, B the result for the domain"
  espalier compare "$alike" "$work/runs/domain-$1/model.onnx" --data "$(data "$3-domain")" --threads 1 --batch 1
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
