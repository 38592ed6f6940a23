"""The networks for tables, series and texts."""

import sequences
import tables
from attention import TextTransformer
from division import flat, standardised
from mlps import ResidualMlp, mlp
from pictures import mnist, raw
from recurrent import Letters, Recurrent, Temporal
from stranger import Net
from torch import nn

REST = [
    Net("mlp-prices", "MLP", lambda: tables.prices(1500, 400, 2000), lambda: mlp([10, 64, 64, 1]), "adam", 3e-3, 60,
        loss="quantity", form="last-layer", file="csv", names=("features", "price")),
    Net("text-news", "text transformer", lambda: sequences.news(4500, 1000, 2000), lambda: TextTransformer(3000, 40, 48, 2, 4, 4, 0.2),
        "adam", 1e-3, 6, names=("ids", "logits")),
    Net("lstm-digits", "LSTM", lambda: sequences.spoken_digits(), lambda: Recurrent(nn.LSTM, 40, 48, 10, mean=True),
        "adam", 3e-3, 12, clip=1.0, names=("frames", "digit")),
    Net("mlp-diabetes", "MLP", lambda: standardised(tables.diabetes()), lambda: mlp([10, 64, 64, 1], dropout=0.2), "sgd", 0.01, 80, batch=32,
        loss="quantity", form="as-is", file="csv"),
    Net("mlp-tumours", "MLP", tables.breast_cancer, lambda: mlp([30, 48, 24, 2], norm=True), "adam", 3e-3, 30, batch=32, inside="columns",
        style="kept", file="csv", names=("features", "logits")),
    Net("mlp-shuttle", "MLP", lambda: tables.shuttle(20000, 4000, 6000), lambda: mlp([9, 64, 32, 4], norm=True), "adamw", 2e-3, 3, batch=128,
        inside="columns", file="csv", form="softmax", names=("sensors", "state")),
    Net("mlp-adult", "MLP", lambda: standardised(tables.adult(10000, 3000, 6000)), lambda: mlp([43, 96, 48, 2], dropout=0.3), "adamw", 1e-3, 6,
        batch=128, file="csv", form="log-softmax"),
    Net("mlp-pulsars", "MLP", lambda: standardised(tables.pulsars(8000, 2000, 5000)), lambda: mlp([8, 48, 48, 1], act=nn.Tanh), "adam", 1e-3, 8,
        loss="binary", form="sigmoid", file="csv", names=("features", "probability"), fixed=True),
    Net("mlp-twenty", "residual MLP", lambda: tables.twenty_classes(6000, 1500, 3000), lambda: ResidualMlp(40, 64, 3, 20, 0.1), "sgd", 0.05, 15,
        names=("x", "logits")),
    Net("mlp-mnist-bytes", "MLP", lambda: flat(raw(mnist(10000, 2000, 5000))), lambda: mlp([784, 256, 128, 10]), "sgd", 0.05, 6, inside="bytes"),
    Net("text-opinions", "text transformer", lambda: sequences.opinions(5000, 800, 1080), lambda: TextTransformer(2000, 24, 32, 1, 2, 2, 0.3),
        "adam", 2e-3, 8, style="dynamo", names=("input_ids", "logits")),
    Net("letters-names", "CNN over letters", lambda: sequences.names(9500, 2500, 5000), lambda: Letters(60, 24, 48, 18, 0.2), "adamw", 2e-3, 6,
        batch=128, names=("letters", "language")),
    Net("gru-names", "GRU", lambda: sequences.names(9500, 2500, 5000), lambda: Recurrent(nn.GRU, 24, 64, 18, both=True, letters=60, mean=True),
        "adamw", 3e-3, 5, batch=128, clip=1.0, names=("letters", "language")),
    Net("tcn-oil", "TCN", lambda: sequences.oil_temperature(5000, 1500, 3000), lambda: Temporal(7, 24, 4, 1, 0.1), "adam", 1e-3, 6,
        loss="quantity", form="as-is", names=("hours", "temperature")),
    Net("lstm-load", "LSTM", lambda: sequences.load(6000, 1500, 3000), lambda: Recurrent(nn.LSTM, 7, 48, 1), "adam", 3e-3, 8, clip=1.0,
        loss="quantity", form="units", inside="columns", names=("hours", "load")),
]
