"""Whether a listing is open at chosen times, worked out plainly: the reference for the columns."""

from datetime import UTC, datetime, time, timedelta
from functools import cache

from socialmap.places.hours_place import hours_place
from socialmap.times.clock import AMSTERDAM
from socialmap.times.dates import activity_times
from socialmap.times.hours import spans

DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
PARTS = {"ochtend": (6, 12), "middag": (12, 18), "avond": (18, 24)}


def open_at(source, days, parts, at):
    """Whether a listing is open on one of the days within one of the parts of the day."""
    listing = source.listing
    where = hours_place(listing.locations, listing.service_areas)
    return _open_at(listing.hours, where, listing.activities, days, parts, at)


@cache
def _open_at(hours, where, activities, days, parts, at):
    listing = (hours, where, activities)
    now = at.astimezone(AMSTERDAM).replace(second=0, microsecond=0)
    for ahead in range(8):
        day = now.date() + timedelta(days=ahead)
        for part in parts or ["whole"]:
            first, last = (hour_of(day, hour) for hour in PARTS.get(part, (0, 24)))
            meant = any(is_meant(code, ahead, day.weekday()) for code in days or ["any"])
            if meant and open_between(listing, max(now, first, key=utc), last):
                return True
        if ahead == 0 and "nu" in days:
            inside = [PARTS[part] for part in parts if PARTS[part][0] <= now.hour < PARTS[part][1]]
            next_minute = (now.astimezone(UTC) + timedelta(minutes=1)).astimezone(AMSTERDAM)
            if (inside or not parts) and open_between(listing, now, next_minute):
                return True
    return False


def is_meant(code, ahead, weekday):
    """Whether a choice means the day that is so many days ahead, which is this weekday."""
    match code:
        case "vandaag":
            return ahead == 0
        case "morgen":
            return ahead == 1
        case "weekend":
            return weekday >= 5 and ahead < 7 and not (weekday == 5 and ahead == 6)
        case "nu":
            return False
    return code == "any" or (code in DAYS and DAYS.index(code) == weekday)


def open_between(listing, first, last):
    """Whether it is open, or an activity goes on, between two moments."""
    hours, where, activities = listing
    if utc(first) >= utc(last):
        return False
    dates = [
        times
        for activity in activities
        for times in activity_times(activity, first.date(), last.date())
    ]
    openings = spans(hours, first, last, where)
    return bool(openings) or any(utc(a) < utc(last) and utc(b) > utc(first) for a, b in dates)


def hour_of(day, hour):
    return datetime.combine(day + timedelta(days=hour // 24), time(hour % 24), AMSTERDAM)


def utc(moment):
    return moment.timestamp()
