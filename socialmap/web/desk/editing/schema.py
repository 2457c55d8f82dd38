"""The schemas of the edit form: how each field of a listing and of its rows is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, time
from typing import Any

from flask_babel import gettext

from socialmap.catalogue import fields
from socialmap.catalogue.fields import Sort
from socialmap.fields import cells, facts, moments
from socialmap.fields.flaws import Flaw
from socialmap.fields.moments import MONTHS
from socialmap.fields.phones import read_phones
from socialmap.fields.sites import read_website
from socialmap.language.personal import BSN, personal_data
from socialmap.times.osm import Day
from socialmap.times.week import EVERY_YEAR
from socialmap.validity import hours_of
from socialmap.web.page import forms
from socialmap.web.page.forms import Errors, Reader, needed, schema_of, within, wrong, yes_or_no
from socialmap.web.page.patterns import SUN_NAMES
from socialmap.wording import N_

CLOCK = re.compile(r"(\d{1,2})(?:[:.,](\d\d))?")


def text(longest: int, *, lines: bool = False) -> Reader:
    """A reader of text of at most `longest` characters, which has no citizen service number."""
    plain = forms.text(longest, lines=lines)

    def read(typed: str) -> Any:
        value = plain(typed)
        if BSN in personal_data(typed):
            raise wrong(
                N_("Hier staat een getal dat een burgerservicenummer kan zijn. Haal het weg.")
            )
        return value

    return read


def clock(typed: str) -> str:
    """A time of the day as 10:00, from 10, 10.00 or 10:00; empty for nothing."""
    if not typed:
        return ""
    match = CLOCK.fullmatch(typed.removesuffix("uur").removesuffix("u").strip())
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if hour * 60 + minute > 24 * 60 or minute > 59:
        raise wrong(N_("Schrijf een tijd zoals 10.00."))
    return f"{hour:02}:{minute:02}"


def hours_clock(typed: str) -> str:
    """A time of the day as 10:00, or as sunrise or sunset; empty for nothing."""
    sun = {gettext(name): code for code, name in SUN_NAMES.items()}
    return sun.get(typed.strip().lower()) or clock(typed)


def season_day(typed: str) -> Any:
    """A day of a season: april, 15 april, or 15 april 2027; None for nothing."""
    words = typed.lower().replace(".", " ").split()
    if not words:
        return None
    month = MONTHS.get(words[-1])
    if month and len(words) == 1:
        return Day(month)
    if month and len(words) == 2 and words[0].isdecimal() and 1 <= int(words[0][:3]) <= 31:
        with suppress(ValueError):
            yearly = date(EVERY_YEAR, month, int(words[0]))
            return Day(yearly.month, yearly.day)
    day = moments.read_date(typed)
    if not isinstance(day, date):
        raise wrong(N_("Schrijf een maand of een dag, zoals: april, 15 april of 15 april 2027."))
    return Day(day.month, day.day, day.year)


def moment(typed: str) -> time | None:
    """A time at which something begins or ends; None for nothing."""
    typed = clock(typed)
    if not typed:
        return None
    return time(0) if typed == "24:00" else time.fromisoformat(typed)


def osm(typed: str) -> str:
    """Opening hours in OSM syntax."""
    if hours_of(typed) is None:
        raise wrong(
            N_("Dit zijn geen OSM-tijden. Gebruik de regels, of zet het bij de toelichting.")
        )
    return typed


def rule(typed: str) -> Any:
    """An RRULE; empty for nothing."""
    return moments.read_rrule(typed) if typed else ""


def mail(typed: str) -> Any:
    """A mail address; one that is only written a little differently is mended."""
    address = cells.read_email(typed)
    if isinstance(address, Flaw) and address.mended and typed.count("@") < 2:
        return address.mended
    return address


WHERE = text(150)
BY_SORT: Mapping[Sort, Reader] = {
    Sort.CODE: text(60), Sort.FACT: yes_or_no, Sort.MARK: bool,
    Sort.COUNT: cells.whole_of(0, 100_000), Sort.DATE: moments.read_date,
    Sort.NAMES: facts.read_names, Sort.MAIL: mail,
    Sort.SITE: read_website, Sort.LINK: read_website,
}  # fmt: skip

OWN: Mapping[str, Reader] = {
    "name": needed(text(150), N_("Vul een naam in.")), "summary": text(300), "hours": osm,
    "cost_amount": within(cells.read_number, 0, 10_000),
}  # fmt: skip


def _readers() -> Iterator[tuple[str, Reader]]:
    """The readers of the fields of a listing that have none of their own."""
    for field in fields.LISTING:
        if field.name in OWN:
            continue
        if field.sort in (Sort.TEXT, Sort.PROSE):
            yield field.name, text(field.longest, lines=field.sort is Sort.PROSE)
        elif field.sort in BY_SORT:
            yield field.name, BY_SORT[field.sort]


LISTING: Mapping[str, Reader] = {**OWN, **dict(_readers())}
PLACE: Mapping[str, Reader] = {
    "address": text(300), "name": WHERE, "street": WHERE, "postcode": facts.read_postcode,
    "town": WHERE, "trust": WHERE, "hidden": bool, "pin": text(60),
    **dict.fromkeys(fields.LOCATION_FACTS, yes_or_no),
}  # fmt: skip
LINE: Mapping[str, Reader] = {
    "start": hours_clock, "end": hours_clock, "first": season_day, "last": season_day,
    "comment": text(60),
}  # fmt: skip
HOLIDAYS: Mapping[str, Reader] = {"start": hours_clock, "end": hours_clock}
EXCEPT: Mapping[str, Reader] = {
    "first": moments.read_date, "last": moments.read_date, "yearly": bool,
    "start": hours_clock, "end": hours_clock,
}  # fmt: skip
DATE: Mapping[str, Reader] = {
    "name": WHERE, "day": moments.read_date, "start": moment, "end": moment,
    "repeats": text(20), "until": moments.read_date, "rule": rule,
}  # fmt: skip
PHONE: Mapping[str, Reader] = {"number": read_phones, "words": WHERE}


SCHEMAS = {
    "": schema_of(LISTING),
    "place": schema_of(PLACE),
    "line": schema_of(LINE),
    "holidays": schema_of(HOLIDAYS),
    "except": schema_of(EXCEPT),
    "date": schema_of(DATE),
    "phone": schema_of(PHONE),
}


def load(kind: str, typed: Mapping[str, str]) -> tuple[dict[str, Any], Errors]:
    """The values of a listing ("") or of a row of a kind, and what is wrong with the others."""
    return forms.load(SCHEMAS[kind], typed)
