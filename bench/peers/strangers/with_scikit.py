"""Networks through scikit-learn and skl2onnx: pipelines with what stands before and behind an MLP there."""

import numpy as np
import tables
from skl2onnx import to_onnx
from sklearn.impute import SimpleImputer
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from stranger import Net

COMMON = {"style": "skl2onnx", "file": "csv", "names": ("X", "variable"), "library": "scikit-learn"}


def nets():
    return [
        # Adam, the digits' pixels scaled, label and probabilities as outputs
        Net("sk-digits", "MLP", tables.digits, lambda: make_pipeline(MinMaxScaler(), MLPClassifier((96, 48), max_iter=40, random_state=1)),
            form="softmax", note="label output beside probabilities", **COMMON),
        # the classes are words
        Net("sk-adult", "MLP", lambda: tables.adult(8000, 2000, 6000, words=True),
            lambda: make_pipeline(StandardScaler(), MLPClassifier((64, 32), alpha=1e-3, max_iter=12, random_state=1)),
            form="softmax", note="labels are words", **COMMON),
        # ZipMap, as skl2onnx writes it unasked
        Net("sk-shuttle", "MLP", lambda: tables.shuttle(4000, 2000, 6000),
            lambda: make_pipeline(SimpleImputer(strategy="median"), StandardScaler(),
                                  MLPClassifier((48, 24), solver="sgd", learning_rate_init=0.02, max_iter=25, random_state=1)),
            "sgd", form="softmax", note="Imputer, ZipMap, labels are words", **COMMON),
        Net("sk-diabetes", "MLP", tables.diabetes,
            lambda: make_pipeline(StandardScaler(), MLPRegressor(hidden_layer_sizes=(48, 24), alpha=1.0, max_iter=60, learning_rate_init=2e-3, random_state=1)),
            loss="quantity", form="as-is", **COMMON),
        # the target stays at mean 50,000: L-BFGS copes
        Net("sk-prices", "MLP", lambda: tables.prices(1200, 400, 2000, seed=6),
            lambda: make_pipeline(StandardScaler(), MLPRegressor(hidden_layer_sizes=(48, 48), solver="lbfgs", alpha=10.0, max_iter=80, random_state=1)),
            "lbfgs", loss="quantity", form="as-is", **COMMON),
    ]


def make(net, data, path):
    """Fits the pipeline and converts it."""
    x, y = data.fed("train"), data.train[1]
    words = np.array(data.labels)[y] if data.labels else y
    pipeline = net.build().fit(x, words)
    options = None if "ZipMap" in net.note or not data.classes else {id(pipeline): {"zipmap": False}}
    with open(path, "wb") as file:
        file.write(to_onnx(pipeline, x[:1], options=options, target_opset=17).SerializeToString())
