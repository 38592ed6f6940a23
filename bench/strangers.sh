#!/bin/sh
# Forty small networks trained elsewhere, as a new user brings them, and what comes of them with nothing said but the goal.
#   bench/strangers.sh train [NAME]...            trains and exports them, and divides their data; what is there is left
#   bench/strangers.sh run GOAL [open|kept|NAME]...   GOAL: macs, drop, latency or dynamic; what has run is not run again
#   bench/strangers.sh cut [open|kept|NAME]...    the cuts of `run macs` again without tuning, to compare with
#   bench/strangers.sh table [open|kept|NAME]...  judges every result on rows that no run has seen, and prints one table
# Twenty of the forty are kept: nobody looks at them before the end. Without a name, `run`, `cut` and `table` take the open ones;
# `all` takes all. A run may take STRANGERS_SECONDS (900). To repeat one, remove $work/strangers-runs/NAME.GOAL*.
set -eu
. "$(dirname "$0")/lib.sh"

networks=$work/strangers
runs=$work/strangers-runs
programs=$bench/peers/strangers
mkdir -p "$networks" "$runs"

# The names that belong together: `open`, `kept`, `all`, or what was said.
chosen() {
  [ $# -gt 0 ] || set -- open
  for name in "$@"; do
    case $name in
      open | kept) python3 "$programs/draw.py" | sed -n "s/ $name\$//p" ;;
      all) python3 "$programs/draw.py" | cut -d ' ' -f 1 ;;
      *) echo "$name" ;;
    esac
  done
}

train() {
  "$bench/peers/setup.sh" strangers
  export STRANGERS_CIFAR OMP_NUM_THREADS=1 TF_CPP_MIN_LOG_LEVEL=3 ESPALIER_DATA_HOME="$shared"
  STRANGERS_CIFAR=$(cifar10)
  for library in torch scikit keras; do
    nice "$python" -W ignore "$programs/train.py" "$networks" "$library" "$@" 2>"$networks/$library.log" ||
      { tail -n 5 "$networks/$library.log" >&2; exit 1; }
  done
}

# attempt FOLDER COMMAND...: notes exit code and seconds beside the folder; one that has a note is not repeated.
attempt() {
  folder=$1
  shift
  [ ! -f "$folder.exit" ] || return 0
  rm -rf "$folder"
  echo "$(basename "$folder"): espalier $*" >&2
  begun=$(date +%s)
  status=0
  timeout -k 30 "${STRANGERS_SECONDS:-900}" "$root/espalier" "$@" --out "$folder" >"$folder.out" 2>"$folder.err" </dev/null || status=$?
  echo "$status $(($(date +%s) - begun))" >"$folder.exit"
  [ "$status" = 0 ] || echo "$(basename "$folder"): exit code $status: $(tail -n 1 "$folder.err")" >&2
}

goal() {
  case $1 in
    macs) echo "--target macs=0.5" ;;
    drop | dynamic) echo "--max-drop 0.01" ;;
    latency) echo "--target latency=0.6" ;;
    *) echo "strangers.sh knows no goal $1: macs, drop, latency or dynamic" >&2; exit 2 ;;
  esac
}

try() {
  words=$(goal "$1")
  aim=$1
  job=prune
  [ "$aim" != dynamic ] || job=dynamic
  shift
  espalier --version >/dev/null
  for name in $(chosen "$@"); do
    # shellcheck disable=SC2086 # two words
    attempt "$runs/$name.$aim" "$job" "$networks/$name/model.onnx" --data "$networks/$name/data.yaml" $words
  done
}

# The recipe that a run wrote, with no tuning: the same plan, and the model as it was before it was tuned.
cut_again() {
  espalier --version >/dev/null
  for name in $(chosen "$@"); do
    [ ! -f "$runs/$name.macs/recipe.yaml" ] || attempt "$runs/$name.macs.cut" prune "$networks/$name/model.onnx" \
      --data "$networks/$name/data.yaml" --recipe "$runs/$name.macs/recipe.yaml" --set tune.epochs=0
  done
}

table() {
  machine
  echo
  # shellcheck disable=SC2046 # several words
  "$python" "$programs/table.py" "$networks" "$runs" $(chosen "$@")
}

command=${1:-}
[ $# -eq 0 ] || shift
case $command in
  train) train "$@" ;;
  run) [ $# -gt 0 ] || { echo "strangers.sh run macs|drop|latency|dynamic [open|kept|NAME]..." >&2; exit 2; }; try "$@" ;;
  cut) cut_again "$@" ;;
  table) table "$@" ;;
  *) sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
