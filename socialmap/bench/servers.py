"""Starts servers on this machine, measures them in turns, and stops them whatever happens."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median

from socialmap.bench.catalogues import Report
from socialmap.bench.client import HOST, Load, ask

WORKERS = 2
ROUNDS = 3
PATIENCE = 90  # seconds for a server to start


class NotStartedError(Exception):
    """A server did not start; the message says why."""


@dataclass(frozen=True)
class Server:
    """Processes that serve the same pages on several ports of this machine."""

    ports: tuple[int, ...]
    processes: tuple[subprocess.Popen[bytes], ...]

    def busy(self) -> float:
        """Return the processor seconds of these processes and of those that they started."""
        ticks = sum(int(parts[11]) + int(parts[12]) for parts in self._stats().values())
        return ticks / os.sysconf("SC_CLK_TCK")

    def members(self) -> list[int]:
        """Return the ids of these processes and of those that they started."""
        return list(self._stats())

    def _stats(self) -> dict[int, list[str]]:
        """Return what /proc/ID/stat says of each process, without its name."""
        leaders = {process.pid for process in self.processes}
        stats = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                parts = path.read_text().rpartition(")")[2].split()
                if int(parts[2]) in leaders:
                    stats[int(path.parent.name)] = parts
        return stats


@dataclass(frozen=True)
class Target:
    """The requests to a server, under their name in the report."""

    name: str
    server: Server
    paths: Sequence[str]
    headers: Sequence[str] = ()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        port: int = trial.getsockname()[1]
        return port


def start(
    stack: ExitStack,
    command: Sequence[str],
    path: str,
    folder: Path,
    environ: Mapping[str, str] | None = None,
    instances: int = 1,
) -> Server:
    """Start a server, and wait until `path` answers; {port} in the command becomes its port.

    It is stopped when the stack closes, with all processes that it started.
    """
    ports = tuple(free_port() for _ in range(instances))
    processes = []
    log = folder / "server.log"
    for port in ports:
        # socialmap reads its port from the environment.
        settings = {**os.environ, "SOCIALMAP_PORT": str(port), **(environ or {})}
        with log.open("ab") as output:
            process = subprocess.Popen(  # noqa: S603
                [part.replace("{port}", str(port)) for part in command],
                env=settings,
                cwd=folder,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        stack.callback(_stop, process)
        processes.append(process)
    for port, process in zip(ports, processes, strict=True):
        _wait(port, path, process, log)
    return Server(ports, tuple(processes))


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the process group, first politely."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
            if sign is signal.SIGTERM:
                # Gives its workers time to end before they are killed.
                time.sleep(0.2)


def _wait(port: int, path: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the path answers with 200; raise NotStartedError after PATIENCE."""
    end = time.monotonic() + PATIENCE
    answer = "nothing"
    while time.monotonic() < end and process.poll() is None:
        connection = HTTPConnection(HOST, port, timeout=10)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            if response.status == 200:
                return
            answer = f"{response.status} {response.read()[:200]!r}"
        except (OSError, HTTPException):
            time.sleep(0.2)
        finally:
            connection.close()
        time.sleep(0.1)
    last = log.read_text("utf-8", "replace").strip().splitlines()[-1:]
    raise NotStartedError(f"{process.args!r} on {path}: {answer}. Its last line: {last}")


def measure(targets: Sequence[Target], seconds: int, folder: Path) -> Report:
    """Return the answers per second of each target, measured in turns over ROUNDS rounds.

    The turns spread the noise of other work on the machine over all targets.
    """
    rounds: dict[str, list[tuple[Load, float]]] = {target.name: [] for target in targets}
    for _ in range(ROUNDS):
        for target in targets:
            busy = target.server.busy()
            loads = ask(target.server.ports, target.paths, seconds, folder, target.headers)
            busy = target.server.busy() - busy
            rounds[target.name].append((_together(loads), busy))
    return {name: _summary(results) for name, results in rounds.items()}


def _together(loads: Sequence[Load]) -> Load:
    return Load(
        sum(load.answers for load in loads),
        max(load.seconds for load in loads),
        median(load.wall_ms for load in loads),
        sum(load.failures for load in loads),
    )


def _summary(results: Sequence[tuple[Load, float]]) -> Report:
    """Return the medians of the rounds; processor seconds are those of the server alone."""
    speeds = sorted(load.answers / load.seconds for load, _ in results)
    return {
        "per_second": round(median(speeds), 1),
        "per_second_rounds": [round(speed, 1) for speed in speeds],
        "per_cpu_second": round(
            median(load.answers / busy if busy else 0.0 for load, busy in results), 1
        ),
        "wall_ms_p50": round(median(load.wall_ms for load, _ in results), 2),
        "failures": sum(load.failures for load, _ in results),
    }
