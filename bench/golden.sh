#!/bin/sh
# Fixed runs of every kind, to see that moving code changed nothing. Each is reduced to what a run decides and makes: the resolved
# recipe, plan.json, the figures of each step, and the sums of the models that were written. No decision in them rests on a time: rounding, rates' threads and
# what leads are stated.
#   bench/golden.sh record NAME [RUN]...       makes the runs and keeps them as NAME
#   bench/golden.sh compare NAME NAME          prints what differs; exit 1 where anything does
# Machines differ in the last bits, so records are compared on one machine only, and are not committed.
set -eu
. "$(dirname "$0")/lib.sh"

golden=$work/golden
models=$shared/models
all="demo lenet5 lenet300 resnet20 bilstm agnews neumf dynamic front domain random bisection sensitivity netadapt nsga2 tpe ddpg halving"

# fixed NAME COMMAND WORD...: one run with everything stated that a measured time would decide.
fixed() {
  name=$1
  command=$2
  shift 2
  rm -rf "$folder/$name"
  espalier "$command" "$@" --set tune.threads=1 --set cut.round=8 --set goal.measure=macs --set goal.minutes=600 \
    --out "$folder/$name" >"$folder/$name.out" 2>"$folder/$name.err" </dev/null || echo "exit code $?" >>"$folder/$name.out"
}

# The digits of the demo, which are in the tree.
digits() {
  [ -d "$folder/data" ] || cp -R "$root/espalier-cli/src/main/resources/digits" "$folder/data"
  name=$1
  command=$2
  shift 2
  fixed "$name" "$command" "$folder/data/digits.onnx" --data "$folder/data/digits.yaml" "$@"
}

one() {
  case $1 in
    demo) digits demo prune --recipe "$root/espalier-cli/src/main/resources/digits/recipe.yaml" --set tune.epochs=10 ;;
    lenet5) fixed lenet5 prune "$models/mnist/mnist_lenet5_caffe.onnx" --data "$(data mnist)" --max-drop 0.005 --set tune.epochs=1 --set schedule.trials=4 ;;
    lenet300) fixed lenet300 prune "$models/mnist/mnist_lenet300_100.onnx" --data "$(data mnist)" --max-drop 0.005 --set tune.epochs=1 --set schedule.trials=4 ;;
    resnet20) fixed resnet20 prune "$models/resnet-cifar10/resnet20_cifar10.onnx" --data "$(data cifar10-2560)" --target macs=0.5 --set tune.epochs=1 --set tune.batch=128 ;;
    bilstm) fixed bilstm prune "$models/speech/fsdd_bilstm2x96.onnx" --data "$(data fsdd)" --target macs=0.3 --set tune.epochs=2 ;;
    agnews) fixed agnews prune "$models/text/transformer2_agnews7600.onnx" --data "$(data agnews)" --target macs=0.5 --set tune.epochs=0.3 ;;
    neumf) fixed neumf prune "$models/recommender/neumf_ml_small.onnx" --data "$(data movielens)" --target params=0.5 --set tune.epochs=1 ;;
    dynamic) digits dynamic dynamic --target macs=0.5 --set dynamic.members=0.4,0.1 --set dynamic.alone=none --set tune.epochs=5 ;;
    front) digits front prune --max-drop 0.02 --front 3 --set tune.epochs=5 --set schedule.trials=4 ;;
    domain)
      [ -f "$folder/narrow.onnx" ] ||
        espalier narrow "$models/speech/fsdd_bilstm2x96.onnx" --data "$(data fsdd-domain)" --out "$folder/narrow.onnx" >&2
      fixed domain prune "$folder/narrow.onnx" --data "$(data fsdd-domain)" --target macs=0.4 --set tune.epochs=2
      ;;
    random | bisection | sensitivity | netadapt | nsga2 | tpe | ddpg | halving)
      digits "$1" prune --target macs=0.4 --set "search.policy=$1" --set search.trials=20 --set tune.epochs=1 ;;
    *) echo "golden.sh knows no $1" >&2; exit 2 ;;
  esac
}

# reduced FOLDER: what must be the same.
reduced() {
  python3 - "$1" <<'P'
import hashlib, json, pathlib, sys
run = pathlib.Path(sys.argv[1])
record = json.loads((run / "run.json").read_text()) if (run / "run.json").exists() else {}
print("status", record.get("status"), record.get("message"))
for step in record.get("steps", []):
    print("step", step["step"], step["decision"], step["macs"], step["metricBeforeTuning"], step["metricAfterTuning"])
for file in ["recipe.yaml", "plan.json"]:
    path = run / file
    if path.exists():
        print("==", file)
        print(path.read_text())
for path in sorted(run.rglob("*.onnx")):
    if "work" not in path.relative_to(run).parts:
        print("==", path.relative_to(run), hashlib.sha256(path.read_bytes()).hexdigest())
P
}

record() {
  folder=$golden/$1
  shift
  mkdir -p "$folder"
  # shellcheck disable=SC2086 # several words
  [ $# -gt 0 ] || set -- $all
  espalier --version >/dev/null
  for run in "$@"; do
    began=$(date +%s)
    one "$run"
    reduced "$folder/$run" >"$folder/$run.txt"
    echo "$run: $(($(date +%s) - began)) s, $(head -n 1 "$folder/$run.txt")" >&2
  done
}

compare() {
  status=0
  for file in "$golden/$1"/*.txt; do
    other=$golden/$2/$(basename "$file")
    if [ ! -f "$other" ]; then
      echo "$(basename "$file" .txt): not in $2"
    elif diff "$file" "$other" >"$golden/difference"; then
      echo "$(basename "$file" .txt): the same"
    else
      echo "$(basename "$file" .txt): differs"
      head -n 20 "$golden/difference"
      status=1
    fi
  done
  return $status
}

command=${1:-}
[ $# -lt 2 ] || shift
case $command in
  record) record "$@" ;;
  compare) [ $# -eq 2 ] || { echo "golden.sh compare NAME NAME" >&2; exit 2; }; compare "$@" ;;
  *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
