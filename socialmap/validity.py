"""Which values a listing can have: the one place that decides, for what comes in and goes out.

Each function returns the value as it is stored, or None for one that is not valid.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from typing import Any
from urllib.parse import urlsplit

from marshmallow import ValidationError, validate
from sqlalchemy import JSON, Date, Float

from socialmap.db import Checked, PlainText, storable
from socialmap.places.geometry import degrees_of
from socialmap.times.dates import is_day, is_duration, is_start
from socialmap.times.hours import parsed
from socialmap.times.rules import rule_of

__all__ = ["rule_of"]  # the rules of repetition are decided beside the dates that follow from them
PICTURE_DIGEST = re.compile(r"[0-9a-f]{64}")
LONGEST_SITE = 500  # characters
LONGEST_PLAIN_SITE = 63  # as long as one part of a host may be
MOST_EUROS = 10_000
MOST_PLACES = 100_000
# Most addresses are written like this, and then nothing more needs to be checked.
_PLAIN_SITE = re.compile(r"https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,6}(?:/[a-zA-Z0-9_-]*)*")
_NOT_IN_SITE = re.compile(r"\s|[\"<>\\^`{|}]")
_URL = validate.URL(schemes={"http", "https"})
_MAIL = validate.Email()


@lru_cache(maxsize=20_000)
def hours_of(text: str) -> str | None:
    """Return opening hours in OSM syntax; None if they cannot be worked out."""
    if not text:
        return ""
    return text if parsed(text) is not None else None


def is_plain_site(text: str) -> bool:
    """Whether a text is a web address of letters, digits, hyphens and slashes, and no more."""
    return len(text) <= LONGEST_PLAIN_SITE and _PLAIN_SITE.fullmatch(text) is not None


@lru_cache(maxsize=20_000)
def site_of(text: str) -> str | None:
    """Return a web address; None for any other scheme than http and https, or no address.

    An address with a password in it is none.
    """
    if not text:
        return ""
    if len(text) > LONGEST_SITE or not text.isprintable() or _NOT_IN_SITE.search(text):
        return None
    if is_plain_site(text):
        return text
    try:
        # A wrong port raises ValueError only when it is asked for.
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
        _URL(text)
        return text if host and parts.password is None else None
    except (ValueError, ValidationError):
        return None


@lru_cache(maxsize=20_000)
def mail_of(text: str) -> str | None:
    """Return a mail address."""
    try:
        return _MAIL(text) if text else ""
    except (ValueError, ValidationError):
        return None


def picture_of(text: str) -> str | None:
    """Return the digest of a picture; whether it is stored, its reader decides."""
    return text if not text or PICTURE_DIGEST.fullmatch(text) else None


def point_of(lon: Any, lat: Any) -> tuple[float, float] | None:
    """Return a point (lon, lat) on earth; whether the map covers it, its reader decides."""
    x, y = degrees_of(lon), degrees_of(lat)
    return (x, y) if x is not None and y is not None and abs(y) <= 90 else None


def day_of(value: date | None) -> date | None:
    """Return a day in a year that a listing can be about."""
    return value if is_day(value) else None


def start_of(value: datetime | None) -> datetime | None:
    """Return a local moment at which an activity can begin."""
    return value if is_start(value) else None


def minutes_of(value: int | None) -> int | None:
    """Return how long an activity can last."""
    return value if is_duration(value) else None


def phones_of(value: Any) -> list[dict[str, str]]:
    """Return the phones in a JSON value, each with a number and the words beside it."""
    return [
        {"number": one["number"], "words": words if isinstance(words, str) else ""}
        for one in (value if isinstance(value, list) else [])
        if isinstance(one, dict) and isinstance(one.get("number"), str) and one["number"]
        for words in [one.get("words", "")]
    ]


def number_within(least: float, most: float) -> Callable[[Any], Any]:
    """Return a check of a number from `least` to `most`."""

    def check(value: Any) -> Any:
        sound = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
        return value if sound and least <= value <= most else None

    return check


amount_of = number_within(0, MOST_EUROS)
weight_of = number_within(0, 1)


def plain(value: Any) -> Any:
    """Return a JSON value with every text in it cleaned, so that it can be stored anywhere."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {storable(str(name)): plain(one) for name, one in value.items()}
    return value


def _or_empty(check: Callable[[str], str | None]) -> Callable[[str | None], str | None]:
    return lambda value: None if value is None else check(value) or ""


# The columns of such values: what is not valid is read as if it were not there.
HOURS = Checked(PlainText(), _or_empty(hours_of))
SITE = Checked(PlainText(), _or_empty(site_of))
MAIL = Checked(PlainText(), _or_empty(mail_of))
PICTURE = Checked(PlainText(), _or_empty(picture_of))
AMOUNT = Checked(Float(), amount_of)
DAY = Checked(Date(), day_of)
PHONES = Checked(JSON(), phones_of)
