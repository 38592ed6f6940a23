#!/bin/sh
# LeNet-5 and LeNet-300-100 on MNIST: the smallest model within half a point.
set -eu
. "$(dirname "$0")/lib.sh"

data=$(data mnist)
for model in lenet5_caffe lenet300_100; do
  run "$model" prune --set study=none "$shared/models/mnist/mnist_$model.onnx" --data "$data" --max-drop 0.005
done
machine
rows lenet5_caffe lenet300_100
