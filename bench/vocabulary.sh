#!/bin/sh
# all-MiniLM-L6-v2 (as langchain4j ships it, in floats and in 8 bits) with the tokens alone that the training sentences of STS-B use,
# and a number of common ones: size of the file, and Spearman on dev and on test pairs, whose words were not asked for.
#   bench/vocabulary.sh [COMMON]...   (how many common tokens; default 0 10000 20000)
set -eu
. "$(dirname "$0")/lib.sh"

sts=$(data sts)
few=$work/minilm/few
rm -rf "$few"
mkdir -p "$few"
machine
[ $# -gt 0 ] || set -- 0 10000 20000
for name in all-minilm-l6-v2 all-minilm-l6-v2-q; do
  model=$(minilm "$name")
  wc -c "$model"
  espalier evaluate "$model" --data "$sts"
  for common in "$@"; do
    one=$few/$name-$common
    espalier narrow "$model" --data "$sts" --vocabulary "$one.json" --common "$common" --out "$one.onnx"
    sed "s|^tokenizer:.*|tokenizer: $one.json|" "$sts" >"$one.yaml"
    wc -c "$one.onnx"
    espalier evaluate "$one.onnx" --data "$one.yaml" --split validation
    espalier evaluate "$one.onnx" --data "$one.yaml"
  done
done
