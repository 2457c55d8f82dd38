"""A process that answers: granian reads the requests, and the app answers them in turns."""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Flask
from granian._granian import RSGIHTTPProtocol, SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.rsgi import Scope
from granian.server.embed import Server

from socialmap.search.reading import needs
from socialmap.server.answers import Answer, answer
from socialmap.server.environ import Environ, add_body, make_environ
from socialmap.server.turns import Turns

BACKLOG = 1024  # connections that wait until they are accepted
MOST_OPEN = 2048  # connections at a time
HEADERS_SECONDS = 10  # for the headers of a request, and for silence between two requests
HEADERS_SIZE = 64 * 1024  # bytes
FINISHING = 30.0  # seconds that answers in progress get when the process must stop
LEAVING = 0.5  # seconds that finished answers get to reach their readers
OPENING = 60.0  # seconds within which granian opens a file that it sends


class Listener(Server):
    """Granian's server in this process, on a socket that the parent opened."""

    def __init__(self, target: Any, listening: socket.socket, **options: Any) -> None:
        super().__init__(target, **options)
        self._listening = listening

    def _init_shared_socket(self) -> None:
        """Use our socket, which outlives this process: connections that wait are not lost."""
        # granian's types know neither of its own values, nor how a holder is made.
        holder: Any = SocketHolder
        number: Any = self._listening.fileno()
        self._sfd, self._shd = number, holder(number, False, BACKLOG)


class Worker:
    """The app as granian calls it (RSGI), with the requests that are in progress."""

    def __init__(
        self, app: Flask, loop: asyncio.AbstractEventLoop, ready: Callable[[], None]
    ) -> None:
        self.app = app
        self.loop = loop
        self.ready = ready
        self.turns = Turns(loop)
        self.busy = 0  # requests of which the answer is not finished
        self.idle = asyncio.Event()

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Say that requests are answered, once granian has begun."""
        loop.call_soon(self.ready)

    async def __rsgi__(self, scope: Scope, protocol: RSGIHTTPProtocol) -> None:
        """Read the request, let the app answer it in its turn, and send the answer."""
        environ = make_environ(scope)
        await add_body(environ, protocol, self._body_limit)
        self.busy += 1
        self.idle.clear()
        try:
            await self._in_turn(lambda: send(answer(self.app, environ), protocol, self.loop))
        finally:
            self.busy -= 1
            if not self.busy:
                self.idle.set()

    async def _body_limit(self, environ: Environ) -> int:
        """Ask the app how many bytes it accepts from this person at this address."""
        limit: int = await self._in_turn(lambda: body_limit(self.app, environ))
        return limit

    async def _in_turn(self, work: Callable[[], Any]) -> Any:
        """Return what the work returns, done by a thread that answers."""
        done = self.loop.create_future()

        def do() -> None:
            try:
                result, error = work(), None
            except BaseException as raised:
                result, error = None, raised
            self.loop.call_soon_threadsafe(_finish, done, result, error)

        self.turns.add(do)
        return await done

    async def finish(self) -> None:
        """Wait until all answers in progress are sent, but no longer than FINISHING."""
        if self.busy:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.idle.wait(), FINISHING)


def _finish(done: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    """Give a future its result, unless the request that waited for it is gone."""
    if done.cancelled():
        return
    if error is None:
        done.set_result(result)
    else:
        done.set_exception(error)


def body_limit(app: Flask, environ: Environ) -> int:
    """Return how many bytes the app accepts: its blueprints may allow more for some people."""
    with app.request_context(dict(environ)) as context:
        request = context.request
        for name in (None, *reversed(request.blueprints)):
            for let_in in app.url_value_preprocessors.get(name, ()):
                let_in(request.endpoint, request.view_args)
        return request.max_content_length or 0


def send(answered: Answer, protocol: RSGIHTTPProtocol, loop: asyncio.AbstractEventLoop) -> None:
    """Hand the answer to granian, which sends it at the pace of its reader."""
    if answered.file is None:
        protocol.response_bytes(answered.status, answered.headers, answered.body)
        return
    protocol.response_file(answered.status, answered.headers, f"/dev/fd/{answered.file.fileno()}")
    # It has no name on disk: granian must open it by this number first.
    loop.call_soon_threadsafe(loop.call_later, OPENING, answered.file.close)


def work(
    make_app: Callable[[], Flask], listening: socket.socket, ready: Callable[[], None]
) -> None:
    """Answer until SIGTERM, SIGINT or the end of the parent. Runs in a process of its own."""
    most, allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = max(most, min(allowed, 3 * MOST_OPEN)) if allowed > 0 else most
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, allowed))
    app = make_app()
    with app.app_context():
        needs.prepare()
    # What is there now stays: looking through it for garbage would only hold up answers.
    gc.collect()
    gc.freeze()
    asyncio.run(_serve(app, listening, ready, min(MOST_OPEN, most // 3)))


async def _serve(
    app: Flask, listening: socket.socket, ready: Callable[[], None], most_open: int
) -> None:
    """Answer until the process must stop, then end it."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    worker = Worker(app, loop, ready)
    server = _listener(worker, listening, most_open)
    serving = loop.create_task(server.serve())
    orphaned = loop.create_task(_until_orphaned(stop))
    stopped = loop.create_task(stop.wait())
    await asyncio.wait((serving, stopped), return_when=asyncio.FIRST_COMPLETED)
    orphaned.cancel()
    server.stop()  # type: ignore[no-untyped-call]  # granian has no types here
    await worker.finish()
    await asyncio.wait((serving,), timeout=LEAVING)
    # Connections that are still open, and threads that are still busy, do not hold it up.
    os._exit(0 if stop.is_set() else 1)


def _listener(worker: Worker, listening: socket.socket, most_open: int) -> Listener:
    return Listener(
        worker,
        listening,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADERS_SECONDS * 1000, max_buffer_size=HEADERS_SIZE
        ),
        websockets=False,
        backlog=BACKLOG,
        backpressure=most_open,
        # Its own messages go to standard output; errors go where those of the app go.
        log_level=LogLevels.error,
        log_dictconfig={"handlers": {}, "loggers": {"_granian": {"propagate": True}}},
        log_access=False,
    )


async def _until_orphaned(stop: asyncio.Event) -> None:
    """Stop once the parent is gone, whatever ended it."""
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(1)
    stop.set()
