#!/bin/sh
# The same models in 8 bits by `espalier quantize` and by onnxruntime.quantization, on the same training records; accuracy by our evaluator,
# times by Python, all files in turn.
#   bench/quantised.sh [NAME]...   of lenet5 resnet20 mobilenetv2 agnews bilstm (default: all)
#   QUANT_DROP  largest loss for `quantize` (0.005)
set -eu
. "$(dirname "$0")/lib.sh"

"$bench/peers/setup.sh" strangers
models=$shared/models
[ $# -gt 0 ] || set -- lenet5 resnet20 mobilenetv2 agnews bilstm

one() {
  name=$1
  model=$models/$2
  data=$(data "$3")
  run "quantised-$name" quantize "$model" --data "$data" --max-drop "${QUANT_DROP:-0.005}"
  records=$work/quantised/$name
  [ -d "$records" ] || bench_main WriteRecords "$model" "$data" 512 1 "$records"
  echo
  echo "$name"
  "$python" "$bench/peers/quantised.py" "$model" "$work/runs/quantised-$name/model.onnx" "$records" |
    while read -r form file rest; do
      accuracy=$(espalier evaluate "$file" --data "$data" --json | "$python" -c 'import json, sys; m = json.load(sys.stdin)["metrics"]; print("%.4f" % m["accuracy"])')
      echo "$form $accuracy $rest"
    done
}

machine
for name in "$@"; do
  case $name in
    lenet5) one lenet5 mnist/mnist_lenet5_caffe.onnx mnist ;;
    resnet20) one resnet20 resnet-cifar10/resnet20_cifar10.onnx cifar10 ;;
    mobilenetv2) one mobilenetv2 cifar10/mobilenetv2_cifar10.onnx cifar10 ;;
    agnews) one agnews text/transformer2_agnews7600.onnx agnews ;;
    bilstm) one bilstm speech/fsdd_bilstm2x96.onnx fsdd ;;
    *) echo "quantised.sh knows no $name" >&2; exit 2 ;;
  esac
done
