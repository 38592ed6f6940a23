"""Series and texts: spoken digits, key words, hourly loads, news, and names by language."""

import gzip
import os
import re
from collections import Counter
from pathlib import Path

import numpy as np
from division import Data, divide

SHARED = Path(os.environ.get("ESPALIER_DATA_HOME", "../shared"))


def spoken_digits(column="label", heldout=0.5):
    """Log-mel frames [N, 64, 40] as bytes; ten digits, or who says them."""
    first, rest = (np.load(SHARED / f"data/fsdd/fsdd_logmel_{p}.npz") for p in ("train", "test"))
    x = np.concatenate([first["features"], rest["features"]])
    y = np.concatenate([first[column], rest[column]]).astype(np.int64)
    return divide(x, y, (1700, 500, 800), 3, classes=int(y.max()) + 1, scale=0.01568627450980392, mean=[2.0])


def key_words():
    """MFCC frames [N, 49, 10] of twelve kinds of words, a thousand in all."""
    stored = np.load(SHARED / "data/speech-commands/kws01.npz")
    x = (stored["features"].astype(np.float32) - 83) * 0.5847029
    return divide(x, stored["label"].astype(np.int64), (600, 150, 250), 3, classes=12)


def oil_temperature(train, test, heldout, hours=48, ahead=6):
    """ETTh1: two days of seven series, standardised, and the oil temperature hours ahead (mean 0, deviation 1)."""
    table = _ett()
    table = (table - table.mean(0)) / table.std(0)
    return _windows(table, table[:, 6], (train, test, heldout), hours, ahead)


def load(train, test, heldout, hours=24, ahead=1):
    """ETTh1: a day of seven series in raw units, and the next useful load in units of which the mean is 50,000."""
    table = _ett()
    level = table[:, 0]
    target = 50000 + 10000 * (level - level.mean()) / level.std()
    return _windows(table, target, (train, test, heldout), hours, ahead)


def news(train, test, heldout, length=40, words=3000):
    """AG News as word numbers [N, length]: 0 pads, 1 is any rare word; four classes."""
    texts, labels = _tsv("agnews_train", 1, 0)
    more, other = _tsv("agnews_test", 1, 0)
    return _texts(texts + more, labels + other, (train, test, heldout), re.compile(r"[a-z]+").findall, length, words, once=False)


def opinions(train, test, heldout, length=24, words=2000):
    """SST-2 as word numbers; liked or not."""
    texts, labels = _tsv("sst2_train", 0, 1)
    return _texts(texts, labels, (train, test, heldout), str.split, length, words)


def names(train, test, heldout, length=16):
    """Family names as letters; eighteen languages."""
    labels, texts = _tsv("names_by_language", 0, 1)
    return _texts(texts, labels, (train, test, heldout), list, length, 60)


def _texts(texts, labels, sizes, split, length, size, once=True):
    kinds = sorted(set(labels))
    tokens = [split(t.lower())[:length] for t in texts]
    table = {w: i + 2 for i, (w, _) in enumerate(Counter(w for t in tokens for w in t).most_common(size - 2))}
    x = np.zeros((len(tokens), length), np.int64)
    for row, words in zip(x, tokens):
        row[: len(words)] = [table.get(w, 1) for w in words]
    y = np.array([kinds.index(label) for label in labels], np.int64)
    if once:  # a text that is there twice would stand in two parts
        first = np.sort(np.unique(x, axis=0, return_index=True)[1])
        x, y = x[first], y[first]
    return divide(x, y, sizes, 3, classes=len(kinds))


def _tsv(name, first, second):
    with gzip.open(SHARED / f"data/text/{name}.tsv.gz", "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    rows = [r for r in rows if len(r) == 2]
    return [r[first] for r in rows], [r[second] for r in rows]


def _ett():
    return np.genfromtxt(SHARED / "data/forecast/ETTh1.csv", delimiter=",", skip_header=1, usecols=range(1, 8)).astype(np.float32)


def _windows(table, target, sizes, hours, ahead):
    """Weeks go to one part each, so that no hour of a held-out window was trained on, but for the edges left out."""
    starts = np.arange(0, len(table) - hours - ahead)
    week = starts // 168
    inside = week == (starts + hours + ahead) // 168
    turn = np.random.default_rng(3).permutation(week.max() + 1)
    shares = np.cumsum(np.array(sizes) / sum(sizes))
    part = np.searchsorted(shares, (turn[week] + 0.5) / len(turn))
    draw = np.random.default_rng(4)
    parts = []
    for i, size in enumerate(sizes):
        pick = draw.permutation(starts[inside & (part == i)])[:size]
        parts.append((np.stack([table[s : s + hours] for s in pick]).astype(np.float32), target[pick + hours + ahead - 1].astype(np.float32)))
    return Data(*parts, classes=0)
