#!/bin/sh
# Makes the Python environment that the peers run in, outside the source tree.
#   bench/peers/setup.sh            what the peers need
#   bench/peers/setup.sh strangers  and what trains and exports the networks of bench/strangers.sh
#   bench/peers/setup.sh coverage   and what bench/coverage.sh exports
#   bench/peers/setup.sh detection  and what bench/detection.sh judges by
#   bench/peers/setup.sh embedding  and what bench/embedding.sh judges by
#   bench/peers/setup.sh segmentation  and what bench/segmentation.sh draws and judges by
#   bench/peers/setup.sh tagging    and what bench/tagging.sh judges by
#   ESPALIER_PEERS  where (default ~/.cache/espalier-peers); an environment that has everything is left as it is
#   ESPALIER_TORCH_INDEX  package index for torch alone, for a build without CUDA
set -eu
here=$(cd "$(dirname "$0")" && pwd)
peers=${ESPALIER_PEERS:-$HOME/.cache/espalier-peers}
wanted=requirements.txt
modules="numpy onnx onnxruntime torch torch_pruning torchvision"
if [ "${1:-}" = strangers ]; then
  wanted=requirements-strangers.txt
  modules="$modules keras onnxscript sklearn skl2onnx tensorflow tf2onnx"
elif [ "${1:-}" = coverage ]; then
  wanted=requirements-coverage.txt
  modules="$modules onnxscript timm transformers"
elif [ "${1:-}" = detection ]; then
  wanted=requirements-detection.txt
  modules="$modules PIL pycocotools"
elif [ "${1:-}" = embedding ]; then
  wanted=requirements-embedding.txt
  modules="$modules scipy tokenizers"
elif [ "${1:-}" = segmentation ]; then
  wanted=requirements-segmentation.txt
  modules="$modules PIL sklearn"
elif [ "${1:-}" = tagging ]; then
  wanted=requirements-tagging.txt
  modules="$modules seqeval tokenizers"
fi

# Found, not imported: TensorFlow alone takes seconds.
has_all() {
  # shellcheck disable=SC2086 # several words
  "$peers/bin/python" -c 'import importlib.util, sys; sys.exit(not all(map(importlib.util.find_spec, sys.argv[1:])))' $modules
}

if [ -x "$peers/bin/python" ] && has_all; then
  echo "ready: $peers" >&2
  exit 0
fi
python3 -m venv "$peers"
if [ -n "${ESPALIER_TORCH_INDEX:-}" ]; then
  "$peers/bin/pip" install --quiet --index-url "$ESPALIER_TORCH_INDEX" \
    "$(grep '^torch==' "$here/requirements.txt")"
fi
"$peers/bin/pip" install --quiet -r "$here/$wanted"
echo "ready: $peers" >&2
