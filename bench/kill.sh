#!/bin/sh
# Kills a search (SIGKILL) at random moments, reads every file that is left, resumes, and compares the plan with that of a run
# left alone.
#   bench/kill.sh [KILLS] [SEED]   (20 and 1 without arguments)
set -eu
. "$(dirname "$0")/lib.sh"

kills=${1:-20}
seed=${2:-1}
here=$work/kills
digits=$root/espalier-cli/src/main/resources/digits
rm -rf "$here"
mkdir -p "$here"

# The program, not the script that starts it, gets the signal: the script replaces itself by it.
search() {
  folder=$1
  shift
  exec "$root/espalier" prune "$digits/digits.onnx" --data "$digits/digits.yaml" --target macs=0.5 \
    --set search.policy=nsga2 --set search.trials=40 --set tune.epochs=1 --set tune.threads=1 --out "$folder" "$@"
}

millis() {
  date +%s%3N
}

bench_main Intact "$here" >/dev/null
began=$(millis)
(search "$here/alone") >"$here/alone.log" 2>&1
whole=$(($(millis) - began))

machine
echo "undisturbed: $whole ms, $(bench_main Intact "$here/alone")"
echo
echo "| kill | after | what was there | resumed | same plan |"
echo "|---|---|---|---|---|"
killed=0
draw=0
readable=0
resumed=0
same=0
while [ "$killed" -lt "$kills" ]; do
  draw=$((draw + 1))
  wait=$(awk -v s="$seed$draw" -v ms="$whole" 'BEGIN { srand(s); rand(); printf "%.3f", rand() * ms / 1000 }')
  run=$here/run-$draw
  (search "$run") >"$run.log" 2>&1 &
  pid=$!
  sleep "$wait"
  kill -9 "$pid" 2>/dev/null || true
  status=0
  wait "$pid" 2>/dev/null || status=$?
  [ "$status" = 137 ] || continue # it had ended before the signal: another moment
  killed=$((killed + 1))
  there=$(bench_main Intact "$run" 2>>"$run.log") && readable=$((readable + 1)) || there="**unreadable**: see $run.log"
  again=no
  if [ -f "$run/report.html" ] && [ ! -d "$run/work" ]; then
    again="had ended"
    resumed=$((resumed + 1))
  elif (search "$run" --resume) >>"$run.log" 2>&1 && bench_main Intact "$run" >>"$run.log" 2>&1; then
    again=yes
    resumed=$((resumed + 1))
  fi
  equal=no
  if cmp -s "$here/alone/plan.json" "$run/plan.json"; then
    equal=yes
    same=$((same + 1))
  fi
  echo "| $killed | $wait s | $there | $again | $equal |"
done
echo
echo "$killed kills: $readable left only readable files, $resumed ended after one resume, $same with the same plan."
[ "$readable $resumed $same" = "$killed $killed $killed" ]
