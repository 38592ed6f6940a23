#!/bin/sh
# Models that spend less on easy inputs: made of one model, or joined from several.
#   bench/dynamic.sh [NAME]...   (all without arguments; resnet56 takes hours, chain2 and chain3 minutes)
# sides-agnews and sides-resnet56: families, exits, gates (and dropped tokens) of one model, a run each, in one figure.
set -eu
. "$(dirname "$0")/lib.sh"

models=$shared/models
resnets=$models/resnet-cifar10

# joined NAME SETTINGS...: a run, listed in the table; in a figure too, unless what it made does not pay in time
joined() {
  name=dynamic-$1
  shift
  run "$name" dynamic --set dynamic.alone=none --set dynamic.guarantee=proof "$@"
  folders="$folders $work/runs/$name"
  [ ! -f "$work/runs/$name/routing.json" ] || sides="$sides $work/runs/$name"
}

# made NAME MODEL DATA SETTINGS...: the same, of one model
made() {
  name=$1
  model=$2
  from=$(data "$3")
  shift 3
  joined "$name" "$model" --data "$from" "$@"
}

estimate="--max-drop 0.005 --set dynamic.guarantee=estimate" # examples are too few to prove half a point
half="--target latency=0.4 --set dynamic.members=0.3,0.15"   # and of speech too few even to see it: so much is spent instead

# speech NAME NETWORK SETTINGS...: made with three seeds, each of which parts the recordings anew
speech() {
  speech=$1
  network=$models/speech/fsdd_$2.onnx
  shift 2
  for seed in 1 2 3; do
    made "$speech-$seed" "$network" fsdd "$@" --set "seed=$seed"
  done
}

# shellcheck disable=SC2086 # several words
one() {
  case $1 in
    lenet5) made lenet5 "$models/mnist/mnist_lenet5_caffe.onnx" mnist --set dynamic.members=0.2,0.05 ;;
    gru) speech gru gru2x128 $half ;;
    bilstm) speech bilstm bilstm2x96 $half ;;
    dscnn) # a member of 0.15 of its time answers no better than chance
      speech dscnn dscnn64 --target latency=0.45 --set dynamic.members=0.3 ;;
    sides-agnews)
      text=$models/text/transformer2_agnews7600.onnx
      alike="$estimate --set study=none --set tune.optimizer=adamw --set tune.learningRate=0.0005 --set tune.epochs=4"
      made agnews-families "$text" agnews $alike --set dynamic.exits=0
      made agnews-exits "$text" agnews $alike --set dynamic.members=none --set dynamic.exits=3
      made agnews-gates "$text" agnews $alike --set dynamic.members=none --set dynamic.exits=0 --set dynamic.gates=0.7,0.45
      made agnews-tokens "$text" agnews $alike --set dynamic.members=none --set dynamic.exits=0 --set dynamic.tokens=0.5,0.25
      espalier report --compare $sides ;;
    sides-resnet56) # families are the run resnet56; gates and exits are one run, so that gates are shown where they do not pay; chains made by hand
      one resnet56
      made resnet56-exits-gates "$resnets/resnet56_cifar10.onnx" cifar10 --set study=none --set dynamic.members=none --set dynamic.exits=3 \
        --set dynamic.gates=0.6 --set tune.epochs=3
      one chain2
      one chain3
      espalier report --compare $sides ;;
    resnet56)
      made resnet56 "$resnets/resnet56_cifar10.onnx" cifar10 --set study=none --set cut.granularity=blocks \
        --target macs=0.32 --set dynamic.members=0.33,0.14 --set dynamic.exits=0 --set tune.learningRate=0.1 \
        --set tune.distill=0 --set tune.epochs=64 ;;
    chain2) # two ResNets that exist
      joined chain2 --from "$resnets/resnet20_cifar10.onnx" "$resnets/resnet56_cifar10.onnx" --data "$(data cifar10)" ;;
    chain3) # and a third, which takes 0 to 255
      joined chain3 --from "$models/mlperf-tiny/resnet8_cifar10.onnx@$(data cifar10-raw)" \
        "$resnets/resnet20_cifar10.onnx" "$resnets/resnet56_cifar10.onnx" --data "$(data cifar10)" ;;
    *) echo "dynamic.sh knows no $1" >&2; exit 2 ;;
  esac
}

[ $# -gt 0 ] || set -- lenet5 gru bilstm dscnn sides-agnews sides-resnet56
folders=
for wanted in "$@"; do
  sides=
  one "$wanted"
done
machine
# shellcheck disable=SC2086 # several words
bench_main DynamicRows $folders
