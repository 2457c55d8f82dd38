"""A client that asks servers here as fast as they answer: wrk, or a small one of our own."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from statistics import median

import orjson

CONNECTIONS = 4
HOST = "127.0.0.1"
# Every connection asks all paths in turn; at the end it tells what wrk counted.
SCRIPT = """
local paths = {PATHS}
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
done = function(summary, latency, requests)
  local e = summary.errors
  print(string.format(
    "RESULT %d %d %f %d",
    summary.requests, summary.duration, latency:percentile(50) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass(frozen=True)
class Load:
    """What a server did in a while: answers, seconds, milliseconds of the middle one, failures."""

    answers: int
    seconds: float
    wall_ms: float
    failures: int


def client_name() -> str:
    """Which client asks."""
    return "wrk" if shutil.which("wrk") else "our own (apt-get install wrk for a quicker one)"


def ask(
    ports: Sequence[int],
    paths: Sequence[str],
    seconds: int,
    folder: Path,
    headers: Sequence[str] = (),
) -> list[Load]:
    """Ask every port at once, with four connections together, for so many seconds."""
    each = max(1, CONNECTIONS // len(ports))
    with ThreadPoolExecutor(len(ports)) as pool:
        if shutil.which("wrk"):
            script = folder / "paths.lua"
            listed = ",".join(orjson.dumps(path).decode() for path in paths)
            script.write_text(SCRIPT.replace("PATHS", listed), "utf-8")
            return list(pool.map(lambda port: _wrk(port, each, seconds, script, headers), ports))
        return list(pool.map(lambda port: _threads(port, each, seconds, paths, headers), ports))


def _wrk(port: int, connections: int, seconds: int, script: Path, headers: Sequence[str]) -> Load:
    told = subprocess.run(  # noqa: S603
        [
            *("wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s"),
            *(part for header in headers for part in ("-H", header)),
            *("-s", str(script), f"http://{HOST}:{port}/"),
        ],
        capture_output=True,
        text=True,
        timeout=seconds + 30,
        check=True,
    ).stdout
    found = re.search(r"RESULT (\d+) (\d+) ([\d.]+) (\d+)", told)
    if not found:
        raise RuntimeError(f"wrk told nothing: {told}")
    answers, micros, wall, failures = found.groups()
    return Load(int(answers), int(micros) / 1e6, float(wall), int(failures))


def _threads(
    port: int, connections: int, seconds: int, paths: Sequence[str], headers: Sequence[str]
) -> Load:
    started = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        several = list(pool.map(lambda _: _one(port, seconds, paths, headers), range(connections)))
    walls = [wall for each, _ in several for wall in each]
    failures = sum(failed for _, failed in several)
    return Load(
        len(walls), time.perf_counter() - started, median(walls) if walls else 0.0, failures
    )


def _one(
    port: int, seconds: int, paths: Sequence[str], headers: Sequence[str]
) -> tuple[list[float], int]:
    """Ask one path after the other over one connection: milliseconds of each, and failures."""
    walls, failures = [], 0
    told = dict(header.split(": ") for header in headers)
    connection = HTTPConnection(HOST, port, timeout=10)
    end = time.perf_counter() + seconds
    for path in cycle(paths):
        started = time.perf_counter()
        if started > end:
            break
        try:
            connection.request("GET", path, headers=told)
            response = connection.getresponse()
            response.read()
            failures += response.status >= 400
        except (OSError, HTTPException):
            failures += 1
            connection.close()
        walls.append((time.perf_counter() - started) * 1000)
    connection.close()
    return walls, failures
