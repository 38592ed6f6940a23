"""What people put round a network before they export it: their normalisation, and the form of the answer."""

import torch
from torch import nn


class Normalised(nn.Module):
    """Takes raw values: (x - mean) / std of each column or channel inside the model."""

    def __init__(self, network, mean, std):
        super().__init__()
        self.network = network
        self.register_buffer("mean", torch.as_tensor(mean, dtype=torch.float32))
        self.register_buffer("std", torch.as_tensor(std, dtype=torch.float32))

    def forward(self, x):
        return self.network((x - self.mean) / self.std)


class Answer(nn.Module):
    """Softmax, log-softmax, sigmoid, or a target's own units by a multiplication and an addition."""

    def __init__(self, network, form, mean=0.0, std=1.0):
        super().__init__()
        self.network, self.form, self.level, self.spread = network, form, mean, std

    def forward(self, x):
        y = self.network(x)
        if self.form == "softmax":
            return y.softmax(-1)
        if self.form == "log-softmax":
            return y.log_softmax(-1)
        if self.form == "sigmoid":
            return y.sigmoid()
        return y * self.spread + self.level if self.form == "units" else y


def into_last_layer(network, mean, std):
    """The target's units go into the weights of the last dense layer."""
    last = [m for m in network.modules() if isinstance(m, nn.Linear)][-1]
    with torch.no_grad():
        last.weight *= std
        last.bias *= std
        last.bias += mean
    return network
