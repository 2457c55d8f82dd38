"""From a request as granian gives it to the environ of WSGI, and its body within limits."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import Any

from granian._granian import RSGIHTTPProtocol
from granian.rsgi import Scope

from socialmap.server import REFUSED

LONGEST_ADDRESS = 8190  # characters
PLAIN_BODY = 128 * 1024  # bytes of a body that is read before the app is asked for its limit
IN_MEMORY = 64 * 1024  # bytes of a body; more goes to a temporary file
SILENCE = 15.0  # seconds between two parts of a body
LONGEST_BODY = 600.0  # seconds for a whole body
ONCE = ("HTTP_HOST", "CONTENT_TYPE", "CONTENT_LENGTH")
Environ = dict[str, Any]
Ask = Callable[[Environ], Awaitable[int]]


def make_environ(scope: Scope) -> Environ:
    """Return the environ of a request without its body, or one that the app must refuse."""
    server, _, port = scope.server.rpartition(":")
    client, _, client_port = scope.client.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "replace").decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode("utf-8", "replace").decode("latin-1"),
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": "HTTP/1.0" if scope.http_version == "1" else "HTTP/1.1",
        "REMOTE_ADDR": client.strip("[]"),
        "REMOTE_PORT": client_port,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.input": BytesIO(),
        "wsgi.input_terminated": True,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    _add_headers(environ, scope.headers.items())
    if len(scope.path) + len(scope.query_string) > LONGEST_ADDRESS:
        # The end of the path says in which format the answer is expected.
        environ |= {REFUSED: 414, "PATH_INFO": environ["PATH_INFO"][-100:], "QUERY_STRING": ""}
    return environ


def _add_headers(environ: Environ, headers: list[tuple[str, str]]) -> None:
    """Add the headers; a header that comes more than once is joined as HTTP says."""
    for name, value in headers:
        if "_" in name:
            # x_forwarded_for would become the header that a proxy of ours sets.
            continue
        key = name.upper().replace("-", "_")
        key = key if key in ONCE else f"HTTP_{key}"
        if key not in environ:
            environ[key] = value
        elif key in ONCE:
            environ[REFUSED] = 400
        else:
            environ[key] += f"{'; ' if key == 'HTTP_COOKIE' else ','}{value}"


async def add_body(environ: Environ, protocol: RSGIHTTPProtocol, ask: Ask) -> None:
    """Read the whole body into the environ, or mark the environ as one to refuse.

    `ask` returns the bytes that the app accepts; it is asked if the body is larger than PLAIN_BODY.
    """
    chunked = environ.pop("HTTP_TRANSFER_ENCODING", None)
    announced = None if chunked else int(environ.get("CONTENT_LENGTH", "0"))
    if REFUSED in environ or not (chunked or announced):
        return
    body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the environ
    try:
        async with asyncio.timeout(LONGEST_BODY):
            size = await _read(environ, body, protocol, ask, announced or 0)
    except TimeoutError:
        environ[REFUSED] = 408
        return
    if size is None:
        return
    if announced is not None and size != announced:
        environ[REFUSED] = 400
    body.seek(0)
    environ |= {"wsgi.input": body, "CONTENT_LENGTH": str(size)}


async def _read(
    environ: Environ, body: Any, protocol: RSGIHTTPProtocol, ask: Ask, announced: int
) -> int | None:
    """Write the body to a file and return its size; None if it is larger than the app accepts."""
    limit, asked = PLAIN_BODY, False
    size = ends = 0
    parts = aiter(protocol)
    while True:
        if max(size, announced) > limit and not asked:
            limit, asked = max(limit, await ask(environ)), True
        if max(size, announced) > limit:
            # The app answers by the length alone, with a page of its own.
            environ["CONTENT_LENGTH"] = str(max(size, announced))
            return None
        try:
            async with asyncio.timeout(SILENCE):
                part = await anext(parts)
        except StopAsyncIteration:
            break
        body.write(part)
        size, ends = size + len(part), ends + (not part)
    # granian ends every body with an empty part, and gives one more where it could not read on.
    if ends > 1:
        environ[REFUSED] = 400
    return size
