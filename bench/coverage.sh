#!/bin/sh
# What Espalier makes of architectures as the two exporters of PyTorch write them: more than 70 of torchvision, timm and
# transformers, random weights, small inputs. One row each: groups, share of the parameters that may go, barriers, a cut to 0.7
# of the MACs, its certificate, MACs and parameters counted without Espalier, seconds and memory, Torch-Pruning beside.
#   bench/coverage.sh [LIBRARY/NAME]...    all, or those named, such as torchvision/vit_b_16; rows that are there are kept
# A step may take COVERAGE_SECONDS (900), Torch-Pruning 60 s. To repeat a row, remove its file under $work/coverage/NAME.
set -eu
. "$(dirname "$0")/lib.sh"

"$bench/peers/setup.sh" coverage
espalier --version >/dev/null
mkdir -p "$work/coverage"
machine
echo
"$python" -W ignore "$bench/peers/coverage/run.py" "$work/coverage" "$root/espalier" "$@"
