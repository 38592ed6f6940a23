#!/bin/sh
# all-MiniLM-L6-v2 (as langchain4j ships it) on STS-B: cut to a share of its MACs and tuned towards the original's vectors,
# without labels; judged here, by Python's libraries, and in langchain4j's OnnxEmbeddingModel.
#   bench/embedding.sh [RATIO] [EPOCHS]   (MACs that are left, default 0.58; passes over the training sentences, default 0.12)
set -eu
. "$(dirname "$0")/lib.sh"

ratio=${1:-0.58}
epochs=${2:-0.12}
home=$work/minilm
"$bench/peers/setup.sh" embedding
model=$(minilm all-minilm-l6-v2)
[ -d "$home/lib" ] ||
  (cd "$root" && ./mvnw -q -B -ntp -f bench/langchain4j/pom.xml dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$home/lib" >&2)

sts=$(data sts)
tuning=$(sts_tuning)

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
  "$python" "$bench/peers/embedding.py" times "$tokens" "$model" "$result"
done
