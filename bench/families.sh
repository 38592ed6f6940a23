#!/bin/sh
# One model of each other family, tuned with its data, without a study: settings are given.
#   bench/families.sh [NAME]...   (all without arguments)
set -eu
. "$(dirname "$0")/lib.sh"

models=$shared/models
adamw="--set tune.optimizer=adamw --set tune.learningRate=0.001"

# Half of all hidden units: the parameters that are left then, cut by the same share everywhere.
recurrent() {
  # shellcheck disable=SC2086
  run "$1" prune --set study=none "$models/speech/$2.onnx" --data "$(data fsdd)" --target params=0.278 \
    --set cut.allocation=uniform $adamw --set tune.epochs=20 --set tune.batch=64
}

# Half of the heads and feed-forward units; the embedding's width, which the whole network shares, stays.
transformer() {
  # shellcheck disable=SC2086
  run "$1" prune --set study=none "$models/text/$2.onnx" --data "$(data "$1")" --target macs=0.502 \
    --set cut.allocation=uniform --exclude e.weight $adamw --set tune.epochs=5 --set tune.batch=64
}

# A model of bench/: trained by `tune` first, then cut as far as one point allows.
trained() {
  run "$1-trained" tune "$(graph "$1")" --data "$(data "$2")" --from-scratch --set "tune.epochs=$3"
  run "$1" prune --set study=none "$work/runs/$1-trained/model.onnx" --data "$(data "$2")" --max-drop 0.01
}

family() {
  case $1 in
    bilstm) recurrent bilstm fsdd_bilstm2x96 ;;
    gru) recurrent gru fsdd_gru2x128 ;;
    dscnn) run dscnn prune --set study=none "$models/speech/fsdd_dscnn64.onnx" --data "$(data fsdd)" --target macs=0.5 \
      --set tune.epochs=30 --set tune.batch=64 ;;
    agnews) transformer agnews transformer2_agnews7600 ;;
    sst2) transformer sst2 transformer2_sst2 ;;
    neumf)
      # shellcheck disable=SC2086
      run neumf prune --set study=none "$models/recommender/neumf_ml_small.onnx" --data "$(data movielens)" --target params=0.5 \
        $adamw --set tune.epochs=3 --set tune.batch=1024 ;;
    tiniest) run tiniest prune --set study=none "$models/cifar10/tiniest_cifar10.onnx" --data "$(data cifar10-centred)" \
      --target macs=0.7 --set tune.epochs=2 ;;
    resnet8) run resnet8 prune --set study=none "$models/mlperf-tiny/resnet8_cifar10.onnx" --data "$(data cifar10-raw)" \
      --target macs=0.7 --set tune.epochs=5 ;;
    htru2-mlp) trained htru2-mlp htru2 20 ;;
    pneumonia-cnn) trained pneumonia-cnn pneumonia 15 ;;
    *) echo "families.sh knows no $1" >&2; exit 2 ;;
  esac
}

[ $# -gt 0 ] || set -- bilstm gru dscnn agnews sst2 neumf resnet8 htru2-mlp pneumonia-cnn tiniest
for name in "$@"; do
  family "$name"
done
machine
rows "$@"
