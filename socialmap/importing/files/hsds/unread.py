"""What of an HSDS service does not reach its listing, so that the report of the import names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from socialmap.fields.cells import only_first
from socialmap.fields.flaws import Facts, Flaw, Level
from socialmap.importing.files.documents import as_text, first_text, objects
from socialmap.importing.files.hsds.contacts import is_phone, on_one_line
from socialmap.importing.files.hsds.places import NO_PLACE, is_all_facts
from socialmap.importing.files.hsds.terms import is_read
from socialmap.importing.files.hsds.times import says_no_more
from socialmap.importing.files.tables import RefusedRows
from socialmap.wording import N_

LONGEST_EXAMPLE = 60  # characters
# The columns of each part of a service that reach a listing as they are. A schedule that becomes
# no hours is named with its service.
AS_IT_IS: Mapping[str, frozenset[str]] = {
    part: frozenset(columns.split())
    for part, columns in {
        "service": "name description url website email wait_time application_process"
        " eligibility_description fees_description fees assured_date licenses",
        "organization": "name url website email",
        "location": "name latitude longitude",
        "address": "address_1",
        "phone": "extension description name",
        "contact": "name title email",
        "schedule": "description notes original_text",
        "holiday": "description notes",
        "cost_option": "amount_description option fee fees description",
        "service_area": "name service_area",
        "eligibility": "description eligibility",
        "required_document": "document name",
        "accessibility": "description accessibility details",
        "url": "url",
        "capacity": "available",
    }.items()
}
TIMES = (
    "valid_from valid_to dtstart timezone until count interval freq byday bymonthday byyearday"
    " opens_at closes_at closed start_date end_date weekday day_of_week"
)
# The columns that reach a listing in other words, or that say what the others are.
IN_OTHER_WORDS: Mapping[str, frozenset[str]] = {
    part: frozenset(columns.split())
    for part, columns in {
        "service": "status minimum_age maximum_age taxonomy_ids",
        "location": "location_type",
        "phone": "type number",
        "schedule": TIMES,
        "holiday": TIMES,
        "language": "code name language",
        "cost_option": "amount currency",
        "capacity": "updated",
        "attribute": "taxonomy_term link_entity link_type taxonomy",
    }.items()
}
# What keeps the books, or refers to another part.
BOOKS = frozenset(
    {
        *("id", "last_modified", "assurer_email", "metadata", "version"),
        *(
            f"{name}_id"
            for name in (
                *("organization", "service", "location", "service_at_location", "contact", "unit"),
                *("program", "phone", "link", "taxonomy", "taxonomy_term", "parent", "resource"),
                *("address", "parent_organization"),
            )
        ),
    }
)
# Under which keys each part holds other parts that are read, and what those are.
NESTED: Mapping[str, Mapping[str, str]] = {
    "service": {
        "organization": "organization", "service_at_locations": "service_at_location",
        "locations": "location", "phones": "phone", "contacts": "contact", "schedules": "schedule",
        "holidays": "holiday", "languages": "language", "cost_options": "cost_option",
        "service_areas": "service_area", "eligibility": "eligibility", "additional_urls": "url",
        "required_documents": "required_document", "capacities": "capacity",
        "attributes": "attribute",
    },
    "organization": {"phones": "phone", "contacts": "contact", "additional_urls": "url"},
    "service_at_location": {
        "location": "location", "phones": "phone", "contacts": "contact", "schedules": "schedule",
        "holidays": "holiday", "service_areas": "service_area",
    },
    "location": {
        "addresses": "address", "phones": "phone", "contacts": "contact", "schedules": "schedule",
        "holidays": "holiday", "languages": "language", "accessibility": "accessibility",
    },
    "contact": {"phones": "phone"},
}  # fmt: skip
# An address is one text; of phones only faxes are left out.
WHOLE_ADDRESS, FAX = "address.address_1", "phone.number"
ADDRESS = ("address_1", "postal_code", "city", "country", "address_type")
# A column of a part, its text, and whether the column is one that listings have.
Leaf = tuple[str, str, bool]

SENTENCE = N_(
    "Uit het veld %(column)s nemen we niets mee. Het is ingevuld bij %(count)s diensten,"
    " bijvoorbeeld ‘%(example)s’."
)
REMEDY = N_("Staat daar iets in dat bij een initiatief hoort? Zet het in de beschrijving.")
ONE_OF_SEVERAL = N_(
    "Van het veld %(column)s past er één op de kaart. Staan er meer? Dan nemen we de eerste."
    " Er valt %(values)s keer iets af (aantal diensten: %(count)s), bijvoorbeeld ‘%(example)s’."
)
NOT_ALL = N_(
    "Uit het veld %(column)s nemen we niet alles mee. Er valt %(values)s keer iets af"
    " (aantal diensten: %(count)s), bijvoorbeeld ‘%(example)s’."
)
LEFT_OUT = Flaw(Level.NOTE, N_("Hiervoor is op de kaart geen plaats. We laten het weg."), REMEDY)
# Why a text of these columns is left out.
REASONS: Mapping[str, Flaw] = {
    FAX: replace(
        LEFT_OUT, sentence=N_("Dit is een fax of een pieper. Die zetten we niet op de kaart.")
    ),
    WHOLE_ADDRESS: replace(
        LEFT_OUT, sentence=N_("Op dit adres kun je niet langskomen. We laten het weg.")
    ),
    "service_area.name": replace(
        LEFT_OUT,
        sentence=N_("Dit is te lang voor de naam van een werkgebied. We laten het weg."),
    ),
}


@dataclass
class Left:
    """What is left out of a column: in how many services, how many texts, and an example."""

    services: int = 0
    texts: int = 0
    example: str = ""
    sentence: str = SENTENCE


@dataclass
class Unread:
    """What the services hold and their listings do not, by column.

    A column that no listing has is named once. Of the others each text is named with its service.
    """

    columns: dict[str, Left] = field(default_factory=dict)

    def note(
        self,
        service: Mapping[str, Any],
        rows: list[dict[str, str]],
        line: int,
        refused: RefusedRows,
    ) -> None:
        """Note what of a service is in none of its rows of cells; name what others have."""
        held = Held(rows)
        kept: dict[str, str] = {}
        left: dict[str, dict[str, None]] = {}
        for column, text, known in _leaves("service", service):
            if known and text in held:
                kept.setdefault(column, text)
            elif known or text not in held:
                left.setdefault(column, {})[text] = None
                self.columns.setdefault(column, Left(sentence="" if known else SENTENCE))
        for column, texts in left.items():
            found = self.columns[column]
            found.services += 1
            found.texts += len(texts)
            found.example = found.example or next(iter(texts))[:LONGEST_EXAMPLE]
            if found.sentence != SENTENCE:
                first = "" if column in REASONS else kept.get(column, "")
                found.sentence = ONE_OF_SEVERAL if first else NOT_ALL
                for text in texts:
                    refused.add(line, _flaw(column, first, text), column, text)

    def remark(self, refused: RefusedRows) -> None:
        """Name each column in the report, with how much of it is left out."""
        for name, left in sorted(self.columns.items()):
            facts: Facts = (("column", name), ("count", left.services), ("example", left.example))
            if left.sentence != SENTENCE:
                facts += (("values", left.texts),)
            refused.add(0, Flaw(Level.NOTE, left.sentence, REMEDY, facts=facts), name, left.example)


def _flaw(column: str, first: str, text: str) -> Flaw:
    """Return why a text is left out: the first of its column is taken, or there is no place."""
    if not first:
        return REASONS.get(column, LEFT_OUT)
    return replace(only_first(first, [text]), level=Level.NOTE, mended=None, suggestion="")


class Held:
    """The texts in the cells of a service."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.cells = {" ".join(text.split()) for cells in rows for text in cells.values()}
        self.all = "\n".join(self.cells)

    def __contains__(self, text: str) -> bool:
        """Return whether a text is a cell, or stands in one as whole words."""
        if text in self.cells:
            return True
        at = self.all.find(text)
        while at >= 0:
            end = at + len(text)
            around = (self.all[at - 1 : at], self.all[end : end + 1])
            if not any(sign.isalnum() or sign in "@_" for sign in around if sign):
                return True
            at = self.all.find(text, at + 1)
        return False


