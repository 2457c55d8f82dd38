"""Addresses of our own pages, and the slugs in them: letters, digits and hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

import flask
from flask import Flask, request
from werkzeug.routing import BaseConverter

MOST_CACHED = 1_000
ANY = "x"
PLAIN = re.compile(r"[\w.,-]*", re.ASCII).fullmatch


class SlugConverter(BaseConverter):
    """A slug in an address, such as koffie-in-de-buurt."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


def url_for(endpoint: str, /, **values: Any) -> str:
    """The address of one of our pages; addresses within the site are cached."""
    if flask.has_request_context() and not endpoint.startswith("."):
        pairs = tuple(values.items())
        # `_external` is no text, and `_scheme` needs the host of this request.
        if all(type(value) is str and name != "_scheme" for name, value in pairs):
            root: str = request._get_current_object().environ.get("SCRIPT_NAME", "")  # type: ignore[attr-defined]
            return _within(root, endpoint, pairs)
    return flask.url_for(endpoint, **values)


def listing_url(slug: str) -> str:
    """The address of a listing: that of any listing, with its own slug."""
    return f"{url_for('public.initiative', slug=ANY).removesuffix(ANY)}{slug}"


@lru_cache(maxsize=MOST_CACHED)
def _within(_root: str, endpoint: str, values: tuple[tuple[str, str], ...]) -> str:
    return flask.url_for(endpoint, **dict(values))  # type: ignore[arg-type]


def with_args(address: str, pairs: Iterable[tuple[str, str]]) -> str:
    """An address with names and values behind its question mark, if there are any."""
    query = "&".join(
        # Most values are codes, in which there is nothing to quote.
        f"{name}={value if PLAIN(value) else quote_plus(value, safe=',')}"
        for name, value in pairs
    )
    return f"{address}?{query}" if query else address


def register(app: Flask) -> None:
    """Let rules name a slug; to be called before blueprints are registered."""
    app.url_map.converters["slug"] = SlugConverter
    app.jinja_env.globals["url_for"] = url_for
