"""Median times of several models, in turn and over many records, on the clock of the one thread that runs them.

That clock stands while other programs have the core: on an idle machine it says what the wall clock says.
"""

import itertools
import time

import numpy as np
from score import fixed_batch, session


RECORDS = 256  # what a call takes may depend on its record


def medians(paths, example, batch, seconds=2.0, block=0.005):
    """Microseconds of one call for each path, at this batch and one thread; None where the file fixes another batch."""
    models = [session(p) for p in paths]
    calls = [_call(m, example, batch) for m in models]
    if any(c is None for c in calls):
        return [None] * len(paths)
    counts = [_count(c, block) for c in calls]
    times = [[] for _ in paths]
    end = time.perf_counter() + seconds * len(paths)
    turn = 0
    while time.perf_counter() < end or turn < 5:
        for k in range(len(calls)):
            k = (k + turn) % len(calls)
            times[k].append(_mean(calls[k], counts[k]))
        turn += 1
    return [float(np.median(t)) * 1e6 for t in times]


def _call(model, example, batch):
    if fixed_batch(model) not in (None, batch):
        return None
    name = model.get_inputs()[0].name
    records = np.resize(example, (max(batch, min(RECORDS, len(example)) // batch * batch),) + example.shape[1:])
    fed = itertools.cycle([{name: np.ascontiguousarray(part)} for part in np.split(records, len(records) // batch)])
    return lambda: model.run(None, next(fed))


def _count(call, block):
    for _ in range(3):
        call()
    return max(1, int(block / max(1e-6, _mean(call, 5))))


def _mean(call, count):
    begun = time.thread_time()
    for _ in range(count):
        call()
    return (time.thread_time() - begun) / count
