#!/bin/sh
# Wall time of `espalier inspect` on a ResNet-50 as a whole process: five runs after one that is not counted.
set -eu
. "$(dirname "$0")/lib.sh"

model=$(graph resnet50)
espalier inspect "$model" --json >"$work/resnet50-inspect.json"
i=0
while [ "$i" -lt 5 ]; do
  started=$(date +%s%N)
  espalier inspect "$model" --json >/dev/null
  ended=$(date +%s%N)
  echo "$(((ended - started) / 1000000))"
  i=$((i + 1))
done | sort -n >"$work/inspect-millis.txt"
machine
echo "| inspect ResNet-50, seconds | fastest | median | slowest |"
echo "|---|---|---|---|"
awk '{ t[NR] = $1 / 1000 } END { printf "| five runs | %.2f | %.2f | %.2f |\n", t[1], t[3], t[5] }' "$work/inspect-millis.txt"
