"""A client that sends requests as fast as a server answers: wrk, or a small one of our own."""

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
# For wrk: every connection requests all paths in turn, and at the end the totals are printed.
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
    """What a server did: answers, in how many seconds, median milliseconds, and failures."""

    answers: int
    seconds: float
    wall_ms: float
    failures: int


def client_name() -> str:
    """Return the name of the client that is used."""
    return "wrk" if shutil.which("wrk") else "our own (apt-get install wrk for a quicker one)"


def ask(
    ports: Sequence[int],
    paths: Sequence[str],
    seconds: int,
    folder: Path,
    headers: Sequence[str] = (),
) -> list[Load]:
    """Send requests to all ports at once, over CONNECTIONS connections, for some seconds."""
    share = max(1, CONNECTIONS // len(ports))
    with ThreadPoolExecutor(len(ports)) as pool:
        if shutil.which("wrk"):
            script = folder / "paths.lua"
            listed = ",".join(orjson.dumps(path).decode() for path in paths)
            script.write_text(SCRIPT.replace("PATHS", listed), "utf-8")
            return list(pool.map(lambda port: _wrk(port, share, seconds, script, headers), ports))
        return list(pool.map(lambda port: _threads(port, share, seconds, paths, headers), ports))


def _wrk(port: int, connections: int, seconds: int, script: Path, headers: Sequence[str]) -> Load:
    output = subprocess.run(  # noqa: S603
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
    result = re.search(r"RESULT (\d+) (\d+) ([\d.]+) (\d+)", output)
    if not result:
        raise RuntimeError(f"wrk gave no result: {output}")
    answers, micros, wall, failures = result.groups()
    return Load(int(answers), int(micros) / 1e6, float(wall), int(failures))


def _threads(
    port: int, connections: int, seconds: int, paths: Sequence[str], headers: Sequence[str]
) -> Load:
    started = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        results = list(pool.map(lambda _: _one(port, seconds, paths, headers), range(connections)))
    walls = [wall for of_one, _ in results for wall in of_one]
    failures = sum(failed for _, failed in results)
    return Load(
        len(walls), time.perf_counter() - started, median(walls) if walls else 0.0, failures
    )


def walls(port: int, paths: Sequence[str], seconds: int) -> list[float]:
    """Return the milliseconds of each request, over CONNECTIONS connections for some seconds."""
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        results = pool.map(lambda _: _one(port, seconds, paths, ()), range(CONNECTIONS))
        return [wall for of_one, _ in results for wall in of_one]


def request_all(port: int, paths: Sequence[str]) -> None:
    """Request each path once, over CONNECTIONS connections; raise OSError, HTTPException."""

    def request(path: str) -> None:
        connection = HTTPConnection(HOST, port, timeout=60)
        connection.request("GET", path)
        connection.getresponse().read()
        connection.close()

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(request, paths))


def _one(
    port: int, seconds: int, paths: Sequence[str], headers: Sequence[str]
) -> tuple[list[float], int]:
    """Request one path after the other over one connection.

    Return the milliseconds of each request, and the number of failures.
    """
    walls, failures = [], 0
    fields = dict(header.split(": ") for header in headers)
    connection = HTTPConnection(HOST, port, timeout=10)
    end = time.perf_counter() + seconds
    for path in cycle(paths):
        started = time.perf_counter()
        if started > end:
            break
        try:
            connection.request("GET", path, headers=fields)
            response = connection.getresponse()
            response.read()
            failures += response.status >= 400
        except (OSError, HTTPException):
            failures += 1
            connection.close()
        walls.append((time.perf_counter() - started) * 1000)
    connection.close()
    return walls, failures
