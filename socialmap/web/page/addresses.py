"""Addresses of our own pages, and what may stand in one: a slug is letters, digits and hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

import flask
from flask import Flask, request
from werkzeug.routing import BaseConverter

MOST_KEPT = 1_000
ANY = "x"
PLAIN = re.compile(r"[\w.,-]*", re.ASCII).fullmatch


class SlugConverter(BaseConverter):
    """The name of something in an address, as catalogue.slugs makes it."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


def url_for(endpoint: str, /, **values: Any) -> str:
    """The address of one of our pages; those within the site are made once and kept."""
    if flask.has_request_context() and not endpoint.startswith("."):
        asked = tuple(values.items())
        # `_external` and `_scheme` are no text, or ask for the host of this request.
        if all(type(value) is str and name != "_scheme" for name, value in asked):
            root: str = request._get_current_object().environ.get("SCRIPT_NAME", "")  # type: ignore[attr-defined]
            return _within(root, endpoint, asked)
    return flask.url_for(endpoint, **values)


def listing_url(slug: str) -> str:
    """The address of a listing: that of any other, with its own name."""
    return f"{url_for('public.initiative', slug=ANY).removesuffix(ANY)}{slug}"


@lru_cache(maxsize=MOST_KEPT)
def _within(_root: str, endpoint: str, values: tuple[tuple[str, str], ...]) -> str:
    return flask.url_for(endpoint, **dict(values))  # type: ignore[arg-type]


def with_args(address: str, pairs: Iterable[tuple[str, str]]) -> str:
    """An address with names and values behind its question mark, if there are any."""
    asked = "&".join(
        # What was chosen is mostly a code, in which there is nothing to quote.
        f"{name}={value if PLAIN(value) else quote_plus(value, safe=',')}"
        for name, value in pairs
    )
    return f"{address}?{asked}" if asked else address


def register(app: Flask) -> None:
    """Let rules name a slug; to be called before the doors are opened."""
    app.url_map.converters["slug"] = SlugConverter
    app.jinja_env.globals["url_for"] = url_for
