#!/bin/sh
# `prune --max-drop 0.01` on the digits ten times, each time from another division of the 1,797 images and an original trained on it. Each run
# states, from its gate's examples, where the loss on as many new examples will lie; the column `expected` says whether it did.
#   bench/honesty.sh
set -eu
. "$(dirname "$0")/lib.sh"

names=
for seed in 1 2 3 4 5 6 7 8 9 10; do
  digits=$work/honesty/$seed
  if [ ! -d "$digits" ]; then
    mkdir -p "$work/honesty"
    cp -R "$root/espalier-cli/src/main/resources/digits" "$digits"
    sed -i "s/^seed: .*/seed: $seed/" "$digits/digits.yaml"
  fi
  run "honesty-$seed-trained" tune "$digits/digits.onnx" --data "$digits/digits.yaml" --from-scratch --set tune.epochs=40 --set tune.batch=32 \
    --set "seed=$seed"
  run "honesty-$seed" prune "$work/runs/honesty-$seed-trained/model.onnx" --data "$digits/digits.yaml" --max-drop 0.01 --set "seed=$seed"
  names="$names honesty-$seed"
done
machine
# shellcheck disable=SC2086 # several words
rows $names
