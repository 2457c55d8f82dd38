"""Measures the memory of the processes that serve, with and without comparing by meaning."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

from socialmap.bench import servers
from socialmap.bench.catalogues import Report
from socialmap.bench.client import request_all
from socialmap.bench.questions import Question

# The lines of /proc/PID/smaps_rollup: all pages in memory, and a share of those that are shared.
MEASURES = {"Rss:": "rss_mb", "Pss:": "pss_mb"}


def measure_memory(
    settings: Mapping[str, str], questions: Sequence[Question], folder: Path
) -> Report:
    """Return the megabytes of the largest process that serves, without meaning and with it."""
    return {
        name: _largest({**settings, "SOCIALMAP_MEANING": switch}, questions, folder)
        for name, switch in (("without_meaning", "0"), ("with_meaning", "1"))
    }


def _largest(
    settings: Mapping[str, str], questions: Sequence[Question], folder: Path
) -> dict[str, float]:
    """Return the megabytes of the largest process of a server that has answered questions."""
    command = [sys.executable, "-m", "socialmap", "serve", "--workers", str(servers.WORKERS)]
    paths = [f"/zoeken?{urlencode(question.query.to_args())}" for question in questions]
    with ExitStack() as stack:
        server = servers.start(stack, command, paths[0], folder, settings)
        # Each is asked once: a server that answers more of them would hold more in its caches.
        request_all(server.ports[0], paths)
        return max(map(megabytes, server.members()), key=lambda told: told.get("pss_mb", 0.0))


def megabytes(pid: int) -> dict[str, float]:
    """Return the megabytes of a process; {} when it has ended or the system does not say."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return {}
    parts = (line.split() for line in lines)
    return {
        MEASURES[name]: round(int(kilobytes) / 1024, 1)
        for name, kilobytes, *_ in parts
        if name in MEASURES
    }
