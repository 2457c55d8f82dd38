"""A gunicorn worker in which one thread answers requests as long as nothing waits for long."""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn import util
from gunicorn.http.errors import LimitRequestLine, ParseException
from gunicorn.workers.gthread import ThreadWorker

PATIENCE = 0.05  # seconds that a request waits for earlier ones before another thread takes it
# Seconds of delay before accepting a connection: for each open one, and at most.
HEAD_START, LONGEST_START = 0.0002, 0.001
SILENCE = 5  # seconds that a new connection may stay silent
UNREADABLE = (
    "Dit begrijpen we niet",
    "Je vraag is te lang of niet te lezen. Ga terug en probeer het met minder woorden.",
)


class Listener(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A worker in which one thread answers, and others help if a request waits for too long.

    Python runs one thread at a time: two busy threads switch many times during each answer, which
    takes longer than answering one request after the other.

    A request that cannot be parsed is refused in plain words, and is not logged.
    """

    def init_process(self) -> None:
        """Start with one thread of our own; gunicorn's threads are the helpers."""
        self.first = ThreadPoolExecutor(1)
        self.waiting: deque[tuple[float, Any, Future[Any]]] = deque()
        super().init_process()

    def accept(self, listener: Any) -> None:
        """Accept a new connection, sooner in a process that has fewer of them."""
        if self.cfg.workers > 1:
            time.sleep(min(self.nr_conns * HEAD_START, LONGEST_START))
        super().accept(listener)

    def enqueue_req(self, conn: Any) -> None:
        """Queue a request for the first thread; a connection that is still silent occupies none."""
        if not (conn.initialized or conn.data_ready):
            conn.sock.setblocking(False)
            conn.timeout = time.monotonic() + SILENCE
            self.pending_conns.append(conn)
            ready = partial(self.on_pending_socket_readable, conn)
            self.poller.register(conn.sock, EVENT_READ, ready)
            return

        def done(answered: Future[Any]) -> None:
            if not answered.cancelled():
                self.method_queue.defer(self.finish_request, conn, answered)

        answer = self.first.submit(self.handle, conn)
        self.waiting.append((time.monotonic() + PATIENCE, conn, answer))
        answer.add_done_callback(done)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Handle events, and give requests that waited for too long to the helpers."""
        super().wait_for_and_dispatch_events(PATIENCE if self.waiting else timeout)
        while self.waiting:
            end, conn, answer = self.waiting[0]
            if not (answer.running() or answer.done()):
                if time.monotonic() < end:
                    break
                if answer.cancel():
                    super().enqueue_req(conn)
            self.waiting.popleft()

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer a request that cannot be parsed with 400, or 414 if its URL is too long."""
        if not isinstance(exc, ParseException):
            super().handle_error(req, client, addr, exc)
            return
        status = 414 if isinstance(exc, LimitRequestLine) else 400
        with suppress(OSError):
            util.write_error(client, status, *UNREADABLE)
