"""Measures processor time and wall time of many varied calls."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from statistics import median, quantiles

from socialmap.bench.questions import Question

WARM_UP = 20
Report = dict[str, object]


def spread(values: Sequence[float], digits: int = 3) -> dict[str, float]:
    """Return the median and the 95th percentile of some values."""
    if len(values) < 2:
        return {"p50": round(values[0], digits), "p95": round(values[0], digits)}
    return {
        "p50": round(median(values), digits),
        "p95": round(quantiles(values, n=20, method="inclusive")[18], digits),
    }


def timed(
    work: Callable[[Question], int], questions: Sequence[Question], most_seconds: float = math.inf
) -> Report:
    """Return the milliseconds per question, after a warm-up; `work` returns the number of hits.

    No more questions are asked after `most_seconds`.
    """
    end = time.perf_counter() + most_seconds
    for question in questions[:WARM_UP]:
        if time.perf_counter() < end:
            work(question)
    cpu, wall, hits = [], [], []
    for question in questions:
        started, busy = time.perf_counter(), time.process_time()
        hits.append(work(question))
        cpu.append((time.process_time() - busy) * 1000)
        wall.append((time.perf_counter() - started) * 1000)
        if time.perf_counter() > end:
            break
    return {
        "questions": len(hits),
        "cpu_ms": spread(cpu),
        "wall_ms": spread(wall),
        "hits_p50": median(hits),
        "without_hits": hits.count(0),
    }
