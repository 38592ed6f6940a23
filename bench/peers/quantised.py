"""onnxruntime.quantization beside ours: quantised.py MODEL RECORDS NAME=FILE...

RECORDS is a folder of NPY files, one for each input. Writes MODEL by quantize_static (QDQ, weights per channel, min-max) and by
quantize_dynamic beside the records, and times these, the model and the named files in turn: one line each with form, file, bytes, and
the median time at batch 1 and 32 with its share of the original's.
"""

import pathlib
import sys
import time
import warnings

import numpy
import onnx
import onnxruntime
from onnxruntime import quantization
from onnxruntime.quantization.shape_inference import quant_pre_process

ROUNDS = 300


class Records(quantization.CalibrationDataReader):
    def __init__(self, inputs, batch=16):
        count = len(next(iter(inputs.values())))
        self.batches = iter([{k: v[i : i + batch] for k, v in inputs.items()} for i in range(0, count - count % batch, batch)])

    def get_next(self):
        return next(self.batches, None)


def peers(model, inputs, folder):
    ready = folder / "ready.onnx"
    raised = onnx.load(model)
    if raised.opset_import[0].version < 13:
        raised = onnx.version_converter.convert_version(raised, 13)
    onnx.save(raised, ready)
    quant_pre_process(str(ready), str(ready), skip_symbolic_shape=True)
    made = {}
    for form in "static", "dynamic":
        file = folder / f"peer-{form}.onnx"
        try:
            if form == "static":
                quantization.quantize_static(
                    str(ready),
                    str(file),
                    Records(inputs),
                    quant_format=quantization.QuantFormat.QDQ,
                    per_channel=True,
                    activation_type=quantization.QuantType.QUInt8,
                    weight_type=quantization.QuantType.QInt8,
                )
            else:
                quantization.quantize_dynamic(str(ready), str(file), per_channel=True, weight_type=quantization.QuantType.QInt8)
            session(file)
            made[f"peer-{form}"] = file
        except Exception as e:  # said, not hidden: the row is missing
            print(f"peer-{form}: {type(e).__name__}: {e}", file=sys.stderr)
    return made


def session(file):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def times(files, inputs, batch):
    """Median microseconds of each, called in turn."""
    sessions = [session(f) for f in files]
    feed = {k: v[:batch] for k, v in inputs.items()}
    names = [{i.name for i in s.get_inputs()} for s in sessions]
    taken = [[] for _ in files]
    order = numpy.random.default_rng(1)
    begin = time.time()
    for r in range(ROUNDS + 10):
        for which in order.permutation(len(files)):  # who comes behind whom matters to caches
            given = {k: v for k, v in feed.items() if k in names[which]}
            start = time.perf_counter()
            sessions[which].run(None, given)
            taken[which].append(time.perf_counter() - start)
        if time.time() - begin > 60 and r > 30:
            break
    return [1e6 * numpy.median(t[10:]) for t in taken]


def main():
    warnings.simplefilter("ignore")
    model, records = (pathlib.Path(a) for a in sys.argv[1:3])
    ours = {name: pathlib.Path(file) for name, file in (a.split("=", 1) for a in sys.argv[3:])}
    inputs = {f.stem: numpy.load(f) for f in sorted(records.glob("*.npy"))}
    files = {"original": model, **ours, **peers(model, inputs, records)}
    single, many = (times(list(files.values()), inputs, b) for b in (1, 32))
    for i, (form, file) in enumerate(files.items()):
        print(
            form,
            file,
            f"{file.stat().st_size:,} bytes, batch 1: {single[i]:.0f} us ({single[i] / single[0]:.2f}),"
            f" batch 32: {many[i]:.0f} us ({many[i] / many[0]:.2f})",
        )


if __name__ == "__main__":
    main()
