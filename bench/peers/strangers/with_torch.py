"""Networks through PyTorch."""

import numpy as np
import torch
from catalogue_pictures import PICTURES
from catalogue_rest import REST
from fit import fit
from leave import leave
from wrap import Answer, Normalised, into_last_layer


def nets():
    return REST + PICTURES


def make(net, data, path):
    """Trains the network and exports it in its author's form."""
    example = torch.from_numpy(data.fed("train")[: 1 if net.fixed else 2])
    leave(trained(net, data), example, path, net.style, net.names, net.fixed)


def trained(net, data):
    """The network, trained, with what its author puts round it."""
    torch.set_num_threads(1)
    torch.manual_seed(net.seed)
    network, (x, y) = net.build(), (data.fed("train"), data.train[1])
    if net.inside:
        network = Normalised(network, *_inside(net, x))
    level, spread = (0.0, 1.0) if data.classes else (float(y.mean()), float(y.std()))
    fit(network, torch.from_numpy(x), _targets(net, y, level, spread), net)
    return _answering(network, net, level, spread)


def _inside(net, x):
    if net.inside == "bytes":
        return 127.5, 127.5
    axes = tuple(range(x.ndim - 1))
    std = x.std(axis=axes)
    return x.mean(axis=axes), np.where(std == 0, 1, std)


def _targets(net, y, level, spread):
    if net.loss == "classes":
        return torch.from_numpy(y)
    wanted = y if net.loss == "binary" else (y - level) / spread
    return torch.from_numpy(wanted.astype(np.float32)).unsqueeze(1)


def _answering(network, net, level, spread):
    if net.form == "last-layer":
        return into_last_layer(network, level, spread)
    return network if net.form in ("logits", "as-is") else Answer(network, net.form, level, spread)
