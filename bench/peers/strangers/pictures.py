"""Images: CIFAR-10, MNIST and chest X-rays as bytes [N, C, H, W], in three disjoint parts."""

import gzip
import os
from pathlib import Path

import numpy as np
from division import Data

SHARED = Path(os.environ.get("ESPALIER_DATA_HOME", "../shared"))
CIFAR = Path(os.environ.get("STRANGERS_CIFAR", ""))
PER_BYTE = 0.00392156862745098


def raw(data):
    """Bytes go into the model as they are."""
    return data


def scaled(data, mean, std):
    """Bytes go in as (byte / 255 - mean) / std, said in data.yaml."""
    data.scale, data.mean, data.std = PER_BYTE, mean, std
    return data


def floats(data, mean, std):
    """Floats that somebody standardised before storing them."""
    for part in ("train", "test", "heldout"):
        x, y = getattr(data, part)
        shape = (1, -1, 1, 1)
        x = (x / 255 - np.array(mean).reshape(shape)) / np.array(std).reshape(shape)
        setattr(data, part, (x.astype(np.float32), y))
    return data


def cifar(train, test, heldout, classes=range(10), half=False, seed=1):
    """CIFAR-10: training images, and test images in two parts; `half` averages 2x2 pixels."""
    x, y = _cifar([f"data_batch_{i}.bin" for i in range(1, 6)], classes)
    u, v = _cifar(["test_batch.bin"], classes)
    return _two_pools((x, y), (u, v), (train, test, heldout), half, len(classes), seed)


def mnist(train, test, heldout, half=False, seed=1):
    """MNIST digits, 28x28 or 14x14."""
    folder = SHARED / "data/mnist"
    pools = [(_idx(folder / f"{n}-images-idx3-ubyte.gz")[:, None], _idx(folder / f"{n}-labels-idx1-ubyte.gz").astype(np.int64)) for n in ("train", "t10k")]
    return _two_pools(*pools, (train, test, heldout), half, 10, seed)


def two_digits(train, test, heldout, seed=1):
    """Two MNIST digits side by side, 14x28: the numbers 0 to 99."""
    single = mnist(60000, 5000, 5000, half=True, seed=seed)
    parts = []
    for part, count in (("train", train), ("test", test), ("heldout", heldout)):
        x, y = getattr(single, part)
        pick = np.random.default_rng(seed).integers(0, len(x), (count, 2))
        parts.append((np.concatenate([x[pick[:, 0]], x[pick[:, 1]]], axis=3), y[pick[:, 0]] * 10 + y[pick[:, 1]]))
    return Data(*parts, classes=100)


def pneumonia():
    """PneumoniaMNIST, 28x28: its own training part, and the rest in two."""
    stored = np.load(SHARED / "data/medical/pneumoniamnist.npz")
    pools = [(stored[f"{p}_images"][:, None], stored[f"{p}_labels"][:, 0].astype(np.int64)) for p in ("train", "val", "test")]
    rest = tuple(np.concatenate([pools[1][i], pools[2][i]]) for i in (0, 1))
    return _two_pools(pools[0], rest, (4708, 500, 648), False, 2, 1)


def channels_last(data):
    """The same images as [N, H, W, C]."""
    for part in ("train", "test", "heldout"):
        x, y = getattr(data, part)
        setattr(data, part, (np.ascontiguousarray(x.transpose(0, 2, 3, 1)), y))
    return data


def _two_pools(seen, unseen, sizes, half, classes, seed):
    draw = np.random.default_rng(seed)
    first, rest = draw.permutation(len(seen[0]))[: sizes[0]], draw.permutation(len(unseen[0]))
    if sizes[1] + sizes[2] > len(rest) or sizes[0] > len(seen[0]):
        raise ValueError(f"{sizes} wanted, {len(seen[0])} and {len(rest)} there")
    rows = [(seen, first), (unseen, rest[: sizes[1]]), (unseen, rest[sizes[1] : sizes[1] + sizes[2]])]
    return Data(*[(_halved(pool[0][r]) if half else pool[0][r], pool[1][r]) for pool, r in rows], classes=classes)


def _halved(x):
    n, c, h, w = x.shape
    return np.rint(x.reshape(n, c, h // 2, 2, w // 2, 2).mean(axis=(3, 5))).astype(np.uint8)


def _cifar(files, classes):
    rows = np.concatenate([np.fromfile(CIFAR / f, np.uint8).reshape(-1, 3073) for f in files])
    rows = rows[np.isin(rows[:, 0], list(classes))]
    number = {c: i for i, c in enumerate(classes)}
    return rows[:, 1:].reshape(-1, 3, 32, 32), np.array([number[c] for c in rows[:, 0]], np.int64)


def _idx(path):
    raw_bytes = gzip.open(path).read()
    dims = raw_bytes[3]
    shape = np.frombuffer(raw_bytes, ">i4", dims, 4)
    return np.frombuffer(raw_bytes, np.uint8, offset=4 + 4 * dims).reshape(shape)
