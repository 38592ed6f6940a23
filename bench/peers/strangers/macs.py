"""Multiplications of one run of an ONNX file, counted over the shapes that onnxruntime observed, node by node."""

import json
import os
import tempfile
from math import prod

import onnx
from score import fixed_batch, session

GATES = {"LSTM": 4, "GRU": 3, "RNN": 1}


def macs(path, example):
    """Of one record: Conv, ConvTranspose, Gemm, MatMul, LSTM, GRU, RNN and Einsum that really ran, in branches too."""
    equations = {n.name: _equation(n) for n in _nodes(onnx.load(path, load_external_data=False).graph) if n.op_type == "Einsum"}
    with tempfile.TemporaryDirectory() as folder:
        model = session(path, plain=True, profile=os.path.join(folder, "p"))
        batch = fixed_batch(model) or 1
        model.run(None, {model.get_inputs()[0].name: example[:batch]})
        with open(model.end_profiling(), encoding="utf-8") as file:
            events = json.load(file)
    return sum(_event(e, equations) for e in events) // batch


def _event(event, equations):
    facts = event.get("args", {})
    if event.get("cat") != "Node" or not event["name"].endswith("_kernel_time"):
        return 0
    ins, outs = _shapes(facts, "input_type_shape"), _shapes(facts, "output_type_shape")
    return count(facts["op_name"], ins, outs, equations.get(event["name"].removesuffix("_kernel_time")))


def count(kind, ins, outs, equation=None):
    """Multiplications of one node by the shapes of its inputs and outputs."""
    if kind in ("Conv", "FusedConv"):
        return prod(outs[0]) * prod(ins[1][1:])
    if kind == "ConvTranspose":
        return prod(ins[0]) * prod(ins[1][1:])
    if kind == "Gemm":
        return prod(ins[0]) * outs[0][1]
    if kind in ("MatMul", "FusedMatMul"):
        return prod(outs[0]) * ins[0][-1]
    if kind in GATES:
        steps, batch, features = ins[0]
        hidden = ins[2][2]
        return steps * batch * ins[1][0] * GATES[kind] * hidden * (features + hidden)
    if kind == "Einsum":
        return _einsum(equation, ins)
    return 0


def _einsum(equation, ins):
    """One multiplication for each combination of all letters; an Einsum of one input multiplies nothing."""
    if len(ins) < 2:
        return 0
    size = {}
    for letters, shape in zip(equation.split("->")[0].replace(" ", "").split(","), ins):
        size.update(zip(letters.replace("...", ""), shape[-len(letters.replace("...", "")) :]))
    return prod(size.values())


def _shapes(facts, key):
    return [next(iter(entry.values())) for entry in facts.get(key, [])]


def _equation(node):
    return next(a.s.decode() for a in node.attribute if a.name == "equation")


def _nodes(graph):
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                yield from _nodes(attribute.g)
