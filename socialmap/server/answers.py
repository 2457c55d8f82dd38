"""The answer of the app to one environ, whole before it is sent."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any

IN_MEMORY = 256 * 1024  # bytes of an answer; more goes to a temporary file
CRASH = (
    '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Er ging iets mis bij ons</title>'
    "<h1>Er ging iets mis bij ons</h1>"
    "<p>Dat is niet jouw schuld. Probeer het over een paar minuten opnieuw.</p></html>"
)
Headers = list[tuple[str, str]]
App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass
class Answer:
    """A status, headers, and a body in memory or in a file (then `body` is empty)."""

    status: int
    headers: Headers
    body: bytes = b""
    file: IO[bytes] | None = None


def answer(app: App, environ: dict[str, Any]) -> Answer:
    """Return what the app answers; a crash is logged, and answered with 500.

    The body is whole before anything is sent. A slow reader keeps no thread and no transaction
    waiting, and what fails halfway is an error instead of half a file.
    """
    try:
        return _answer(app, environ)
    except Exception:
        traceback.print_exc(file=sys.stderr)
        headers = [("Content-Type", "text/html; charset=utf-8")]
        return Answer(500, headers, CRASH.encode())
    finally:
        with suppress(Exception):
            environ["wsgi.input"].close()


def _answer(app: App, environ: dict[str, Any]) -> Answer:
    started: list[Any] = []
    body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - sent, then closed

    def start_response(status: str, headers: Headers, _exc_info: Any = None) -> Callable[..., Any]:
        started[:] = [int(status[:3]), headers]
        return body.write

    parts = app(environ, start_response)
    try:
        for part in parts:
            body.write(part)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    status, headers = started
    size = body.tell()
    body.seek(0)
    if size <= IN_MEMORY:
        return Answer(status, headers, body.read())
    if not any(name.lower() == "content-length" for name, _ in headers):
        headers = [*headers, ("Content-Length", str(size))]
    return Answer(status, headers, b"", body)
