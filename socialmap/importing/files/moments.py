"""Moments as iCalendar and schema.org write them, in Amsterdam time."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from socialmap.times.clock import AMSTERDAM
from socialmap.times.dates import FIRST_YEAR, LAST_YEAR


def _valid(moment: datetime) -> datetime | None:
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def moment_of(text: str, zone: str = "") -> tuple[datetime | None, bool]:
    """Return a moment such as 20260107T090000Z, naive, in Amsterdam time; and if it is a day.

    A zone that is not known counts as Amsterdam. The moment is None if it is not valid.
    """
    plain = text.strip().upper()
    with suppress(ValueError, OverflowError):
        if re.fullmatch(r"\d{8}", plain):
            return _valid(datetime.strptime(plain, "%Y%m%d")), True  # noqa: DTZ007 - local time
        moment = datetime.strptime(plain.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - as above
        if _valid(moment) is None:
            return None, False
        if plain.endswith("Z"):
            return moment.replace(tzinfo=UTC).astimezone(AMSTERDAM).replace(tzinfo=None), False
        with suppress(ValueError, OSError, LookupError):
            there = moment.replace(tzinfo=ZoneInfo(zone) if zone else AMSTERDAM)
            return there.astimezone(AMSTERDAM).replace(tzinfo=None), False
        return moment, False
    return None, False


def local_moment(text: str) -> datetime | None:
    """Return a moment in ISO 8601, naive, in Amsterdam time; None without a time of the day."""
    if not re.match(r"\d{4}-?\d\d-?\d\d[T ]\d\d", text):
        return None
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text)
        if _valid(moment) is None:
            return None
        return moment.astimezone(AMSTERDAM).replace(tzinfo=None) if moment.tzinfo else moment
    return None
