"""Areas under the ROC curve by scikit-learn, from the data files themselves.

auc.py divide CSV FOLDER           divides a table into train.csv, validation.csv and test.csv (60, 20 and 20 %, seed 1)
auc.py table MODEL FOLDER          of its test.csv, standardised by its train.csv
auc.py images MODEL NPZ            of PneumoniaMNIST's test images
"""
import csv
import gzip
import pathlib
import sys

import numpy as np
import onnxruntime as ort
from sklearn.metrics import roc_auc_score


def divide(source, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    header, *rows = list(csv.reader(gzip.open(source, "rt", newline="")))
    order = np.random.default_rng(1).permutation(len(rows))
    ends = {"train": int(0.6 * len(rows)), "validation": int(0.8 * len(rows)), "test": len(rows)}
    begin = 0
    for name, end in ends.items():
        with open(folder / f"{name}.csv", "w", newline="") as file:
            csv.writer(file).writerows([header, *(rows[i] for i in order[begin:end])])
        begin = end


def table(folder, split):
    with open(pathlib.Path(folder) / f"{split}.csv", newline="") as file:
        header, *rows = list(csv.reader(file))
    label = header.index("class")
    values = np.array(rows, dtype=np.float64)
    return np.delete(values, label, axis=1), values[:, label].astype(int)


def area(model, inputs, labels):
    session = ort.InferenceSession(model, providers=["CPUExecutionProvider"])
    scores = session.run(None, {session.get_inputs()[0].name: inputs.astype(np.float32)})[0]
    print(f"scikit-learn: roc auc {roc_auc_score(labels, scores[:, 1] - scores[:, 0]):.4f} of {len(labels)} records")


match sys.argv[1:]:
    case ["divide", source, folder]:
        divide(source, folder)
    case ["table", model, folder]:
        train, _ = table(folder, "train")
        test, labels = table(folder, "test")
        area(model, (test - train.mean(0)) / train.std(0), labels)
    case ["images", model, file]:
        data = np.load(file)
        images = (data["test_images"][:, None] / 255 - 0.5) / 0.25
        area(model, images, data["test_labels"].ravel())
    case _:
        sys.exit(__doc__)
