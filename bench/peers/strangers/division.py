"""Three disjoint sets of examples: what the network learns from, what the run may judge on, and what neither ever sees."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Data:
    """Arrays as they are stored (first axis: examples), and what turns them into the model's input."""

    train: tuple
    test: tuple
    heldout: tuple
    classes: int  # 0 for a quantity
    scale: float = 1.0
    mean: list = field(default_factory=lambda: [0.0])
    std: list = field(default_factory=lambda: [1.0])
    standardise: bool = False  # by the training examples; mean and std hold what came out
    columns: list | None = None  # of a table that is written as CSV
    labels: list | None = None  # the words that stand for the classes in a CSV

    def fed(self, part):
        """The model's input for the stored examples of a part: (stored * scale - mean) / std."""
        x = getattr(self, part)[0]
        if x.dtype.kind in "iu" and x.dtype.itemsize == 8:
            return x
        shape = (1, -1) + (1,) * (x.ndim - 2) if len(self.mean) > 1 else (1,) * x.ndim
        mean = np.array(self.mean, np.float64).reshape(shape)
        std = np.array(self.std, np.float64).reshape(shape)
        return ((x.astype(np.float64) * self.scale - mean) / std).astype(np.float32)


def divide(x, y, sizes, seed, **rest):
    """One pool into train, test and held-out examples of the given sizes; classes keep their shares nearly."""
    order = np.random.default_rng(seed).permutation(len(x))
    ends = np.cumsum(sizes)
    if ends[-1] > len(x):
        raise ValueError(f"{ends[-1]} examples wanted, {len(x)} there")
    parts = np.split(order[: ends[-1]], ends[:-1])
    return Data(*[(x[p], y[p]) for p in parts], **rest)


def standardised(data):
    """The same examples, standardised column by column as `standardise: true` does it."""
    x = data.train[0].astype(np.float64)
    std = x.std(axis=0)
    data.mean, data.std = x.mean(axis=0).tolist(), np.where(std == 0, 1, std).tolist()
    data.standardise = True
    return data


def flat(data):
    """Rows instead of images."""
    for part in ("train", "test", "heldout"):
        x, y = getattr(data, part)
        setattr(data, part, (x.reshape(len(x), -1), y))
    return data
