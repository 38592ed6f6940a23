"""Answers of an ONNX file on held-out rows, and how good they are: onnxruntime and numpy only."""

import numpy as np
import onnxruntime


def session(path, threads=1, plain=False, profile=None):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = threads
    options.log_severity_level = 3
    if plain:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.add_session_config_entry("session.disable_prepacking", "1")  # a profile does not tell what is packed
    if profile:
        options.enable_profiling, options.profile_file_prefix = True, profile
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def fixed_batch(model):
    """The batch that the file fixes; None where any will do."""
    first = model.get_inputs()[0].shape[0]
    return first if isinstance(first, int) and first > 0 else None


def answers(model, x, batch=256):
    """The float output of each row: classes' scores or quantities, [N, K]."""
    batch = fixed_batch(model) or batch
    name = model.get_inputs()[0].name
    found = []
    for start in range(0, len(x), batch):
        rows = x[start : start + batch]
        missing = batch - len(rows) if fixed_batch(model) else 0
        fed = np.concatenate([rows, np.repeat(rows[-1:], missing, axis=0)]) if missing else rows
        found.append(_scores(model.run(None, {name: fed}))[: len(rows)])
    return np.concatenate(found)


def _scores(outputs):
    for output in outputs:
        if isinstance(output, list) and output and isinstance(output[0], dict):
            return np.array([[row[k] for k in sorted(row)] for row in output], np.float64)
        if getattr(output, "dtype", np.dtype(object)).kind == "f":
            return output.reshape(len(output), -1).astype(np.float64)
    raise ValueError("the model has no output of numbers")


def rows(found, y, metric, form):
    """For each row what the metric averages: right or wrong, or the squared error in shares of the target's variance."""
    if metric == "r2":
        return (found[:, 0] - y) ** 2 / np.var(y)
    if found.shape[1] == 1:
        said = found[:, 0] > (0.5 if form == "sigmoid" else 0)
    else:
        said = found.argmax(axis=1)
    return ((said == y) & np.isfinite(found).all(axis=1)).astype(np.float64)


def metric_of(each, metric):
    """Accuracy or R2, and its standard error."""
    mean, error = each.mean(), each.std(ddof=1) / np.sqrt(len(each))
    return (1 - mean if metric == "r2" else mean), error