def _leaves(part: str, record: Mapping[str, Any]) -> Iterator[Leaf]:
    """Yield the columns of a part and of its own parts, each with its text."""
    if part == "phone" and not is_phone(record):
        yield FAX, first_text([record], "number"), True
        return
    if part == "attribute" and is_read(record):
        return
    if part == "address":
        record = {**_without(record, ADDRESS), "address_1": _address(record)}
    nested = NESTED.get(part, {})
    for name, value in record.items():
        if name in nested and isinstance(value, dict | list):
            yield from _nested(nested[name], value)
            value = [one for one in value if isinstance(value, list) and not isinstance(one, dict)]
        yield from _column(part, name, value)


def _nested(part: str, value: Any) -> Iterator[Leaf]:
    for one in [value] if isinstance(value, dict) else objects(value):
        yield from _leaves(part, one)


def _column(part: str, name: str, value: Any) -> Iterator[Leaf]:
    """Yield a column with its text, unless it only keeps the books or is read in other words."""
    if name in BOOKS or name in IN_OTHER_WORDS.get(part, ()) or name[:1] == "#" or value is None:
        return
    known = name in AS_IT_IS.get(part, ())
    text = " ".join(_text(value).split())
    if part == "phone" and known:
        text = on_one_line(text)
    if text and not (known and _says_nothing(part, text)):
        yield f"{part}.{name}", text, known


def _says_nothing(part: str, text: str) -> bool:
    """Return whether a text only says what is read of it in other words."""
    if part in ("schedule", "holiday"):
        return says_no_more(text)
    return part == "accessibility" and is_all_facts(text)


def _address(address: Mapping[str, Any]) -> str:
    """Return an address on one line if nobody can go there; others are places."""
    if address.get("address_type") not in NO_PLACE:
        return ""
    return ", ".join(filter(None, (first_text([address], name) for name in ADDRESS[:3])))


def _without(record: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}


def _text(value: Any) -> str:
    """Return a value as text, with what stands in lists and objects inside it."""
    if isinstance(value, dict):
        names = (name for name in value if name not in BOOKS and name[:1] != "#")
        return ", ".join(filter(None, (_text(value[name]) for name in names)))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    return as_text(value)
