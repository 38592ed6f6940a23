#!/bin/sh
# Half the latency (1 thread, batch 1) reached in several ways, tuned alike. The best MAC plan and the best single criterion are those with the
# highest accuracy on the validation split with seed 1; the other two seeds follow for all.
#   bench/equal-latency.sh [20|56|long|target]...   (all without arguments; long takes over an hour)
set -eu
. "$(dirname "$0")/lib.sh"

models=$shared/models/resnet-cifar10
data=$(data cifar10)
names=
peer=
# Those of seed 1 that are worth two more seeds.
followed="latency macs-blocks uniform-l1 global-l2"

# way NAME: the settings of one way of cutting.
way() {
  case $1 in
    latency) ;;
    macs) echo "--set cut.allocation=global" ;;
    macs-round8) echo "--set cut.allocation=global --set cut.round=8" ;;
    macs-blocks) echo "--set cut.allocation=global --set cut.granularity=units+blocks" ;;
    uniform-l1) echo "--set cut.allocation=uniform --set cut.criterion=l1" ;;
    global-l2) echo "--set cut.allocation=global --set cut.criterion=l2" ;;
    global-taylor) echo "--set cut.allocation=global --set cut.criterion=taylor" ;;
    *) echo "equal-latency.sh knows no $1" >&2; exit 2 ;;
  esac
}

# equal MODEL WAY SEED EPOCHS
equal() {
  study=none
  [ "$2" != latency ] || study=auto
  # shellcheck disable=SC2046 # several words
  run "equal-$1-$2-$3" prune "$models/$1_cifar10.onnx" --data "$data" --target latency=0.5 --set "study=$study" $(way "$2") \
    --set tune.learningRate=0.02 --set "tune.epochs=$4" --set "seed=$3"
  names="$names equal-$1-$2-$3"
}

[ $# -gt 0 ] || set -- target 20 56 long
machine
for part in "$@"; do
  case $part in
    20)
      for way in latency macs macs-round8 macs-blocks uniform-l1 global-l2 global-taylor; do
        equal resnet20 "$way" 1 4
      done
      for seed in 2 3; do
        for way in $followed; do
          equal resnet20 "$way" "$seed" 4
        done
      done ;;
    56)
      for way in latency macs-blocks; do
        equal resnet56 "$way" 1 4
      done
      peer=resnet56 ;;
    long) # what more passes give where only whole residual blocks go
      run equal-resnet56-blocks-long prune "$models/resnet56_cifar10.onnx" --data "$data" --target latency=0.5 --set study=none \
        --set cut.granularity=blocks --set tune.epochs=20 --set tune.views=10
      names="$names equal-resnet56-blocks-long"
      # Beside it, networks that others trained for their size.
      for model in "$models"/resnet44_cifar10.onnx "$models"/resnet32_cifar10.onnx "$work/runs/equal-resnet56-blocks-long/model.onnx" \
        "$models"/resnet20_cifar10.onnx; do
        echo "$model"
        espalier compare --batch 1,64 --threads 1 --runs 400 --data "$data" "$models/resnet56_cifar10.onnx" "$model"
      done ;;
    target)
      # The target at eight records and two threads, not tuned, and measured again.
      run equal-target-8-2 prune "$models/resnet56_cifar10.onnx" --data "$data" --target latency=0.5 --set tune.epochs=0 \
        --set latency.batch=8 --set latency.threads=2
      names="$names equal-target-8-2"
      espalier compare --batch 8 --threads 2 "$models/resnet56_cifar10.onnx" "$work/runs/equal-target-8-2/model.onnx" ;;
    *) echo "usage: equal-latency.sh [20|56|long|target]..." >&2; exit 2 ;;
  esac
done
# shellcheck disable=SC2086 # several words
rows $names
[ -n "$peer" ] || exit 0
# Torch-Pruning's global Taylor, cut until it takes the same time, tuned alike, and timed here.
if [ ! -x "$python" ]; then
  echo "no $python: Torch-Pruning is left out; bench/peers/setup.sh installs it"
  exit 0
fi
mkdir -p "$work/peers"
out=$work/peers/equal-$peer-taylor.json
[ -f "$out" ] || "$python" "$bench/peers/torch_pruning_resnet.py" --model "$peer" --criterion taylor --latency 0.5 --epochs 4 --rate 0.02 \
  --models "$models" --data "$(cifar10)" --threads "${ESPALIER_THREADS:-2}" --out "$out"
"$python" "$bench/peers/rows.py" "$out"
espalier compare "$models/${peer}_cifar10.onnx" "$out.onnx" --data "$data"
