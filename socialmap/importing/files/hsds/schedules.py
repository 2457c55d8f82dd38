"""HSDS schedules: weekly ones become opening hours, dated ones activities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from socialmap.catalogue.listing import ListedActivity
from socialmap.importing.files.documents import as_text
from socialmap.importing.files.hsds.clocks import Schedule, clock_of, column, is_here, zone_of
from socialmap.importing.files.moments import local_moment
from socialmap.standards.hsds_schedules import repetition
from socialmap.times.clock import AMSTERDAM, today
from socialmap.times.dates import first_time
from socialmap.times.hours_rules import MONTHS
from socialmap.times.rules import rule_of

NTH = re.compile(r"([1-5]|-1)(MO|TU|WE|TH|FR|SA|SU)")
CLOSED = frozenset({"true", "t", "1", "yes", "y", "ja", "x"})
LONGEST_NIGHT = 14 * 60  # minutes from opening to closing on the next day
LONGEST_WORDS = 200  # characters
LONGEST_NAME = 150  # characters
DUTCH_DAYS = {"MO": "ma", "TU": "di", "WE": "wo", "TH": "do", "FR": "vr", "SA": "za", "SU": "zo"}
DAYS = {"MO": "Mo", "TU": "Tu", "WE": "We", "TH": "Th", "FR": "Fr", "SA": "Sa", "SU": "Su"}
OSM_DATE = re.compile(rf"(\d{{4}}) ({'|'.join(MONTHS)}) (\d\d)")
# What a text consists of that says no more than days and times: 'Monday 9:00am - 12 PM'.
ONLY_TIMES = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?"
    r"|(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:en)?|ma|di|wo|do|vr|za|zo|[ap]\.?m\b\.?"
    r"|to|tot|t/m|until|from|van|and|en|uur|closed|gesloten|[\W\d_])+",
    re.I,
)
# The parts of a rule that each frequency may have.
PARTS = {
    "DAILY": ("byday",),
    "WEEKLY": ("byday",),
    "MONTHLY": ("byday", "bymonthday"),
    "YEARLY": ("byday", "bymonthday", "byyearday"),
}
# The columns of the repetition that our own exports write.
REPEATS = ("freq", "interval", "byday", "bymonthday", "until", "count")
# What a schedule says of its times; one that has only a description says nothing else.
TIMES = (
    "freq", "interval", "byday", "bymonthday", "byyearday", "opens_at", "closes_at", "timezone",
    "dtstart", "valid_from", "valid_to", "until", "count", "start_date", "end_date",
)  # fmt: skip


def starts_of(schedule: Schedule) -> str:
    """Return the date and time at which a schedule starts; empty if it has no date or time.

    Without a date of its own it starts on the first day of its rule since it is valid. A time in
    UTC, or with another zone, is what the clock says here on that day.
    """
    own = column(schedule, "dtstart")
    day, clock = (own or column(schedule, "valid_from"))[:10], clock_of(schedule, "opens_at")
    if not (day and clock):
        return ""
    moment = local_moment(f"{day}T{clock}")
    rule = rule_of(_rule(schedule))
    first = first_time(moment, rule) if moment and rule and not own else moment
    if first is None:
        return f"{day} {clock}"
    zone = zone_of(schedule)
    if zone is None:
        return ""
    here = first.replace(tzinfo=zone).astimezone(AMSTERDAM)
    return f"{here:%Y-%m-%d %H:%M}"


def _days(schedule: Schedule) -> list[str]:
    """Return the weekdays in OSM syntax; an empty list if any of them is no plain weekday."""
    days = [day.strip().upper() for day in column(schedule, "byday").split(",")]
    return [DAYS[day] for day in days] if all(day in DAYS for day in days) else []


def _nth_days(schedule: Schedule) -> list[str]:
    """Return the weekdays of the month in OSM syntax, as Tu[2]; an empty list for other days."""
    matches = [NTH.fullmatch(day.strip().upper()) for day in column(schedule, "byday").split(",")]
    return [f"{DAYS[one[2]]}[{int(one[1])}]" for one in matches if one] if all(matches) else []


def _frequency(schedule: Schedule) -> str:
    """Return how often a schedule repeats, as RFC 5545 has it; with only weekdays it is weekly."""
    return column(schedule, "freq").upper() or ("WEEKLY" if _days(schedule) else "")


def repeating_days(schedule: Schedule) -> list[str]:
    """Return the days on which a schedule repeats without an end, in OSM syntax.

    The list is empty for another rhythm, for times that are not certain, and for what does not hold
    yet.
    """
    frequency = _frequency(schedule)
    plain = (
        not _own_rule(schedule)
        and not any(column(schedule, name) for name in ("until", "count", "valid_to"))
        and column(schedule, "interval") in ("", "1")
        and _certain(schedule)
        and not _begins_later(schedule)
    )
    if not plain:
        return []
    if frequency == "MONTHLY" and not starts_of(schedule):
        return _nth_days(schedule)
    return _days(schedule) if frequency == "WEEKLY" else []


def _is_closed(schedule: Schedule) -> bool:
    return column(schedule, "closed").lower() in CLOSED


def closes_days(schedule: Schedule) -> list[str]:
    """Return the weekdays on which a schedule says that it is closed, in OSM syntax."""
    return _days(schedule) if _is_closed(schedule) else []


def _begins_later(schedule: Schedule) -> bool:
    """Return whether a schedule holds from a day after today."""
    begins = _day(schedule, "dtstart") or _day(schedule, "valid_from")
    return begins is not None and begins > today()


def _certain(schedule: Schedule) -> bool:
    """Return whether a schedule opens and closes, and not so late that am and pm are confused.

    What is the same time every week in UTC is here an hour later in summer.
    """
    opens, closes = clock_of(schedule, "opens_at"), clock_of(schedule, "closes_at")
    return (
        bool(opens and closes)
        and is_here(zone_of(schedule))
        and (closes > opens or _length(opens, closes) <= LONGEST_NIGHT)
    )


def _length(opens: str, closes: str) -> int:
    """Return the minutes from one time to the next."""
    begin, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (opens, closes))
    return (end - begin) % 1440 or 1440


def weekly_hours(schedules: Iterable[Schedule], holidays: Iterable[Schedule] = ()) -> str:
    """Return the schedules as OSM opening_hours, with their holidays; without any, their words.

    Words beside the hours make the rest of the week uncertain, as they may name more hours.
    """
    spans: dict[str, list[str]] = defaultdict(list)
    texts: dict[str, None] = {}
    closed: dict[str, None] = {}
    for schedule in schedules:
        if _is_closed(schedule):
            closed |= dict.fromkeys(_days(schedule))
            continue
        days = repeating_days(schedule)
        for day in days:
            span = f"{clock_of(schedule, 'opens_at')}-{clock_of(schedule, 'closes_at')}"
            spans[day] += [span] * (span not in spans[day])
        if not days and not starts_of(schedule):
            texts[_words(schedule)] = None
    off = [day for day in DAYS.values() if day in closed and not any(day in one for one in spans)]
    words = "; ".join(filter(None, texts))
    if not spans:
        return "; ".join(
            filter(None, (words, in_dutch(f"{', '.join(off)} gesloten") if off else ""))
        )
    together: dict[str, list[str]] = defaultdict(list)
    order = [*DAYS.values(), *sorted(spans.keys() - set(DAYS.values()))]
    for day in filter(spans.__contains__, order):
        together[",".join(sorted(spans[day]))].append(day)
    rules = [f"{','.join(days)} {times}" for times, days in together.items()]
    weekly, nth = ([rule for rule in rules if ("[" in rule) == nth] for nth in (False, True))
    hours = ", ".join(filter(None, ("; ".join(weekly), ", ".join(nth))))
    hours = "; ".join([hours, *([f"{','.join(off)} off"] if off else []), *holiday_rules(holidays)])
    quoted = words.replace('"', "'")
    return f'{hours} || "{quoted[:LONGEST_WORDS]}"' if words else hours


def in_dutch(hours: str) -> str:
    """Return hours in OSM syntax in Dutch: 'di 10:00-12:00; 24-12-2026 gesloten'."""
    dutch = {osm: DUTCH_DAYS[day] for day, osm in DAYS.items()}
    words = OSM_DATE.sub(
        lambda match: f"{match[3]}-{MONTHS.index(match[2]) + 1:02}-{match[1]}", hours
    )
    words = re.sub(r"(-\d{4})-(?=\d\d-)", r"\1 tot en met ", words)
    words = re.sub(r"\boff\b", "gesloten", words).replace(" || ", "; ").replace('"', "")
    return re.sub(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b", lambda match: dutch[match[0]], words)


def _words(schedule: Schedule) -> str:
    """Return what a schedule says in words; else its day and its times as they were written."""
    if described := column(schedule, "description"):
        return described
    if not (column(schedule, "opens_at") and column(schedule, "byday")):
        return ""
    if column(schedule, "freq").upper() not in ("", "WEEKLY"):
        return ""
    days = [
        DUTCH_DAYS.get(day.strip().upper(), day) for day in column(schedule, "byday").split(",")
    ]
    times = "-".join(filter(None, (column(schedule, name) for name in ("opens_at", "closes_at"))))
    zone = "" if is_here(zone_of(schedule)) else column(schedule, "timezone")
    last = _day(schedule, "until") or _day(schedule, "valid_to")
    beside = [f"({zone})" if zone else "", f"tot en met {last:%d-%m-%Y}" if last else ""]
    clock = re.sub("[Zz]", " UTC", times)
    return " ".join(filter(None, [", ".join(days), clock, *beside]))


def uncertain(schedules: Iterable[Schedule], holidays: Iterable[Schedule] = ()) -> list[str]:
    """Return the schedules and holidays that become no hours and no activity, as they stand."""
    unread = [
        schedule
        for schedule in schedules
        if not (
            closes_days(schedule)
            if _is_closed(schedule)
            else repeating_days(schedule) or starts_of(schedule)
        )
    ]
    unread += [holiday for holiday in holidays if not holiday_rules([holiday])]
    texts = (
        ", ".join(f"{name} {column(one, name)}" for name in TIMES if column(one, name))
        for one in unread
    )
    return list(dict.fromkeys(filter(None, texts)))


def holiday_rules(holidays: Iterable[Schedule]) -> list[str]:
    """Return the days with other hours, or none, as rules in OSM syntax."""
    rules: dict[str, None] = {}
    for holiday in holidays:
        days = [_day(holiday, name) for name in ("start_date", "end_date")]
        first, last = days[0], days[1] or days[0]
        opens, closes = clock_of(holiday, "opens_at"), clock_of(holiday, "closes_at")
        closed = _is_closed(holiday) or not (opens and closes)
        if first and last and first <= last:
            span = _osm_date(first) if first == last else f"{_osm_date(first)}-{_osm_date(last)}"
            rules[f"{span} {'off' if closed else f'{opens}-{closes}'}"] = None
    return list(rules)


def _day(schedule: Schedule, name: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(column(schedule, name)[:10])
    return None


def _osm_date(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"


def says_only_times(text: str) -> bool:
    """Return whether a text has only days and times: 'Monday 9:00am - 12 PM'."""
    return not text or bool(ONLY_TIMES.fullmatch(text))


def activities(schedules: Iterable[Schedule]) -> list[dict[str, str]]:
    """Return the cells of an activity for each dated schedule that is not weekly, each once."""
    found = [
        {
            **({"activity_name": name} if (name := name_of(schedule)) else {}),
            "activity_starts": starts_of(schedule),
            "activity_minutes": _minutes(schedule),
            "activity_repeats": _rule(schedule),
        }
        for schedule in schedules
        if starts_of(schedule) and not repeating_days(schedule)
    ]
    return [cells for at, cells in enumerate(found) if cells not in found[:at]]


def name_of(schedule: Schedule) -> str:
    """Return the description of a schedule if it can be the name of an activity."""
    text = column(schedule, "description")
    return text if len(text) <= LONGEST_NAME and not says_only_times(text) else ""


def _minutes(schedule: Schedule) -> str:
    opens, closes = clock_of(schedule, "opens_at"), clock_of(schedule, "closes_at")
    if not (opens and closes):
        return ""
    return str(_length(opens, closes))


def _rule(schedule: Schedule) -> str:
    """Return the RRULE of a schedule, without the parts that its frequency does not allow."""
    if own := _own_rule(schedule):
        return own
    frequency = _frequency(schedule)
    if not frequency:
        return ""
    until = (column(schedule, "until") or column(schedule, "valid_to"))[:10].replace("-", "")
    parts = {"FREQ": frequency, "INTERVAL": column(schedule, "interval"), "UNTIL": until}
    if not until:
        parts["COUNT"] = column(schedule, "count")
    parts |= {name.upper(): column(schedule, name) for name in PARTS.get(frequency, ())}
    return ";".join(f"{name}={value.replace(' ', '')}" for name, value in parts.items() if value)


def _own_rule(schedule: Schedule) -> str:
    """Return the rule in the notes of one of our own exports, if the columns say the same."""
    rule = rule_of(column(schedule, "notes"))
    starts = local_moment(f"{column(schedule, 'dtstart')[:10]}T{clock_of(schedule, 'opens_at')}")
    if not rule or not starts:
        return ""
    same = repetition(ListedActivity(name="", starts=starts, repeats=rule))
    return rule if all(as_text(same.get(n, "")) == column(schedule, n) for n in REPEATS) else ""
