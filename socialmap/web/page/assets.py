"""Static files and icons: addresses that change with the content, long caching, gzip."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from wsgiref.headers import Headers

from flask import Flask, current_app
from markupsafe import Markup
from whitenoise import WhiteNoise

from socialmap.config import resource
from socialmap.web.page.addresses import url_for

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

A_YEAR = 365 * 24 * 3600
A_MONTH = 30 * 24 * 3600
AN_HOUR = 3600
VERSION = re.compile(r"(^|&)v=[0-9a-f]{10}($|&)")
TEXTUAL = re.compile(r"^(text/|image/svg|application/(json|geo\+json|javascript|manifest\+json))")
SVG = (
    '<svg class="icon" aria-hidden="true" focusable="false" viewBox="0 0 24 24" fill="none"'
    ' stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
)
SMALLEST = 800  # bytes that are worth compressing


@cache
def _version(path: str) -> str:
    """The first ten characters of the hash of a static file; empty when it is not there."""
    file = resource("static", *path.split("/"))
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else ""


def asset_url(path: str) -> str:
    """The address of a static file, with a version that changes when its content does."""
    if current_app.debug:
        _version.cache_clear()
    version = _version(path)
    if not version:
        return url_for("static", filename=path)
    return url_for("static", filename=path, v=version)


@cache
def icon(name: str) -> Markup:
    """The drawing of an icon beside a word; hidden from screen readers."""
    file = resource("static", "vendor", "icons", f"{name}.svg")
    if not file.is_file():
        return Markup("")
    drawing = re.sub(r"<!--.*?-->|\s*<svg[^>]*>", "", file.read_text("utf-8"), flags=re.DOTALL)
    # The file comes from a package in our own lock file, not from a visitor.
    return Markup(SVG + " ".join(drawing.split()).replace("> <", "><"))  # noqa: S704


class Assets(WhiteNoise):  # type: ignore[misc]
    """Static files: a browser may cache an address with a version for a year, others an hour.

    Fonts, which the style sheet names without a version, may be cached for a month: a font that
    must be asked for again comes too late for the page.
    """

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with a static file, or else pass the request on to the app."""
        versioned = VERSION.search(environ.get("QUERY_STRING", ""))
        file = self.files.get(environ.get("PATH_INFO", "")) if versioned else None

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            if file is not None:
                Headers(headers)["Cache-Control"] = f"max-age={A_YEAR}, public, immutable"
            return start_response(status, headers, *rest)

        answer: Iterable[bytes] = super().__call__(environ, start)
        return answer


@lru_cache(maxsize=64)
def _gzipped_once(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)


def gzipped(app: WSGIApplication, prefix: str = "/static/") -> WSGIApplication:
    """Compress text for a browser that accepts gzip; compressed static files are cached."""

    def compress(body: bytes, path: str) -> bytes:
        return _gzipped_once(body) if path.startswith(prefix) else gzip.compress(body, 5, mtime=0)

    def wrapped(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begun: list[Any] = []

        def start(*args: Any) -> Callable[[bytes], object]:
            begun[:] = args
            return _no_write

        answer = app(environ, start)
        status, pairs, *rest = begun
        headers = Headers(pairs)
        textual = TEXTUAL.match(headers.get("Content-Type", "") or "")
        if not textual or not status.startswith("200") or environ["REQUEST_METHOD"] == "HEAD":
            start_response(status, pairs, *rest)
            return answer
        headers.add_header("Vary", "Accept-Encoding")
        try:
            body = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") and len(body) >= SMALLEST:
            body = compress(body, environ.get("PATH_INFO", ""))
            headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
            # The compressed answer is another representation: its tag may only compare weakly.
            if headers.get("ETag", "").startswith('"'):
                headers["ETag"] = f"W/{headers['ETag']}"
        start_response(status, pairs, *rest)
        return [body]

    return wrapped


def _no_write(_data: bytes) -> None:
    raise NotImplementedError("write() is not for compressed answers")


def _complete(headers: Headers, _path: str, url: str) -> None:
    """Add the security headers of a static file, and how long a browser may cache a font."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if url.endswith(".woff2"):
        headers["Cache-Control"] = f"max-age={A_MONTH}, public"


def serve_assets(app: Flask) -> None:
    """Give templates `asset_url` and `icon`, and let the app serve static files, compressed."""
    app.add_template_global(asset_url)
    app.add_template_global(icon)
    root = resource("static")
    files: Callable[..., Any] = Assets(
        app.wsgi_app,
        root=root if root.is_dir() else None,
        prefix="static/",
        max_age=AN_HOUR,
        allow_all_origins=False,
        add_headers_function=_complete,
        autorefresh=app.debug,
    )
    app.wsgi_app = gzipped(files)  # type: ignore[assignment, method-assign]
