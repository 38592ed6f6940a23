"""Trains a PyTorch network as its author would: one optimiser, a cosine, no tricks."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional

LOSSES = {"classes": functional.cross_entropy, "quantity": functional.mse_loss, "binary": functional.binary_cross_entropy_with_logits}


def optimiser(name, network, rate):
    if name == "sgd":
        return torch.optim.SGD(network.parameters(), rate, momentum=0.9, weight_decay=5e-4)
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[name]
    return kind(network.parameters(), rate, weight_decay=0.05 if name == "adamw" else 0)


def fit(network, x, y, net):
    """Trains `network` for net.epochs on tensors x and y."""
    steps = max(1, len(x) // net.batch) * net.epochs
    opt = optimiser(net.optimiser, network, net.rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(opt, steps)
    draw = np.random.default_rng(net.seed)
    network.train()
    done = 0
    while done < steps:
        order = torch.from_numpy(draw.permutation(len(x)))
        for rows in order[: max(1, len(x) // net.batch) * net.batch].split(net.batch):
            loss = LOSSES[net.loss](network(x[rows]), y[rows])
            opt.zero_grad()
            loss.backward()
            if net.clip:
                nn.utils.clip_grad_norm_(network.parameters(), net.clip)
            opt.step()
            schedule.step()
            done += 1
    network.eval()
    return network
