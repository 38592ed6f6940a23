"""Counts MACs of one record and parameters of an ONNX file without Espalier: figures.py FILE. Prints one JSON object."""

import json
import os
import sys
import tempfile
from math import prod
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

sys.path.insert(0, str(Path(__file__).parent.parent / "strangers"))
from macs import _equation, _event, _nodes  # noqa: E402

KINDS = {"tensor(float)": np.float32, "tensor(int64)": np.int64, "tensor(int32)": np.int32, "tensor(bool)": bool}
FLOATS = (onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE, onnx.TensorProto.FLOAT16, onnx.TensorProto.BFLOAT16)


def parameters(model):
    """Elements of floating-point initializers and constants, in branches too."""
    total = _weights(model.graph)
    for node in _nodes(model.graph):
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.TENSOR and attribute.t.data_type in FLOATS:
                total += prod(attribute.t.dims)
            elif attribute.type == onnx.AttributeProto.GRAPH:
                total += _weights(attribute.g)
    return total


def _weights(graph):
    return sum(prod(t.dims) for t in graph.initializer if t.data_type in FLOATS)


def macs(file, model):
    """Of one record, over the shapes that ONNX Runtime observed."""
    equations = {n.name: _equation(n) for n in _nodes(model.graph) if n.op_type == "Einsum"}
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.enable_profiling = True
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    with tempfile.TemporaryDirectory() as folder:
        options.profile_file_prefix = os.path.join(folder, "p")
        session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        random = np.random.default_rng(0)
        feed = {}
        for given in session.get_inputs():
            shape = [size if isinstance(size, int) else 1 for size in given.shape]
            kind = KINDS[given.type]
            feed[given.name] = random.random(shape).astype(kind) if kind is np.float32 else random.integers(0, 2, shape).astype(kind)
        session.run(None, feed)
        with open(session.end_profiling(), encoding="utf-8") as events:
            return sum(_event(e, equations) for e in json.load(events))


def main():
    model = onnx.load(sys.argv[1])
    print(json.dumps({"macs": macs(sys.argv[1], model), "parameters": parameters(model), "bytes": os.path.getsize(sys.argv[1])}))


if __name__ == "__main__":
    main()
