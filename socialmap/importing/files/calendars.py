"""Calendars (ICS): events of one name at one place become one listing with its activities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from dateutil.rrule import rrulestr

from socialmap.errors import FileProblem
from socialmap.fields.facts import code_of
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.columns import label
from socialmap.importing.files.contentlines import (
    Component,
    components,
    is_private,
    read_text,
)
from socialmap.importing.files.markup import plain_text
from socialmap.importing.files.moments import moment_of
from socialmap.importing.files.tables import Elements, Leftovers, Line, RefusedRows
from socialmap.language.folding import fold
from socialmap.times.clock import AMSTERDAM, today
from socialmap.times.dates import FIRST_YEAR, LAST_YEAR, last_day
from socialmap.times.rules import read_until, rule_of
from socialmap.wording import N_

FORMAT = "ICS"
FIELDS = (
    "id", "name", "description", "kind", "location_name", "address", "town", "lat", "lon",
    "online", "website",
    "activity_starts", "activity_minutes", "activity_repeats",
)  # fmt: skip
DURATION = re.compile(
    r"P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:\d+S)?)?"
)
LONGEST_MINUTES = 24 * 60
MOST_SKIPPED = 12  # days on which an event is off, beyond which only the rule is left
OVER = Flaw(
    Level.NOTE,
    N_("Dit is al geweest. We slaan het over."),
    N_("Komt het nog een keer? Zet het dan met een nieuwe datum in de agenda."),
)
UNTIMED = Flaw(
    Level.WARNING,
    N_("Er staat geen tijd bij. De activiteit komt niet in de agenda."),
    N_("Zet er een begin en een einde bij."),
)
CANCELLED = Flaw(
    Level.NOTE,
    N_("Dit is afgezegd. We slaan het over."),
    N_("Gaat het toch door? Verander het dan in de agenda."),
)
PRIVATE = Flaw(
    Level.NOTE,
    N_("Dit staat in de agenda als privé of vertrouwelijk. We slaan het over."),
    N_("Mag iedereen het weten? Maak het openbaar in de agenda."),
    secret=True,
)
UNREADABLE = Flaw(
    Level.WARNING,
    N_("De herhaling kunnen we niet lezen. De activiteit staat één keer in de agenda."),
    N_("Kies in je agenda een gewone herhaling, zoals elke week op dinsdag."),
)
TOO_MANY = Flaw(
    Level.WARNING,
    N_("Deze activiteit valt vaak uit. Die dagen staan toch in de agenda."),
    N_("Zet de dagen die wel doorgaan apart in de agenda."),
)


# The properties of an event of which the first is read, or all, and those that keep the books.
FIRST_READ = frozenset(
    {
        *("SUMMARY", "DESCRIPTION", "LOCATION", "GEO", "URL", "UID", "DTSTART", "DTEND", "RRULE"),
        *("DURATION", "STATUS", "CLASS", "RECURRENCE-ID"),
    }
)
# Of events of one name at one place, those of the first are taken: each with its column.
SHARED = {"DESCRIPTION": "description", "URL": "website"}
ALL_READ = frozenset({"EXDATE", "RDATE"})
BOOKS = frozenset(
    {
        *("DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "TRANSP", "PRIORITY", "METHOD"),
        *("REQUEST-STATUS", "X-WR-ALARMUID", "X-LIC-ERROR", "X-MOZ-GENERATION"),
    }
)
# What is not quoted in the report.
PERSONAL = frozenset({"ATTENDEE"})
# Parts of a calendar that are read, or say nothing of what there is to do.
SILENT_PARTS = frozenset({"VEVENT", "VTIMEZONE", "VFREEBUSY", "VALARM"})


@dataclass
class _Group:
    """The events of one name at one place: the number of the first, and their cells."""

    number: int
    cells: dict[str, str]
    activities: list[dict[str, str]] = field(default_factory=list)


def read_calendar(path: Path, refused: RefusedRows) -> Elements:
    """Read the events of a calendar; raise FileProblem if there are none."""
    calendars = list(components(read_text(path), "VCALENDAR", path.name))
    parts = [part for calendar in calendars for part in calendar.parts]
    events = [part for part in parts if part.name == "VEVENT"]
    if not events:
        raise FileProblem(N_("Er staat geen enkele activiteit in deze agenda."))
    left = Leftovers()
    for part in parts:
        if part.name not in SILENT_PARTS:
            left.note(part.name, [part.text("SUMMARY") or part.name])
    return Elements(FORMAT, tuple(map(label, FIELDS)), _rows(events, left, refused))


def _note_unread(event: Component, left: Leftovers) -> None:
    """Note the properties of an event that are not read, and of others what follows the first."""
    for name, values in event.values.items():
        if name in BOOKS or name == "CATEGORIES" or name.startswith(("X-MICROSOFT", "X-APPLE")):
            continue
        taken = len(values) if name in ALL_READ else 1 if name in FIRST_READ else 0
        texts = [value.text for value in values[taken:]]
        left.note(name, ["…"] * len(texts) if name in PERSONAL else texts)
    kinds = _kinds(event)
    left.note("CATEGORIES", [word for word in _categories(event) if word not in kinds[:1]])


def _note_other(cells: dict[str, str], group: _Group, left: Leftovers) -> None:
    """Note what an event says otherwise than the first of its name at its place, which is taken."""
    for name, column in SHARED.items():
        left.note(name, {cells[column]} - {group.cells[column]})


def _categories(event: Component) -> list[str]:
    values = event.values.get("CATEGORIES", ())
    return [word.strip() for value in values for word in value.text.split(",")]


def _kinds(event: Component) -> list[str]:
    """Return the categories of an event that are a kind or a setting of ours."""
    words = _categories(event)
    return [word for word in words if code_of("kind", word) or code_of("setting", word)]


def _rows(events: list[Component], left: Leftovers, refused: RefusedRows) -> Iterator[Line]:
    moved = _moved(events)
    groups: dict[tuple[str, str], _Group] = {}
    for number, event in enumerate(events, start=1):
        name = event.text("SUMMARY")
        if is_private(event):
            refused.add(number, PRIVATE)
            continue
        if event.text("STATUS").upper() == "CANCELLED":
            refused.add(number, CANCELLED, "", name)
            continue
        flaws, activities = _activities(event, moved.get(event.text("UID"), set()))
        for flaw in flaws:
            refused.add(number, flaw, "", name)
        if not activities and OVER in flaws:
            continue
        key, cells = (fold(name), fold(event.text("LOCATION"))), _cells(event)
        group = groups.setdefault(key, _Group(number, cells))
        group.activities += [one for one in activities if one not in group.activities]
        _note_unread(event, left)
        _note_other(cells, group, left)
    for group in groups.values():
        for activity in group.activities or [{}]:
            cells = group.cells | activity
            yield group.number, [cells.get(name, "") for name in FIELDS]
    left.remark(refused)


def _moved(events: list[Component]) -> dict[str, set[datetime]]:
    """Return the moments by event that another event stands in for, or that are cancelled."""
    moved: dict[str, set[datetime]] = {}
    for event in events:
        moment, _ = _moment(event, "RECURRENCE-ID")
        if moment:
            moved.setdefault(event.text("UID"), set()).add(moment)
    return moved


def _cells(event: Component) -> dict[str, str]:
    """Return the cells of an event that are the same for all its activities."""
    lat, _, lon = event.text("GEO").replace(",", ";").partition(";")
    place = event.text("LOCATION")
    return {
        "id": event.text("UID"),
        "name": event.text("SUMMARY"),
        "description": plain_text(event.text("DESCRIPTION")),
        "kind": next(iter(_kinds(event)), ""),
        **_where(place),
        "lat": lat.strip(),
        "lon": lon.strip(),
        "online": "ja" if "://" in place else "",
        "website": event.text("URL"),
    }


def _where(text: str) -> dict[str, str]:
    """Return the cells of a place in words: a building before the address, a town at the end."""
    parts = [part.strip() for part in re.split(r"[,\n]", text) if part.strip()]
    if "://" in text or not parts:
        return {}
    building = "" if re.search(r"\d", parts[0]) or len(parts) == 1 else parts.pop(0)
    numbered = any(re.search(r"\d", part) for part in parts)
    where = {"address": ", ".join(parts)} if numbered else {"town": parts[0]}
    return {"location_name": building, **where}


def _moment(event: Component, name: str) -> tuple[datetime | None, bool]:
    """Return a moment of an event in Amsterdam time, and whether it is a day without a time."""
    value = event.first(name)
    return moment_of(value.text, value.parameters.get("TZID", "")) if value else (None, False)


def _activities(event: Component, moved: set[datetime]) -> tuple[list[Flaw], list[dict[str, str]]]:
    """Return the flaws of an event, and the cells of its activities that are still to come."""
    starts, whole_day = _moment(event, "DTSTART")
    rule = rule_of(event.text("RRULE")) if event.text("RRULE") else ""
    flaws = [UNREADABLE] if rule is None else []
    if starts is None or not FIRST_YEAR <= starts.year <= LAST_YEAR:
        return [UNTIMED], []
    series = [(starts, rule or "")]
    own = set() if event.first("RECURRENCE-ID") else moved
    skipped = {one for one in own | _listed(event, "EXDATE") if one.date() >= today()}
    if rule and skipped:
        if len(skipped) > MOST_SKIPPED:
            flaws.append(TOO_MANY)
        else:
            series = list(_split(starts, rule, sorted(skipped)))
    series += [(one, "") for one in sorted(_listed(event, "RDATE"))]
    ahead = [(start, rule) for start, rule in series if _to_come(start, rule)]
    if not ahead:
        return [*flaws, OVER], []
    if whole_day:
        return [*flaws, UNTIMED], []
    minutes = _minutes(event, starts)
    return flaws, [
        {
            "activity_starts": f"{start:%Y-%m-%d %H:%M}",
            "activity_minutes": str(minutes) if minutes else "",
            "activity_repeats": rule,
        }
        for start, rule in ahead[:50]
    ]


def _listed(event: Component, name: str) -> set[datetime]:
    """Return the moments in the values of a property such as EXDATE."""
    moments = (
        moment_of(text, value.parameters.get("TZID", ""))[0]
        for value in event.values.get(name, ())
        for text in value.text.split(",")[:400]
    )
    return {moment for moment in moments if moment}


def _to_come(starts: datetime, rule: str) -> bool:
    """Return whether an activity still happens."""
    last: date | None = last_day(starts, rule) if rule else starts.date()
    return last is None or last >= today()


def _minutes(event: Component, starts: datetime) -> int:
    """Return how long an event lasts; 0 if that is not known, or longer than a day."""
    ends, _ = _moment(event, "DTEND")
    length = DURATION.fullmatch(event.text("DURATION").strip().upper())
    minutes = 0
    if ends:
        minutes = round((ends - starts).total_seconds() / 60)
    elif length:
        weeks, days, hours, rest = (int(part or 0) for part in length.groups())
        minutes = ((weeks * 7 + days) * 24 + hours) * 60 + rest
    return minutes if 0 < minutes <= LONGEST_MINUTES else 0


def _split(starts: datetime, rule: str, skipped: list[datetime]) -> Iterator[tuple[datetime, str]]:
    """Yield the parts of a series between the moments that are skipped, each with its own rule."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    endless = {name: value for name, value in parts.items() if name not in ("UNTIL", "COUNT")}
    whole = rrulestr(_counted(parts, starts), dtstart=starts)
    final = (
        next(reversed(list(whole[:10_000])), None) if {"UNTIL", "COUNT"} & parts.keys() else None
    )
    begin: datetime | None = starts
    for moment in skipped:
        last = whole.before(moment)
        if begin and last and last >= begin:
            until = {"UNTIL": f"{last:%Y%m%d}"}
            yield begin, ";".join(f"{name}={value}" for name, value in (endless | until).items())
        begin = whole.after(moment)
    if begin:
        end = {"UNTIL": f"{final:%Y%m%d}"} if final else {}
        yield begin, ";".join(f"{name}={value}" for name, value in (endless | end).items())


def _counted(parts: dict[str, str], starts: datetime) -> str:
    """Return a rule for dateutil: its end as a local moment, or an end in two years without one."""
    ends = {}
    if "UNTIL" in parts:
        ends["UNTIL"] = f"{read_until(parts['UNTIL']).moment():%Y%m%dT%H%M%S}"
    elif "COUNT" not in parts:
        horizon = max(starts, datetime.now(AMSTERDAM).replace(tzinfo=None)) + timedelta(days=800)
        ends["UNTIL"] = f"{horizon:%Y%m%dT%H%M%S}"
    return ";".join(f"{name}={value}" for name, value in (parts | ends).items())
