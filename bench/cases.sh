#!/bin/sh
# cases.sh [NAME...]: the small models of ../shared/cases, each inspected and cut to 0.6 of its MACs without tuning; one table.
# A case with data of its own is cut with that data too where the README of the cases says so: see the tests for these.
set -eu
. "$(dirname "$0")/lib.sh"

cases=$shared/cases
runs=$work/cases-runs
mkdir -p "$runs"
names=${*:-$(cd "$cases" && ls ./*.onnx | sed 's|^\./||; s|\.onnx$||')}

# pair OUTPUT LABEL: the original's figure and the result's in the table that a run prints.
pair() {
  awk -v label="$2" 'index($0, label) == 1 { sub(label " *", ""); print $1 " → " $2; exit }' "$1"
}

espalier --version >/dev/null
machine
echo "| case | inspect | prune | MACs | bytes | certificate, or message |"
echo "|---|---|---|---|---|---|"
for name in $names; do
  out=$runs/$name
  shape=
  [ "$name" != shapeless_input ] || shape='--shape x=N,8'
  rm -rf "$out"
  looked=0
  # shellcheck disable=SC2086 # no word, or two
  espalier inspect "$cases/$name.onnx" $shape >"$out.inspect" 2>&1 || looked=$?
  cut=0
  # shellcheck disable=SC2086 # no word, or two
  espalier prune "$cases/$name.onnx" $shape --target macs=0.6 --set tune.epochs=0 --out "$out" >"$out.out" 2>"$out.err" </dev/null || cut=$?
  said=$(sed -n 's/^certificate: .*largest error \([^)]*\)).*/\1/p' "$out.out" | head -n 1)
  [ -n "$said" ] || said=$(tail -n 1 "$out.err" | sed "s|$cases/||g; s|^espalier: ||; s/|/\\\\|/g" | cut -c 1-220)
  echo "| $name | $looked | $cut | $(pair "$out.out" MACs) | $(pair "$out.out" 'bytes ') | $said |"
done
