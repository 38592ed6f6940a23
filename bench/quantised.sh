#!/bin/sh
# The same models in 8 bits by `espalier quantize` and by onnxruntime.quantization, on the same training records, beside `prune` and
# `prune --quantize`; accuracy by our evaluator, times by Python, all files in turn.
#   bench/quantised.sh [NAME]...   of lenet5 resnet20 mobilenetv2 agnews bilstm (default: all)
#   QUANT_DROP  largest loss for `quantize` (0.005); `prune` may lose 0.01
#   QUANT_ALONE  1 leaves out `prune`, which takes minutes
set -eu
. "$(dirname "$0")/lib.sh"

"$bench/peers/setup.sh" strangers
models=$shared/models
[ $# -gt 0 ] || set -- lenet5 resnet20 mobilenetv2 agnews bilstm

# one NETWORK MODEL DATA
one() {
  network=$1
  model=$models/$2
  described=$(data "$3")
  ours="quantize=$work/runs/quantised-$network/model.onnx"
  records=$work/quantised/$network
  run "quantised-$network" quantize "$model" --data "$described" --max-drop "${QUANT_DROP:-0.005}"
  if [ "${QUANT_ALONE:-0}" = 0 ]; then
    run "auto-$network" prune "$model" --data "$described" --max-drop 0.01
    run "both-$network" prune "$model" --data "$described" --max-drop 0.01 --quantize auto
    ours="$ours prune=$work/runs/auto-$network/model.onnx both=$work/runs/both-$network/model.onnx"
  fi
  [ -d "$records" ] || bench_main WriteRecords "$model" "$described" 512 1 "$records"
  echo
  echo "$network"
  # shellcheck disable=SC2086 # several words
  "$python" "$bench/peers/quantised.py" "$model" "$records" $ours |
    while read -r form file rest; do
      accuracy=$(espalier evaluate "$file" --data "$described" --json |
        "$python" -c 'import json, sys; print("%.4f" % json.load(sys.stdin)["metrics"]["accuracy"])')
      echo "$form: accuracy $accuracy, $rest"
    done
}

machine
for wanted in "$@"; do
  case $wanted in
    lenet5) one lenet5 mnist/mnist_lenet5_caffe.onnx mnist ;;
    resnet20) one resnet20 resnet-cifar10/resnet20_cifar10.onnx cifar10 ;;
    mobilenetv2) one mobilenetv2 cifar10/mobilenetv2_cifar10.onnx cifar10 ;;
    agnews) one agnews text/transformer2_agnews7600.onnx agnews ;;
    bilstm) one bilstm speech/fsdd_bilstm2x96.onnx fsdd ;;
    *) echo "quantised.sh knows no $wanted" >&2; exit 2 ;;
  esac
done
