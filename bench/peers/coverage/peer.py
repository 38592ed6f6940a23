"""What Torch-Pruning makes of one architecture: peer.py NAME. Cuts to 0.7 of its own count of MACs, by L2, and runs the result."""

import json
import sys
import warnings

import catalogue
import torch
import torch_pruning as tp

RATIO = 0.7


def main():
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    model, inputs, _ = catalogue.build(sys.argv[1])
    before, parameters = tp.utils.count_ops_and_params(model, inputs)
    heads = [m for m in model.modules() if isinstance(m, torch.nn.Linear)][-1:]
    pruner = tp.BasePruner(
        model, inputs, importance=tp.importance.GroupMagnitudeImportance(p=2), pruning_ratio=0.5, iterative_steps=20, ignored_layers=heads
    )
    macs = before
    for _ in range(20):
        if macs <= RATIO * before:
            break
        pruner.step()
        macs, left = tp.utils.count_ops_and_params(model, inputs)
    with torch.no_grad():
        model(*inputs)
    print(json.dumps({"macs": macs / before, "parameters": left / parameters}))


if __name__ == "__main__":
    main()
