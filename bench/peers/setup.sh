#!/bin/sh
# Makes the Python environment that the peers run in, outside the source tree.
#   ESPALIER_PEERS  where (default ~/.cache/espalier-peers); an environment that has everything is left as it is
#   ESPALIER_TORCH_INDEX  package index for torch alone, for a build without CUDA
set -eu
here=$(cd "$(dirname "$0")" && pwd)
peers=${ESPALIER_PEERS:-$HOME/.cache/espalier-peers}

if [ -x "$peers/bin/python" ] &&
  "$peers/bin/python" -c 'import numpy, onnx, onnxruntime, torch, torch_pruning, torchvision' 2>/dev/null; then
  echo "ready: $peers" >&2
  exit 0
fi
python3 -m venv "$peers"
if [ -n "${ESPALIER_TORCH_INDEX:-}" ]; then
  "$peers/bin/pip" install --quiet --index-url "$ESPALIER_TORCH_INDEX" \
    "$(grep '^torch==' "$here/requirements.txt")"
fi
"$peers/bin/pip" install --quiet -r "$here/requirements.txt"
echo "ready: $peers" >&2
