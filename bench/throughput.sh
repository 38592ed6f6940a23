#!/bin/sh
# Images a second of training ResNet-20 at batch 128, Espalier and PyTorch in turn, three rounds on an idle machine.
# Espalier's figure is the median epoch of `espalier tune` (reading and preparing batches included, no distillation); the
# first epoch, in which code is compiled, is left out. PyTorch's is the bare step on data that lies ready; its two memory
# layouts are tried, and the faster one counts. Beside it: Espalier on the same network cut to half of its MACs, whose widths are odd.
set -eu
unset ESPALIER_THREADS # both programs take two
. "$(dirname "$0")/lib.sh"

[ -x "$python" ] || { echo "no $python: run bench/peers/setup.sh first" >&2; exit 2; }
data=$(data cifar10-2560)
model=$shared/models/resnet-cifar10/resnet20_cifar10.onnx
rates=$work/throughput.tsv
: >"$rates"
run throughput-cut prune "$model" --data "$data" --target macs=0.5 --set study=none --set tune.epochs=0

# rate NAME MODEL
rate() {
  rm -rf "$work/runs/throughput"
  run throughput tune "$2" --data "$data" --set tune.epochs=5 --set tune.distill=0 --set tune.batch=128 --set tune.threads=2 >/dev/null
  printf '%s\t%s\n' "$1" "$(bench_main TuneRate "$work/runs/throughput")" >>"$rates"
}

for round in 1 2 3; do
  rate espalier "$model"
  rate espalier--cut "$work/runs/throughput-cut/model.onnx"
  for layout in "" --channels-last; do
    # shellcheck disable=SC2086 # empty or one word
    json=$("$python" "$bench/peers/train_throughput.py" --steps 20 --rounds 3 --threads 2 $layout)
    images=$(printf '%s' "$json" | sed 's/.*"imagesPerSecond": \([0-9.]*\).*/\1/')
    printf 'pytorch%s\t%s\n' "$layout" "$images" >>"$rates"
  done
done
machine
echo "| training ResNet-20, batch 128, 2 threads | images/s, median of 3 rounds |"
echo "|---|---|"
for program in espalier espalier--cut pytorch pytorch--channels-last; do
  awk -F '\t' -v p="$program" '$1 == p { print $2 }' "$rates" | sort -n |
    awk -v p="$program" '{ v[NR] = $1 } END { printf "| %s | %.0f |\n", p, v[2] }'
done
