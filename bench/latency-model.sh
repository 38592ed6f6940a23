#!/bin/sh
# Predicted against measured latency of 50 random plans each of ResNet-56 and of a MobileNet, at batch 1 with 1 thread and at
# batch 8 with 2. Wants an idle machine.
set -eu
. "$(dirname "$0")/lib.sh"

machine
bench_main LatencyPlans
for model in "$shared/models/resnet-cifar10/resnet56_cifar10.onnx" "$(graph mobilenet-cifar10)"; do
  bench_main LatencyPlans "$model" 1 1
  bench_main LatencyPlans "$model" 8 2
done
