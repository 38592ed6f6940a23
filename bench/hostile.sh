#!/bin/sh
# Damaged models, read, inspected and cut in memory in one process of 2 GB: how many are refused in words, accepted, end in a bug or
# hang. A mutant is known by its number, so that one can be looked at again (its file stays in the folder that is printed).
#   bench/hostile.sh [COUNT [FIRST]]   (of each kind; default 5000 from 100000)
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
count=${1:-5000}
first=${2:-100000}
work=${ESPALIER_BENCH:-$HOME/.cache/espalier-bench}/hostile
mkdir -p "$work"
"$root/espalier" --version >/dev/null
(cd "$root" && ./mvnw -q -B -ntp -Dquick -pl espalier-core test-compile </dev/null >&2)

for kind in bytes structure; do
  from=$first
  end=$((first + count))
  while [ "$from" -lt "$end" ]; do
    rm -f "$work/$kind"-*.onnx
    if "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx2g -XX:+UseSerialGC -XX:ErrorFile="$work/crash-%p.log" --enable-native-access=ALL-UNNAMED \
      -Despalier.limit.call.seconds=20 -Despalier.limit.probe.bytes=1000000000 \
      -cp "$root/espalier-core/target/test-classes:$root/espalier-core/target/classes:$root/espalier-cli/target/lib/*" \
      dev.espalier.hostile.Hostile "$kind" "$from" $((end - from)) "$work"; then
      from=$end
    else
      # the process crashed: the newest file did it; go on behind it
      last=$(ls -t "$work/$kind"-*.onnx | head -n 1)
      echo "CRASH: $last" && cp "$last" "$last.crash"
      from=$(basename "$last" .onnx)
      from=$((${from#"$kind"-} + 1))
    fi
  done
done
