"""Runs the cases of SAMPLES on the models of RUN in Python's onnxruntime and compares: check.py RUN SAMPLES."""

import json
import pathlib
import sys

import numpy
import onnxruntime

RTOL, ATOL = 1e-4, 1e-5
TYPES = {"FLOAT": "<f4", "DOUBLE": "<f8", "INT64": "<i8", "INT32": "<i4", "UINT8": "u1", "INT8": "i1", "BOOL": "?"}


def tensor(folder, stored):
    return numpy.fromfile(folder / stored["file"], TYPES[stored["type"]]).reshape(stored["dims"])


def main():
    run, samples = map(pathlib.Path, sys.argv[1:])
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    sessions, calls, rows, moved, largest, close = {}, 0, 0, 0, 0.0, True
    for case in json.loads((samples / "cases.json").read_text()):
        name = case["model"]
        if name not in sessions:
            sessions[name] = onnxruntime.InferenceSession(str(run / name), options, providers=["CPUExecutionProvider"])
        expected = {stored["name"]: tensor(samples, stored) for stored in case["outputs"]}
        given = sessions[name].run(list(expected), {i["name"]: tensor(samples, i) for i in case["inputs"]})
        given = dict(zip(expected, given))
        same = given["route"] == expected["route"]
        calls, rows, moved = calls + 1, rows + case["rows"], moved + int((~same).sum())
        for output in expected:
            a, b = given[output], expected[output]
            if a.shape != b.shape or a.dtype != b.dtype:
                close = False
                print(f"{name}: {output} is {a.dtype}{a.shape}, not {b.dtype}{b.shape}", file=sys.stderr)
            elif case["rows"]:
                a, b = a[same].astype("f8"), b[same].astype("f8")
                largest = max(largest, float(numpy.abs(a - b).max(initial=0)))
                close &= bool((numpy.abs(a - b) <= ATOL + RTOL * numpy.abs(b)).all())
    good = calls > 0 and close and moved == 0
    print(f"| Python onnxruntime {onnxruntime.__version__} | {calls} | {rows} | {moved} | {largest:.1e} | {'equal' if good else 'DIFFERENT'} |")
    sys.exit(0 if good else 1)


main()
