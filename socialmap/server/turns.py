"""Threads of which one answers, until its answer takes long: then another takes over."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread

PATIENCE = 0.05  # seconds that one answer may take before another thread takes over
MOST = 8  # threads: slow answers that keep nobody waiting


class Turns:
    """Runs work one after the other in one thread, and in more only while something is slow.

    Python runs one thread at a time: two busy threads switch many times during each answer, which
    takes longer than answering one request after the other. The thread that has the turn takes the
    next work. If its work takes longer than PATIENCE while other work waits, the turn goes to a
    thread that is free.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._work: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._turn = Lock()  # who holds it takes the next work
        self._change = Lock()  # guards the three below
        self._ours: object | None = None  # the work that has the turn
        self._since = 0.0
        self._watching = False
        for number in range(MOST):
            Thread(target=self._answer, name=f"answers-{number}", daemon=True).start()

    def add(self, work: Callable[[], None]) -> None:
        """Queue work, which must not raise. Called in the thread of the event loop."""
        self._work.put(work)
        if not self._watching:
            self._watching = True
            self._loop.call_later(PATIENCE, self._watch)

    def _answer(self) -> None:
        """Take the turn and do work, as long as the turn stays here."""
        while True:
            self._turn.acquire()
            while True:
                work = self._work.get()
                mine = object()
                with self._change:
                    self._ours, self._since = mine, time.monotonic()
                work()
                del work
                with self._change:
                    if self._ours is not mine:
                        break
                    self._ours = None

    def _watch(self) -> None:
        """Pass the turn on if work waits behind a slow answer; look again while work waits."""
        if self._work.empty():
            self._watching = False
            return
        with self._change:
            if self._ours is not None and time.monotonic() - self._since >= PATIENCE:
                self._ours = None
                self._turn.release()
        self._loop.call_later(PATIENCE / 2, self._watch)
