"""The security headers of every answer, and the nonce that allows a page its own scripts."""

from __future__ import annotations

import secrets
from functools import cache
from urllib.parse import urlsplit

from flask import Flask, Response, request

from socialmap.config import current_settings

HEADERS = {
    "Cache-Control": "no-cache",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
YEAR = 365 * 24 * 3600  # seconds


def keep_secret(response: Response) -> Response:
    """Keep an address that holds a token from other sites, caches and search engines."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def nonce() -> str:
    """The nonce that allows inline scripts and styles on this one page."""
    environ = request.environ
    if "socialmap.nonce" not in environ:
        environ["socialmap.nonce"] = secrets.token_urlsafe(16)
    return str(environ["socialmap.nonce"])


def tiles_origin(url: str) -> str:
    """The origin of the map tiles, as a source for the policy; empty for none or for our own."""
    parts = urlsplit(url)
    if not parts.netloc:
        return ""
    return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"


@cache
def _policy(tiles_url: str, own: str) -> str:
    images = f"'self' data: {tiles_origin(tiles_url)}".strip()
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self'{own}",
            f"style-src 'self'{own}",
            f"img-src {images}",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
        )
    )


def content_security_policy() -> str:
    """The policy: only our own files, scripts and styles with the nonce, and map tiles."""
    settings = current_settings()
    tiles_url = "" if settings.tiles_file else settings.tiles_url
    if "socialmap.nonce" not in request.environ:
        return _policy(tiles_url, "")
    return _policy(tiles_url, " 'nonce-{nonce}'").replace("{nonce}", nonce())


def add_headers(response: Response) -> Response:
    """Add the headers to an answer, without those that its view set itself."""
    wanted = {"Content-Security-Policy": content_security_policy(), **HEADERS}
    if request.is_secure:
        wanted["Strict-Transport-Security"] = f"max-age={YEAR}"
    there = set(response.headers.keys(lower=True))
    response.headers.extend(
        (name, value) for name, value in wanted.items() if name.lower() not in there
    )
    return response


def register(app: Flask) -> None:
    """Give every answer of the app its headers, and templates the nonce."""
    app.after_request(add_headers)
    app.add_template_global(nonce, "csp_nonce")
