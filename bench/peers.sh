#!/bin/sh
# Torch-Pruning's global Taylor and L2 on the ResNets, tuned by the same budget as Espalier's.
#   bench/peers.sh [20|56]...
set -eu
. "$(dirname "$0")/lib.sh"

[ -x "$python" ] || { echo "no $python: run bench/peers/setup.sh first" >&2; exit 2; }
mkdir -p "$work/peers"
one() {
  out=$work/peers/$1-$2-seed$4.json
  [ -f "$out" ] || "$python" "$bench/peers/torch_pruning_resnet.py" --model "$1" --criterion "$2" --speedup 2.0 \
    --epochs "$3" --seed "$4" --models "$shared/models/resnet-cifar10" --data "$(cifar10)" --out "$out"
}
[ $# -gt 0 ] || set -- 20 56
for depth in "$@"; do
  for criterion in taylor l2; do
    case $depth in
      20) one resnet20 "$criterion" 10 1 ;;
      56) one resnet56 "$criterion" 5 1 ;;
      *) echo "usage: peers.sh [20|56]..." >&2; exit 2 ;;
    esac
  done
done
machine
"$python" "$bench/peers/rows.py" "$work"/peers/*.json
