"""Errors of a forecast on the test months of ETTh1, from the CSV file itself: forecast.py MODEL CSV

Windows of 96 hours, the oil temperature of the 24 hours after, one window a day, rows 11520 to 14399.
"""
import csv
import sys

import numpy as np
import onnxruntime as ort
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score

LENGTH, HORIZON = 96, 24

with open(sys.argv[2], newline="") as file:
    rows = np.array([[float(v) for v in row[1:]] for row in list(csv.reader(file))[1:]], dtype=np.float32)
test = rows[11520:14400]
starts = range(0, len(test) - LENGTH - HORIZON + 1, HORIZON)
inputs = np.stack([test[s : s + LENGTH].T for s in starts])
targets = np.stack([test[s + LENGTH : s + LENGTH + HORIZON, 6] for s in starts])
session = ort.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
answers = session.run(None, {"x": inputs})[0]
last = np.repeat(inputs[:, 6, -1:], HORIZON, axis=1)
deviation = rows[:8640, 6].std()
for name, predicted in [("model", answers), ("the last hour, repeated", last)]:
    t, p = targets.ravel(), predicted.ravel()
    sizes = abs(t) + abs(p)
    smape = np.mean(np.divide(2 * abs(t - p), sizes, out=np.zeros_like(sizes), where=sizes > 0))
    print(
        f"{name}: {len(answers)} windows, mse {mean_squared_error(t, p):.4f}, mae {mean_absolute_error(t, p):.4f}, "
        f"r2 {r2_score(t, p):.4f}, smape {smape:.4f}, "
        f"mse in standard deviations {mean_squared_error(t / deviation, p / deviation):.4f}"
    )
