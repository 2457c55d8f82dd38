"""Dates with a year on which it is closed, as Dutch people write them between opening hours."""

from __future__ import annotations

import re
from datetime import date

from socialmap.times.dutch_words import MONTH_OF
from socialmap.times.hours_rules import MONTHS

_MONTH = "|".join(sorted(MONTH_OF, key=len, reverse=True))
_TO = r"\s*(?:-|–|t\s?/?\s?m\.?|tot en met|t\.e\.m\.)\s*"
CLOSURE = re.compile(
    rf"(?:^|[\s,;.(])(?:(?:we|wij) zijn |het is |is )?(?:dicht|gesloten)\s+(?:(?:op|van)\s+)?"
    rf"(?:(?P<day>\d{{1,2}})\s+(?P<month>{_MONTH})\.?(?:\s+(?P<year>20\d\d))?{_TO})?"
    rf"(?P<last_day>\d{{1,2}})\s+(?P<last_month>{_MONTH})\.?\s+(?P<last_year>20\d\d)\b\)?"
)


def without_closures(text: str) -> tuple[str, list[str]]:
    """Return a lower-case text without the dates on which it is closed, and those in OSM syntax.

    Only dates with a year are read: of a winter without one nobody knows whether it comes back.
    """
    closures: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in CLOSURE.finditer(text):
        if closure := _closure(match):
            closures.append(closure)
            spans.append(match.span())
    for start, end in reversed(spans):
        text = f"{text[:start]}; {text[end:]}"
    return text.strip(" .;,\n") if spans else text, closures


def _closure(match: re.Match[str]) -> str:
    """The dates of a match as OSM writes them; empty if there are no such dates."""
    year, month = int(match["last_year"]), int(MONTH_OF[match["last_month"]])
    try:
        last = date(year, month, int(match["last_day"]))
        if not match["day"]:
            return f"{_written(last)} off"
        month, day = int(MONTH_OF[match["month"]]), int(match["day"])
        before = (month, day) > (last.month, last.day)
        first = date(int(match["year"] or year - before), month, day)
    except ValueError:
        return ""
    return f"{_written(first)}-{_written(last)} off" if first < last else ""


def _written(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"
