#!/bin/sh
# `prune --max-drop 0.01` with no other choice, on one model of each kind.
#   bench/auto.sh [NAME]...   (all without arguments)
set -eu
. "$(dirname "$0")/lib.sh"

models=$shared/models

# automatic NAME MODEL DATA
automatic() {
  run "auto-$1" prune "$2" --data "$(data "$3")" --max-drop 0.01
}

# A model of bench/, trained by `tune` first: trained GRAPH DATA EPOCHS
trained() {
  run "$1-trained" tune "$(graph "$1")" --data "$(data "$2")" --from-scratch --set "tune.epochs=$3"
  automatic "$1" "$work/runs/$1-trained/model.onnx" "$2"
}

one() {
  case $1 in
    digits)
      [ -d "$work/digits" ] || cp -R "$root/espalier-cli/src/main/resources/digits" "$work/digits"
      run auto-digits prune "$work/digits/digits.onnx" --data "$work/digits/digits.yaml" --max-drop 0.01 ;;
    lenet5) automatic lenet5 "$models/mnist/mnist_lenet5_caffe.onnx" mnist ;;
    resnet20) automatic resnet20 "$models/resnet-cifar10/resnet20_cifar10.onnx" cifar10 ;;
    resnet56) automatic resnet56 "$models/resnet-cifar10/resnet56_cifar10.onnx" cifar10 ;;
    dscnn) automatic dscnn "$models/speech/fsdd_dscnn64.onnx" fsdd ;;
    bilstm) automatic bilstm "$models/speech/fsdd_bilstm2x96.onnx" fsdd ;;
    gru) automatic gru "$models/speech/fsdd_gru2x128.onnx" fsdd ;;
    agnews) automatic agnews "$models/text/transformer2_agnews7600.onnx" agnews ;;
    neumf) automatic neumf "$models/recommender/neumf_ml_small.onnx" movielens ;;
    htru2-mlp) trained htru2-mlp htru2 20 ;;
    pneumonia-cnn) trained pneumonia-cnn pneumonia 15 ;;
    tiniest) automatic tiniest "$models/cifar10/tiniest_cifar10.onnx" cifar10-centred ;;
    *) echo "auto.sh knows no $1" >&2; exit 2 ;;
  esac
}

[ $# -gt 0 ] || set -- digits lenet5 dscnn bilstm gru agnews neumf htru2-mlp pneumonia-cnn resnet20 tiniest resnet56
names=
for wanted in "$@"; do
  one "$wanted"
  names="$names auto-$wanted"
done
machine
# shellcheck disable=SC2086 # several words
rows $names
