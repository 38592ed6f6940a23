#!/bin/sh
# Each search policy on ResNet-20 at half the latency (1 thread, batch 1), over widths and residual blocks: 100 trials, each scored on 1,000 of the gate's images after its
# BatchNormalization statistics are fitted anew, three seeds. Then the winner of the median seed tuned for 3 epochs.
#   bench/search-policies.sh [POLICY]...   (all without arguments)
set -eu
. "$(dirname "$0")/lib.sh"

model=$shared/models/resnet-cifar10/resnet20_cifar10.onnx
data=$(data cifar10)
[ $# -gt 0 ] || set -- random bisection sensitivity netadapt nsga2 tpe ddpg halving
found=
tuned=
for seed in 1 2 3; do
  for policy in "$@"; do
    run "search-$policy-$seed" prune "$model" --data "$data" --target latency=0.5 --max-drop 1 --set study=none --set tune.epochs=0 \
      --set cut.granularity=units+blocks --set "search.policy=$policy" --set search.trials=100 --set search.examples=1000 --set "seed=$seed"
    found="$found $work/runs/search-$policy-$seed"
  done
done
machine
# shellcheck disable=SC2086 # several words
bench_main Searches $found
for policy in "$@"; do
  # shellcheck disable=SC2086 # several words
  median=$(bench_main Searches --median "$work/runs/search-$policy-1" "$work/runs/search-$policy-2" "$work/runs/search-$policy-3")
  run "search-$policy-tuned" tune "$median/model.onnx" --data "$data" --set tune.epochs=3 --set tune.learningRate=0.02
  tuned="$tuned search-$policy-tuned"
done
# shellcheck disable=SC2086 # several words
rows $tuned
