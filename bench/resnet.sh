#!/bin/sh
# ResNet-20 and ResNet-56 on CIFAR-10 at half the MACs, and the plan of ResNet-56 at 0.6 of the latency (not tuned).
#   bench/resnet.sh [20|56|latency]...   (all three without arguments; 20 takes three seeds)
set -eu
. "$(dirname "$0")/lib.sh"

models=$shared/models/resnet-cifar10
data=$(data cifar10)
names=
# Chosen on the validation split (docs/benchmarks/03-resnet-half-macs.md).
rounded="--set cut.round=8 --set tune.learningRate=0.02"
[ $# -gt 0 ] || set -- 20 56 latency
for part in "$@"; do
  case $part in
    20)
      for seed in 1 2 3; do
        run "resnet20-seed$seed" prune --set study=none "$models/resnet20_cifar10.onnx" --data "$data" --target macs=0.5 \
          --set tune.epochs=10 --set "seed=$seed"
        names="$names resnet20-seed$seed"
      done
      ;;
    56)
      # shellcheck disable=SC2086 # several words
      run resnet56 prune --set study=none "$models/resnet56_cifar10.onnx" --data "$data" --target macs=0.5 $rounded --set tune.epochs=5
      names="$names resnet56"
      ;;
    latency)
      run resnet56-latency-untuned prune --set study=none "$models/resnet56_cifar10.onnx" --data "$data" --target latency=0.6 \
        --set tune.epochs=0
      names="$names resnet56-latency-untuned"
      ;;
    *) echo "usage: resnet.sh [20|56|latency]..." >&2; exit 2 ;;
  esac
done
machine
# shellcheck disable=SC2086 # several words
rows $names
for name in resnet56 resnet56-latency-untuned; do
  if [ -f "$work/runs/$name/model.onnx" ]; then
    echo
    echo "$name measured again:"
    espalier compare --operators "$models/resnet56_cifar10.onnx" "$work/runs/$name/model.onnx"
  fi
done
