"""Is a cell still what we wrote? Spreadsheets rewrite dates, numbers and phone numbers."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Any

from socialmap.fields.flaws import Flaw
from socialmap.fields.moments import MONTHS, read_date
from socialmap.fields.schema import READERS

DEGREES = frozenset({"lat", "lon"})
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:E[+-]?\d+)?", re.IGNORECASE)
DAY = re.compile(r"(\d{1,2})[-/](\d{1,2})(?:[-/]\d{2,4})?")
WRITTEN_DAY = re.compile(r"(\d{1,2})[-/. ]([a-z]+|\d{1,2})\.?(?:[-/. ]\d{2,4})?", re.IGNORECASE)
DIGITS = 15  # that a spreadsheet remembers of a number
SHOWN = 1e-2  # the relative error of a number that is shown as 3,44E+15


def same_cell(field: str, written: str, found: str) -> bool:
    """Return whether a cell that we wrote was not edited, however a spreadsheet rewrote it."""
    if written == found:
        return True
    if not (written and found):
        return False
    if _read(field, written) == _read(field, found):
        return True
    if field in DEGREES and _digits(written) == _digits(found):
        return True  # the point was taken for a thousands separator
    return _same_number(written, found) or _same_day(written, found)


def _read(field: str, text: str) -> Any:
    """Return the value of a cell; one that cannot be read is its own text."""
    value = READERS[field](text)
    if not isinstance(value, Flaw):
        return value
    return value.mended if value.mended not in (None, "", ()) else text


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text).strip("0")


def _same_number(written: str, found: str) -> bool:
    """Return whether two texts are one number: 0123 is 123, and 3,44E+15 is 3442000000000001."""
    if not (NUMBER.fullmatch(written) and NUMBER.fullmatch(found)):
        return False
    one, other = (float(text.replace(",", ".")) for text in (written, found))
    if "e" in found.lower():
        return abs(one - other) <= SHOWN * abs(one)
    longest = len(re.sub(r"\D", "", written)) > DIGITS
    return one == other or (longest and abs(one - other) <= 10**-14 * abs(one))


def _same_day(written: str, found: str) -> bool:
    """Return whether what we wrote was taken for a day: 24/7 becomes 24-jul or 2026-07-24."""
    match = DAY.fullmatch(written)
    return match is not None and (int(match[1]), int(match[2])) == _day_and_month(found)


def _day_and_month(text: str) -> tuple[int, int] | None:
    day = read_date(text)
    if isinstance(day, date):
        return day.day, day.month
    match = WRITTEN_DAY.fullmatch(text.strip())
    if match is None:
        return None
    month = MONTHS.get(match[2].lower(), match[2])
    with suppress(ValueError):
        return int(match[1]), int(month)
    return None
