"""What a model takes inside a branch (If), its weights outside of the branch or in it: branch_weights.py MODEL.onnx...

One thread, batch 1, medians of interleaved blocks. Prints one line a model: alone, weights outside, weights inside.
"""

import sys
import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

BLOCKS, CALLS = 7, 300


def branched(model, inside):
    """The model as the branch of an If that is always taken."""
    graph = model.graph
    weights = list(graph.initializer)
    yes = [helper.make_tensor_value_info(o.name, o.type.tensor_type.elem_type, None) for o in graph.output]
    no = [helper.make_tensor_value_info("no_" + o.name, TensorProto.FLOAT, None) for o in graph.output]
    then = helper.make_graph(list(graph.node), "then", [], yes, initializer=weights if inside else [])
    other = helper.make_graph([helper.make_node("ConstantOfShape", ["one"], [o.name]) for o in no], "else", [], no)
    outputs = [helper.make_tensor_value_info("if_" + o.name, o.type.tensor_type.elem_type, None) for o in graph.output]
    choice = helper.make_node("If", ["taken"], [o.name for o in outputs], then_branch=then, else_branch=other)
    own = {w.name for w in weights}
    inputs = [i for i in graph.input if i.name not in own] + [helper.make_tensor_value_info("taken", TensorProto.BOOL, [])]
    one = helper.make_tensor("one", TensorProto.INT64, [1], [1])
    whole = helper.make_graph([choice], "whole", inputs, outputs, initializer=([] if inside else weights) + [one])
    return helper.make_model(whole, opset_imports=model.opset_import, ir_version=model.ir_version)


def session(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options)


def feeds(model):
    kinds = {"tensor(float)": np.float32, "tensor(int64)": np.int64, "tensor(int32)": np.int32, "tensor(bool)": np.bool_}
    fed = {}
    for i in model.get_inputs():
        shape = [d if isinstance(d, int) else 1 for d in i.shape]
        fed[i.name] = np.ones(shape, kinds[i.type])
    return fed


def main():
    for path in sys.argv[1:]:
        model = onnx.load(path)
        kinds = [session(model), session(branched(model, False)), session(branched(model, True))]
        fed = [feeds(s) for s in kinds]
        times = [[] for _ in kinds]
        for _ in range(BLOCKS):
            for k, s in enumerate(kinds):
                begun = time.perf_counter()
                for _ in range(CALLS):
                    s.run(None, fed[k])
                times[k].append((time.perf_counter() - begun) / CALLS * 1e6)
        alone, outside, within = (float(np.median(t)) for t in times)
        print(f"| {Path(path).parent.name}/{Path(path).name} | {alone:.1f} µs | {outside:.1f} µs ({outside / alone:.2f}) | {within:.1f} µs ({within / alone:.2f}) |")


if __name__ == "__main__":
    main()
