#!/bin/sh
# Resident memory while ResNet-56 is tuned and evaluated for 20 epochs of 2,000 images.
set -eu
. "$(dirname "$0")/lib.sh"

MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
export MALLOC_ARENA_MAX
machine
bench_main Memory "$shared/models/resnet-cifar10/resnet56_cifar10.onnx" "$(data cifar10-2000)" 20
