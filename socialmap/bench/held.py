"""What visitors notice of connections that others hold open without ever finishing."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles

from socialmap.bench import servers
from socialmap.bench.catalogues import Report
from socialmap.bench.client import HOST, walls

MANY = 200
ROUNDS = 3
PAGE = "/zoeken?wat=koffie"
BEGINNINGS = {
    "headers": b"GET / HTTP/1.1\r\nHost:",
    "bodies": b"POST /aanmelden HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nnaam=",
    "readers": f"GET {PAGE} HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
}


def measure_held(settings: Mapping[str, str], folder: Path, seconds: int) -> Report:
    """Return per kind of held connection the p95 of others, with and without, and their ratio."""
    command = [sys.executable, "-m", "socialmap", "serve", "--workers", str(servers.WORKERS)]
    with ExitStack() as stack:
        server = servers.start(stack, command, PAGE, folder, settings)
        return {kind: _beside(server.ports[0], kind, seconds) for kind in BEGINNINGS}


def _beside(port: int, kind: str, seconds: int) -> Report:
    """Measure others in turns, without and with MANY connections held of one kind."""
    rounds = []
    for _ in range(ROUNDS):
        without = _p95(walls(port, [PAGE], seconds))
        with _held(port, BEGINNINGS[kind]):
            # Pages that were asked for in full are made first, as for any MANY visitors.
            walls(port, [PAGE], seconds)
            rounds.append((without, _p95(walls(port, [PAGE], seconds))))
    return {
        "p95_ms_without": round(median(without for without, _ in rounds), 1),
        "p95_ms_with": round(median(beside for _, beside in rounds), 1),
        "ratio": round(median(beside / without for without, beside in rounds), 2),
    }


def _p95(times: Sequence[float]) -> float:
    return quantiles(times, n=20)[-1]


@contextmanager
def _held(port: int, beginning: bytes) -> Iterator[None]:
    """Hold MANY connections open that sent a beginning, and read nothing."""
    with ExitStack() as stack:
        for _ in range(MANY):
            held = stack.enter_context(socket.socket())
            held.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            held.connect((HOST, port))
            held.sendall(beginning)
        yield
