"""How each field of the edit form is read, as marshmallow schemas: of a listing and of its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from flask_babel import gettext
from marshmallow import EXCLUDE, Schema, ValidationError
from marshmallow.fields import Field

from socialmap.fields import cells, facts, moments
from socialmap.fields.flaws import Flaw, Level
from socialmap.language.personal import BSN, personal_data
from socialmap.times.hours import parsed
from socialmap.web.desk.editing.form import FACTS, PLACE_FACTS
from socialmap.web.page.forms import one_line
from socialmap.wording import N_

Reader = Callable[[str], Any]
Errors = dict[str, list[str]]
CLOCK = re.compile(r"(\d{1,2})(?:[:.,](\d\d))?")


class Read(Field[Any]):
    """A field that is read from what somebody typed; a flaw becomes what to do about it."""

    def __init__(self, read: Reader):
        super().__init__()
        self.read = read

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        found = self.read(str(value).strip())
        if not isinstance(found, Flaw):
            return found
        # A note mends what everybody reads alike, such as a site without https.
        if found.level is Level.NOTE:
            return found.mended
        raise ValidationError([gettext(found.remedy, **dict(found.facts))])


def text(longest: int, *, lines: bool = False) -> Reader:
    """A reader of text of at most so many characters; on one line unless told otherwise."""

    def read(typed: str) -> str:
        if len(typed) > longest:
            raise ValidationError(
                [gettext("Maak de tekst korter: er passen %(longest)s tekens.", longest=longest)]
            )
        if BSN in personal_data(typed):
            raise ValidationError(
                [
                    gettext(
                        "Hier staat een getal dat een burgerservicenummer kan zijn. Haal het weg."
                    )
                ]
            )
        if not lines:
            return one_line(typed)
        return "\n".join(map(one_line, typed.splitlines())).strip()

    return read


def needed(read: Reader, sentence: str) -> Reader:
    """A reader that wants something."""

    def wanted(typed: str) -> Any:
        if not typed:
            raise ValidationError([gettext(sentence)])
        return read(typed)

    return wanted


def within(read: Reader, least: float, most: float) -> Reader:
    """A reader of a number from least to most."""

    def number(typed: str) -> Any:
        found = read(typed)
        if isinstance(found, float | int) and not least <= found <= most:
            sentence = N_("Vul een getal in van %(least)s tot %(most)s.")
            raise ValidationError([gettext(sentence, least=least, most=most)])
        return found

    return number


def fact(typed: str) -> bool | None:
    """A fact as a field has it; None when nobody told."""
    return {"1": True, "0": False}.get(typed)


def clock(typed: str) -> str:
    """A time of the day as 10:00, from 10, 10.00 or 10:00; empty for nothing."""
    if not typed:
        return ""
    found = CLOCK.fullmatch(typed.removesuffix("uur").removesuffix("u").strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hour * 60 + minute > 24 * 60 or minute > 59:
        raise ValidationError([gettext("Schrijf een tijd zoals 10.00.")])
    return f"{hour:02}:{minute:02}"


def moment(typed: str) -> time | None:
    """A time at which something begins or ends."""
    told = clock(typed)
    if not told:
        return None
    return time(0) if told == "24:00" else time.fromisoformat(told)


def osm(typed: str) -> str:
    """Opening hours in OSM syntax."""
    if typed and (len(typed) > 500 or not parsed(typed)):
        raise ValidationError(
            [gettext("Dit zijn geen OSM-tijden. Gebruik de regels, of zet het bij de toelichting.")]
        )
    return typed


def rule(typed: str) -> Any:
    """An RRULE, or nothing."""
    return moments.read_rrule(typed) if typed else ""


def mail(typed: str) -> Any:
    """A mail address; what is only written a little differently is mended."""
    found = cells.read_email(typed)
    if isinstance(found, Flaw) and found.mended and typed.count("@") < 2:
        return found.mended
    return found


def month(typed: str) -> int | None:
    """A month, 1-12."""
    return int(typed) if typed.isascii() and typed.isdigit() and 1 <= int(typed[:3]) <= 12 else None


WHERE = text(150)
LISTING: Mapping[str, Reader] = {
    "name": needed(text(150), N_("Vul een naam in.")),
    "summary": text(300), "description": text(5000, lines=True),
    "how_to_join": text(1000, lines=True),
    "kind": text(60), "setting": text(60), "sphere": text(60), "organisation": WHERE,
    "hours_text": text(300), "hours": osm, "cost_text": text(300), "waiting_time": WHERE,
    "contact_name": WHERE, "phone": cells.read_phone, "email": mail,
    "website": cells.read_website, "evidence_url": cells.read_website,
    "source_url": cells.read_website, "licence": WHERE,
    "cost_amount": within(cells.read_number, 0, 10_000), "places_free": cells.whole_of(0, 100_000),
    "capacity_as_of": moments.read_date, "funding_until": moments.read_date,
    "service_areas": facts.read_names, "online": bool, "month_first": month, "month_last": month,
    **dict.fromkeys(FACTS, fact),
}  # fmt: skip
PLACE: Mapping[str, Reader] = {
    "name": WHERE, "street": WHERE, "postcode": facts.read_postcode, "town": WHERE,
    "hidden": bool, "pin": text(60), **dict.fromkeys(PLACE_FACTS, fact),
}  # fmt: skip
LINE: Mapping[str, Reader] = {"start": clock, "end": clock, "week": text(2)}
EXCEPT: Mapping[str, Reader] = {
    "first": moments.read_date, "last": moments.read_date, "start": clock, "end": clock,
}  # fmt: skip
DATE: Mapping[str, Reader] = {
    "name": WHERE, "day": moments.read_date, "start": moment, "end": moment,
    "repeats": text(20), "until": moments.read_date, "rule": rule,
}  # fmt: skip


def _schema(readers: Mapping[str, Reader]) -> Schema:
    made = Schema.from_dict({name: Read(reader) for name, reader in readers.items()})
    return made(unknown=EXCLUDE)


SCHEMAS = {
    "": _schema(LISTING),
    "place": _schema(PLACE),
    "line": _schema(LINE),
    "except": _schema(EXCEPT),
    "date": _schema(DATE),
}


def load(kind: str, typed: Mapping[str, str]) -> tuple[dict[str, Any], Errors]:
    """The values of a listing ("") or of a row, and what is wrong; what is wrong has no value."""
    schema = SCHEMAS[kind]
    try:
        return dict(schema.load({name: typed.get(name, "") for name in schema.fields})), {}
    except ValidationError as error:
        valid: Any = error.valid_data
        return {**valid}, dict(error.messages_dict)
