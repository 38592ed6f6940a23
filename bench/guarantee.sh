#!/bin/sh
# In how many of 200 random divisions of CIFAR-10's test images a guarantee is broken that was calibrated on a fifth of them. Outputs are stored
# under $work/guarantee on the first call.
#   bench/guarantee.sh
set -eu
. "$(dirname "$0")/lib.sh"

models=$shared/models/resnet-cifar10
mkdir -p "$work/guarantee"
machine
bench_main GuaranteeSplits "$work/guarantee/resnet20-56.json" "$(data cifar10)" "$models/resnet20_cifar10.onnx" "$models/resnet56_cifar10.onnx"
bench_main GuaranteeSplits "$work/guarantee/resnet20-32-56.json" "$(data cifar10)" "$models/resnet20_cifar10.onnx" "$models/resnet32_cifar10.onnx" \
  "$models/resnet56_cifar10.onnx"
