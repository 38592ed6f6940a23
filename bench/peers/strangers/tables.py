"""Tables: what scikit-learn ships, HTRU2, Shuttle and Adult, in three disjoint parts."""

import csv
import gzip
import os
from pathlib import Path

import numpy as np
from division import divide

SHARED = Path(os.environ.get("ESPALIER_DATA_HOME", "../shared"))


def diabetes(sizes=(240, 80, 122)):
    """Disease progression of 442 people; the target has mean 0 and deviation 1."""
    from sklearn.datasets import load_diabetes

    stored = load_diabetes(scaled=False)
    y = (stored.target - stored.target.mean()) / stored.target.std()
    return divide(stored.data.astype(np.float32), y.astype(np.float32), sizes, 3, classes=0, columns=list(stored.feature_names))


def prices(train, test, heldout, noise=1.0, seed=5):
    """Friedman's first function of ten numbers, in the units of a price: mean 50,000, deviation 17,000."""
    from sklearn.datasets import make_friedman1

    x, y = make_friedman1(train + test + heldout, 10, noise=noise, random_state=seed)
    y = (y * 3500).astype(np.float32)
    columns = [f"f{i}" for i in range(10)]
    return divide(x.astype(np.float32), y, (train, test, heldout), seed, classes=0, columns=columns)


def breast_cancer(sizes=(300, 110, 159)):
    """569 tumours by 30 figures in raw units."""
    from sklearn.datasets import load_breast_cancer

    stored = load_breast_cancer()
    columns = [n.replace(" ", "_") for n in stored.feature_names]
    return divide(stored.data.astype(np.float32), stored.target.astype(np.int64), sizes, 3, classes=2, columns=columns)


def digits(sizes=(1000, 300, 497)):
    """1,797 digits of 8x8 pixels, 0 to 16."""
    from sklearn.datasets import load_digits

    stored = load_digits()
    columns = [f"p{i}" for i in range(64)]
    return divide(stored.data.astype(np.float32), stored.target.astype(np.int64), sizes, 3, classes=10, columns=columns)


def twenty_classes(train, test, heldout):
    """Forty numbers, half of them informative, twenty classes of two clusters each."""
    from sklearn.datasets import make_classification

    x, y = make_classification(
        train + test + heldout, 40, n_informative=20, n_redundant=8, n_classes=20, n_clusters_per_class=2, class_sep=1.8, flip_y=0.02, random_state=7
    )
    return divide(x.astype(np.float32), y.astype(np.int64), (train, test, heldout), 7, classes=20)


def pulsars(train, test, heldout):
    """HTRU2: 8 figures, 9.2 % pulsars."""
    head, rows = _csv("HTRU_2.csv.gz")
    x = np.array([r[:-1] for r in rows], np.float32)
    y = np.array([int(r[-1]) for r in rows], np.int64)
    return divide(x, y, (train, test, heldout), 3, classes=2, columns=[c.replace("-", "_") for c in head[:-1]])


def shuttle(train, test, heldout, classes=4):
    """NASA's shuttle by 9 sensors in raw units; its four common states."""
    head, rows = _csv("shuttle.csv.gz")
    names, counts = np.unique([r[-1] for r in rows], return_counts=True)
    kept = sorted(names[np.argsort(-counts)[:classes]].tolist())
    rows = [r for r in rows if r[-1] in kept]
    x = np.array([r[:-1] for r in rows], np.float32)
    y = np.array([kept.index(r[-1]) for r in rows], np.int64)
    return divide(x, y, (train, test, heldout), 3, classes=classes, columns=head[:-1], labels=kept)


def adult(train, test, heldout, words=False):
    """Whether somebody earns more than 50,000: numbers, and the commoner words one by one as 0 or 1."""
    head, rows = _csv("adult_train.csv.gz")
    numbers = [i for i, c in enumerate(head[:-1]) if rows[0][i].lstrip("-").isdigit() and c != "fnlwgt"]
    columns, values = [head[i] for i in numbers], [np.array([float(r[i]) for r in rows]) for i in numbers]
    for i, c in enumerate(head[:-1]):
        if i in numbers or c in ("fnlwgt", "education"):
            continue
        words_there, counts = np.unique([r[i] for r in rows], return_counts=True)
        for word in words_there[counts > 600]:
            columns.append(f"{c}_{word}".replace("-", "_").replace("?", "unknown"))
            values.append(np.array([float(r[i] == word) for r in rows]))
    y = np.array([int(r[-1].startswith(">")) for r in rows], np.int64)
    x = np.stack(values, axis=1).astype(np.float32)
    labels = ["<=50K", ">50K"] if words else None
    return divide(x, y, (train, test, heldout), 3, classes=2, columns=columns, labels=labels)


def _csv(name):
    with gzip.open(SHARED / "data/tabular" / name, "rt", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    return rows[0], [r for r in rows[1:] if r]
