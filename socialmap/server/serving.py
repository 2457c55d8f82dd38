"""The parent: it keeps the workers and the jobs running, and stops them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

import click
from flask import Flask

from socialmap.config import SettingError, Settings
from socialmap.server.beside import JobsProcess

BACKLOG = 1024  # connections that wait until they are accepted
UNREAD = 30_000  # milliseconds that a reader may take nothing of its answer
PAUSE = 1.0  # seconds from the start of a worker to that of the one after it
FINISHING = 35.0  # seconds that a worker gets to stop
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def address(settings: Settings) -> str:
    """Return the URL of the map for a browser on this machine."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
    return f"http://{_bracketed(everywhere.get(settings.host, settings.host))}:{settings.port}"


def open_sockets(settings: Settings, workers: int) -> list[socket.socket]:
    """Return a bound socket for each worker; raise SettingError if the port is taken.

    On Linux the kernel shares the connections out over as many sockets; elsewhere the workers
    share one.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    where, shared = (settings.host, settings.port), sys.platform != "linux"
    try:
        # Sockets of one port are let in besides one another, so the first looks alone.
        with _bound(family, where, alone=True):
            pass
        listening = [_bound(family, where, alone=shared) for _ in range(1 if shared else workers)]
    except (OSError, OverflowError) as error:
        raise SettingError(
            f"Cannot listen on {settings.host} port {settings.port}: {error}. Stop what runs"
            " there, or set SOCIALMAP_PORT (or SOCIALMAP_HOST) to another."
        ) from error
    return listening * workers if shared else listening


def _bound(family: int, where: tuple[str, int], alone: bool) -> socket.socket:
    """Return a bound socket; its options are those of each connection that it accepts."""
    bound = socket.socket(family)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not alone:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD)
        bound.bind(where)
    except BaseException:
        bound.close()
        raise
    return bound


class Parent:
    """A worker for each socket, started again when it dies, and the process of the jobs."""

    def __init__(
        self,
        make_app: Callable[[], Flask],
        listening: list[socket.socket],
        jobs: JobsProcess | None = None,
    ) -> None:
        self.make_app = make_app
        self.listening = listening
        self.jobs = jobs
        # Forks know this process's app and settings, and start in little time and memory.
        self._processes = multiprocessing.get_context("fork")
        self._workers: list[BaseProcess] = []
        self._started = [0.0] * len(listening)

    def run(self, announce: Callable[[], None]) -> int:
        """Serve until a signal; return the exit code. `announce` is called once all answer."""
        for listening in self.listening:
            listening.listen(BACKLOG)
        receiving, sending = self._processes.Pipe(duplex=False)
        with _signals() as signalled:
            self._workers = [self._start(number, sending) for number in range(len(self.listening))]
            waiting = len(self._workers)
            while True:
                alive = [worker.sentinel for worker in self._workers if worker.is_alive()]
                if waiting > 0 and len(alive) < len(self._workers):
                    # What kept this worker from starting would keep the next one too.
                    self._stop()
                    return 1
                self._keep(sending)
                events = wait([signalled, receiving, *alive], PAUSE)
                if signalled in events:
                    self._stop()
                    return 0
                if receiving in events:
                    receiving.recv()
                    waiting -= 1
                    if not waiting:
                        announce()

    def _start(self, number: int, ready: Connection) -> BaseProcess:
        """Start the worker of a socket."""
        self._started[number] = time.monotonic()
        worker = self._processes.Process(
            target=_work, args=(self.make_app, self.listening[number], ready), daemon=True
        )
        worker.start()
        return worker

    def _keep(self, ready: Connection) -> None:
        """Start what has died, but a worker at most once in PAUSE."""
        if self.jobs:
            self.jobs.keep()
        for number, worker in enumerate(self._workers):
            if not worker.is_alive() and time.monotonic() - self._started[number] > PAUSE:
                worker.join()
                self._workers[number] = self._start(number, ready)

    def _stop(self) -> None:
        """Let everything finish what it is doing, and stop it."""
        for listening in self.listening:
            listening.close()
        if self.jobs:
            self.jobs.ask_to_stop()
        for worker in self._workers:
            worker.terminate()
        end = time.monotonic() + FINISHING
        for worker in self._workers:
            worker.join(max(0.0, end - time.monotonic()))
            if worker.is_alive():
                worker.kill()
        if self.jobs:
            self.jobs.wait()


def _work(make_app: Callable[[], Flask], listening: socket.socket, ready: Connection) -> None:
    for name in STOPS:
        # Until it has handlers of its own. A terminal that hangs up ends the parent.
        signal.signal(name, signal.SIG_IGN if name == signal.SIGHUP else signal.SIG_DFL)
    # granian is loaded where it is used: other commands do not wait for it.
    from socialmap.server.worker import work

    work(make_app, listening, lambda: ready.send(os.getpid()))


@contextmanager
def _signals() -> Iterator[socket.socket]:
    """Give a socket that becomes readable when this process is asked to stop."""
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    before = {name: signal.signal(name, lambda *_: writing.send(b".")) for name in STOPS}
    try:
        yield reading
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
        reading.close()
        writing.close()


def serve(make_app: Callable[[], Flask], settings: Settings, listening: list[socket.socket]) -> int:
    """Serve until a signal, with the jobs if the settings say so; return the exit code."""

    def announce() -> None:
        click.echo(f"socialmap serves {address(settings)} (Ctrl-C stops it)")

    jobs = JobsProcess() if settings.jobs == "serve" else None
    return Parent(make_app, listening, jobs).run(announce)
