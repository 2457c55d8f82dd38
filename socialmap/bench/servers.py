"""Servers on this machine: started, waited for, measured by turns, and stopped whatever happens."""

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
    """A server did not come up; the sentence tells why."""


@dataclass(frozen=True)
class Server:
    """Processes that serve the same on several ports of this machine."""

    ports: tuple[int, ...]
    processes: tuple[subprocess.Popen[bytes], ...]

    def busy(self) -> float:
        """The processor seconds of these processes and of those that they started."""
        leaders = {process.pid for process in self.processes}
        return sum(_busy(path, leaders) for path in Path("/proc").glob("[0-9]*/stat"))


@dataclass(frozen=True)
class Target:
    """What is asked of a server, under the name that it has in the report."""

    name: str
    server: Server
    paths: Sequence[str]
    headers: Sequence[str] = ()


def _busy(path: Path, groups: set[int]) -> float:
    try:
        parts = path.read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    ticks = int(parts[11]) + int(parts[12]) if int(parts[2]) in groups else 0
    return ticks / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nothing listens on."""
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
    """Start a server, {port} in its command being its port, and wait until a path answers.

    It is stopped when the stack closes, with all that it started.
    """
    ports = tuple(free_port() for _ in range(instances))
    processes = []
    log = folder / "server.log"
    for port in ports:
        # An app of ours reads its port from the environment.
        settings = {**os.environ, "SOCIALMAP_PORT": str(port), **(environ or {})}
        with log.open("ab") as told:
            process = subprocess.Popen(  # noqa: S603
                [part.replace("{port}", str(port)) for part in command],
                env=settings,
                cwd=folder,
                stdout=told,
                stderr=told,
                start_new_session=True,
            )
        stack.callback(_stop, process)
        processes.append(process)
    for port, process in zip(ports, processes, strict=True):
        _wait(port, path, process, log)
    return Server(ports, tuple(processes))


def _stop(process: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
            if sign is signal.SIGTERM:
                # Its workers follow it; what does not is killed after all.
                time.sleep(0.2)


def _wait(port: int, path: str, process: subprocess.Popen[bytes], log: Path) -> None:
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
    """Answers per second of each, by turns in three rounds, so that noise comes to all alike."""
    rounds: dict[str, list[tuple[Load, float]]] = {target.name: [] for target in targets}
    for _ in range(ROUNDS):
        for target in targets:
            busy = target.server.busy()
            loads = ask(target.server.ports, target.paths, seconds, folder, target.headers)
            busy = target.server.busy() - busy
            rounds[target.name].append((_together(loads), busy))
    return {name: _summary(found) for name, found in rounds.items()}


def _together(loads: Sequence[Load]) -> Load:
    return Load(
        sum(load.answers for load in loads),
        max(load.seconds for load in loads),
        median(load.wall_ms for load in loads),
        sum(load.failures for load in loads),
    )


def _summary(found: Sequence[tuple[Load, float]]) -> Report:
    """The middle round; per processor second counts only what the server itself used."""
    speeds = sorted(load.answers / load.seconds for load, _ in found)
    return {
        "per_second": round(median(speeds), 1),
        "per_second_rounds": [round(speed, 1) for speed in speeds],
        "per_cpu_second": round(
            median(load.answers / busy if busy else 0.0 for load, busy in found), 1
        ),
        "wall_ms_p50": round(median(load.wall_ms for load, _ in found), 2),
        "failures": sum(load.failures for load, _ in found),
    }
