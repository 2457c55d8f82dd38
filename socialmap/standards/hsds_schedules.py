"""Opening hours and activities as HSDS schedules: weekly, monthly, or as a text."""

from __future__ import annotations

import re
from typing import Any

from socialmap.catalogue.listing import ListedActivity, Listing
from socialmap.times.dates import last_day
from socialmap.times.rules import parts_of, rule_of

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
CODES = {day: day.upper() for day in DAYS}
RULE = re.compile(
    r"([A-Z][A-Za-z0-9,\[\]\- ]*?)\s+((?:\d\d:\d\d-\d\d:\d\d)(?:,\d\d:\d\d-\d\d:\d\d)*)"
)
DAY = re.compile(r"(Mo|Tu|We|Th|Fr|Sa|Su)(?:-(Mo|Tu|We|Th|Fr|Sa|Su)|\[(-?\d(?:,-?\d)*)\])?")
HOLIDAYS = re.compile(r"PH(?:,SH)? (?:off|closed)")
Schedule = dict[str, Any]


def schedules(listing: Listing) -> list[Schedule]:
    """Return the schedules of a listing, without ids: its opening hours, then its activities."""
    return [*_hours(listing), *map(_dated, listing.activities)]


def _hours(listing: Listing) -> list[Schedule]:
    text = listing.hours or listing.hours_text
    if not text:
        return []
    weekly = _weekly(listing.hours)
    # Hours that HSDS cannot express stay OSM text, which programs can read too.
    return [schedule | {"notes": text} for schedule in weekly] or [{"description": text}]


def _weekly(hours: str) -> list[Schedule]:
    """Return a schedule per span of each rule; an empty list if HSDS cannot express all rules."""
    weekly: list[Schedule] = []
    named: set[str] = set()
    for rule in filter(None, map(str.strip, hours.split(";"))):
        if HOLIDAYS.fullmatch(rule):
            continue
        match = RULE.fullmatch(rule)
        days = _days(match[1]) if match else []
        on = {code[-2:] for day in days for code in day["byday"].split(",")}
        # A later rule replaces the hours of its days, which HSDS cannot say.
        if match is None or not days or named & on:
            return []
        named |= on
        for span in match[2].split(","):
            opens, closes = span.split("-")
            weekly.extend(day | {"opens_at": opens, "closes_at": closes} for day in days)
    return weekly


def _days(text: str) -> list[Schedule]:
    """Return the repetition of the days of a rule: weekly, or the nth weekday of the month."""
    every: list[str] = []
    monthly: list[str] = []
    for part in re.split(r",(?![\d\-])", text.replace(" ", "")):
        match = DAY.fullmatch(part)
        if match is None:
            return []
        first = DAYS.index(match[1])
        if match[3]:
            monthly.extend(f"{nth}{CODES[match[1]]}" for nth in match[3].split(","))
        else:
            last = DAYS.index(match[2]) if match[2] else first
            count = (last - first) % len(DAYS) + 1
            every.extend(CODES[DAYS[(first + step) % len(DAYS)]] for step in range(count))
    return [
        {"freq": frequency, "interval": 1, "byday": ",".join(days)}
        for frequency, days in (("WEEKLY", every), ("MONTHLY", monthly))
        if days
    ]


def _dated(activity: ListedActivity) -> Schedule:
    """Return the schedule of an activity, with its end if known, and its repetition if HSDS can."""
    schedule: Schedule = {
        "description": activity.name,
        "dtstart": f"{activity.starts:%Y-%m-%d}",
        "opens_at": f"{activity.starts:%H:%M}",
    }
    if activity.minutes:
        ends = activity.starts.hour * 60 + activity.starts.minute + activity.minutes
        schedule["closes_at"] = f"{ends // 60 % 24:02}:{ends % 60:02}"
    # The rule as it is, for HSDS has no words for each.
    own = {"notes": rule} if (rule := rule_of(activity.repeats)) else {}
    return schedule | repetition(activity) | own


def repetition(activity: ListedActivity) -> Schedule:
    """Return how often an activity repeats, in columns; an empty mapping if HSDS has no words."""
    rule = rule_of(activity.repeats)
    if not rule:
        return {}
    parts = parts_of(rule)
    frequency, interval = parts["FREQ"], int(parts.get("INTERVAL", "1"))
    if frequency == "DAILY" and interval == 1:
        frequency, parts["BYDAY"] = "WEEKLY", ",".join(CODES.values())
    if frequency not in ("WEEKLY", "MONTHLY"):
        return {}
    schedule: Schedule = {"freq": frequency, "interval": interval}
    schedule |= {name.lower(): parts[name] for name in ("BYDAY", "BYMONTHDAY") if name in parts}
    if last := last_day(activity.starts, rule):
        schedule["until"] = f"{last:%Y-%m-%d}"
    if "COUNT" in parts:
        schedule["count"] = int(parts["COUNT"])
    return schedule
