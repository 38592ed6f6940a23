#!/bin/sh
# A dynamic model in Python's onnxruntime and in onnxruntime-node: outputs and routes must be those of Espalier's AdaptiveModel.
#   dynamic-runtimes.sh [RUN DATA]   default: resnet8, ResNet-20 and ResNet-56 joined by hand, on CIFAR-10
#   ESPALIER_NODE  where npm installs (default ~/.cache/espalier-node)
set -eu
. "$(dirname "$0")/lib.sh"

node_home=${ESPALIER_NODE:-$HOME/.cache/espalier-node}
samples=$work/dynamic-runtimes

if [ $# -eq 2 ]; then
  folder=$1
  of=$2
else
  folder=$work/runs/hand-made-chain
  of=$(data cifar10)
  [ -f "$folder/dynamic.onnx" ] || bench_main HandMadeChain "$shared/models" "$folder"
fi
bench_main DynamicSamples "$folder" "$of" "$samples"

[ -x "$python" ] || "$bench/peers/setup.sh"
mkdir -p "$node_home"
cp "$bench/dynamic-runtimes/package.json" "$node_home/"
[ -d "$node_home/node_modules/onnxruntime-node" ] ||
  (cd "$node_home" && npm install --silent --no-audit --no-fund --ignore-scripts >&2)

machine
echo "| runtime | calls | rows | rows of another route | largest difference of an output | |"
echo "|---|---|---|---|---|---|"
failed=0
"$python" "$bench/dynamic-runtimes/check.py" "$folder" "$samples" || failed=1
NODE_PATH="$node_home/node_modules" node "$bench/dynamic-runtimes/check.js" "$folder" "$samples" || failed=1
exit $failed
