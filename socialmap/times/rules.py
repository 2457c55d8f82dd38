"""Rules of repetition (RRULE, RFC 5545): which of them are valid, and how one is written."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from math import prod

from dateutil.rrule import rrulestr

from socialmap.times.clock import AMSTERDAM

LONGEST = 300  # characters
# Nothing on a social map happens more often on one day.
MOST_A_DAY = 4
DAY_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
# A trial of a rule runs from a Monday in a leap year, for as long as a rule can need to repeat.
TRIAL = datetime(2024, 1, 1, 12), datetime(2054, 1, 1)  # noqa: DTZ001 - local time
UNTIL = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)(Z?))?")
BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")


class _InvalidError(ValueError):
    """Raised for a part that a rule cannot have."""


@dataclass(frozen=True)
class Until:
    """The end of a repetition: a day, which is included, or a moment of a day.

    `at` is the moment as written, in UTC when `utc`, else in Amsterdam time; None for a day.
    """

    day: date
    at: time | None = None
    utc: bool = False

    def moment(self) -> datetime:
        """Return the last moment at which an occurrence may start, naive, in Amsterdam time."""
        moment = datetime.combine(self.day, time.max if self.at is None else self.at)
        if not self.utc:
            return moment
        return moment.replace(tzinfo=UTC).astimezone(AMSTERDAM).replace(tzinfo=None)

    def __str__(self) -> str:
        """Return the value as it stands in a rule."""
        clock = "" if self.at is None else f"T{self.at:%H%M%S}{'Z' if self.utc else ''}"
        return f"{self.day:%Y%m%d}{clock}"


def _whole(least: int, most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not re.fullmatch(r"[+-]?\d{1,4}", text) or not least <= int(text) <= most:
            raise _InvalidError(text)
        return str(int(text))

    return read


def _several(least: int, most: int) -> Callable[[str], str]:
    """Return a reader of numbers; those below zero count from the end, and zero is none."""
    number = _whole(least, most)

    def read(text: str) -> str:
        numbers = [number(one) for one in text.split(",")]
        if least < 0 and "0" in numbers:
            raise _InvalidError(text)
        return ",".join(dict.fromkeys(numbers))

    return read


def _days(text: str) -> str:
    days: dict[str, None] = {}
    for one in text.split(","):
        match = BYDAY.fullmatch(one)
        nth = int(match[1]) if match and match[1] else None
        if match is None or nth == 0 or abs(nth or 1) > 53:
            raise _InvalidError(text)
        days[f"{'' if nth is None else nth}{match[2]}"] = None
    return ",".join(days)


def _word(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise _InvalidError(text)
        return text

    return read


def _until(text: str) -> str:
    return str(read_until(text))


def read_until(text: str) -> Until:
    """Return the end that a rule names; raise ValueError if it is no day or moment."""
    match = UNTIL.fullmatch(text)
    if match is None:
        raise _InvalidError(text)
    day = date(int(match[1]), int(match[2]), int(match[3]))
    if not 1950 <= day.year <= 2200:
        raise _InvalidError(text)
    if match[4] is None:
        return Until(day)
    return Until(day, time(int(match[4]), int(match[5]), int(match[6])), bool(match[7]))


# The parts of a rule in the order in which they are written, each with its reader.
PARTS: Mapping[str, Callable[[str], str]] = {
    "FREQ": _word(*FREQUENCIES),
    "INTERVAL": _whole(1, 1000),
    "BYMONTH": _several(1, 12),
    "BYWEEKNO": _several(-53, 53),
    "BYYEARDAY": _several(-366, 366),
    "BYMONTHDAY": _several(-31, 31),
    "BYDAY": _days,
    "BYHOUR": _several(0, 23),
    "BYMINUTE": _several(0, 59),
    "BYSECOND": _several(0, 59),
    "BYSETPOS": _several(-366, 366),
    "WKST": _word(*DAY_NAMES),
    "UNTIL": _until,
    "COUNT": _whole(1, 9999),
}
# The frequencies with which a part can be combined; a part that is not here goes with each.
ONLY_WITH = {
    "BYWEEKNO": ("YEARLY",),
    "BYYEARDAY": ("YEARLY",),
    "BYMONTHDAY": ("DAILY", "MONTHLY", "YEARLY"),
}


@lru_cache(maxsize=20_000)
def rule_of(text: str) -> str | None:
    """Return a rule as the standard writes it, without spaces; None for one that is not valid.

    An empty text is valid and means once. A rule is valid if each of its parts is, if they can go
    together, if it happens at most MOST_A_DAY times a day, and if it happens at all.
    """
    plain = re.sub(r"\s", "", text[: LONGEST + 1]).upper().removeprefix("RRULE:").rstrip(";")
    if not plain:
        return "" if not text.strip() else None
    if len(text) > LONGEST or not plain.isascii():
        return None
    try:
        parts = parts_of(plain)
        _check(parts)
    except ValueError:
        return None
    return ";".join(f"{name}={parts[name]}" for name in parts)


def parts_of(rule: str) -> dict[str, str]:
    """Return the parts of a rule by name, in the order of the rule; raise ValueError if invalid."""
    parts: dict[str, str] = {}
    for part in rule.split(";"):
        name, sign, value = part.partition("=")
        if not sign or name in parts or name not in PARTS:
            raise _InvalidError(part)
        parts[name] = PARTS[name](value)
    return parts


def _check(parts: Mapping[str, str]) -> None:
    """Raise ValueError if parts, each of them valid, do not make a rule that can be worked out."""
    frequency = parts.get("FREQ", "")
    monthly = frequency in ("MONTHLY", "YEARLY")
    numbered = bool(re.search(r"\d", parts.get("BYDAY", "")))
    positions = {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH"}
    wrong = (
        not frequency,
        "UNTIL" in parts and "COUNT" in parts,
        any(name in parts and frequency not in ok for name, ok in ONLY_WITH.items()),
        numbered and (not monthly or "BYWEEKNO" in parts),
        frequency == "MONTHLY" and any(abs(int(n)) > 5 for n in _nths(parts)),
        "BYSETPOS" in parts and not positions & parts.keys(),
        _a_day(parts) > MOST_A_DAY,
        not _fits_a_month(parts),
    )
    if any(wrong) or not _happens(parts):
        raise _InvalidError(str(parts))


def _nths(parts: Mapping[str, str]) -> list[str]:
    return re.findall(r"-?\d+", parts.get("BYDAY", ""))


def _a_day(parts: Mapping[str, str]) -> int:
    names = ("BYHOUR", "BYMINUTE", "BYSECOND")
    return prod(len(parts[name].split(",")) for name in names if name in parts)


def _fits_a_month(parts: Mapping[str, str]) -> bool:
    """Return whether any of the months has any of the days, as February has no 30th."""
    if "BYMONTHDAY" not in parts:
        return True
    least = min(abs(int(day)) for day in parts["BYMONTHDAY"].split(","))
    months = parts.get("BYMONTH", "1").split(",")
    return any(least <= monthrange(2024, int(month))[1] for month in months)


def _happens(parts: Mapping[str, str]) -> bool:
    """Return whether a rule, without its end, has a first occurrence."""
    endless = ";".join(f"{name}={parts[name]}" for name in parts if name not in ("UNTIL", "COUNT"))
    first, last = TRIAL
    if parts["FREQ"] == "YEARLY" and "INTERVAL" in parts:
        endless = endless.replace(f"INTERVAL={parts['INTERVAL']}", "INTERVAL=1")
    found = rrulestr(f"{endless};UNTIL={last:%Y%m%dT%H%M%S}", dtstart=first)
    return next(iter(found), None) is not None
