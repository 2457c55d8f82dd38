"""One marshmallow schema that reads and validates every import column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from marshmallow import Schema, ValidationError, missing
from marshmallow import fields as marshmallow_fields

from socialmap.catalogue.fields import ACTIVITY, LISTING, LOCATION, Field, Sort
from socialmap.fields import cells, costs, durations, facts, moments, phones, sites
from socialmap.fields.addresses import read_postcode_cell
from socialmap.fields.countries import read_country
from socialmap.fields.flaws import Flaw
from socialmap.fields.markup import plain_text
from socialmap.wording import N_

yes_no = cells.read_yes_no
text = cells.text_of(150)
short, line = cells.optional(text), cells.optional(cells.text_of(300))
BY_SORT: dict[Sort, cells.Reader] = {
    Sort.TEXT: short, Sort.FACT: yes_no, Sort.MARK: yes_no, Sort.NUMBER: cells.read_number,
    Sort.COUNT: cells.whole_of(0, 100_000), Sort.DATE: moments.read_date,
    Sort.CODE: facts.read_code, Sort.NAMES: facts.read_names, Sort.PHONES: phones.read_phones,
    Sort.MAIL: sites.read_mail_cell, Sort.SITE: sites.read_website, Sort.LINK: cells.read_link,
}  # fmt: skip
# Columns of our own files that an import compares and does not read.
OURS = (
    "more_places", "more_activities", "status", "page", "changed_at", "setting", "free_of_charge",
    "precision", "record",
)  # fmt: skip
# Readers of columns that the sort of a field does not decide, or that are no field of a listing.
BY_COLUMN: dict[str, cells.Reader] = {
    "id": cells.read_id, "name": text, "kind": facts.read_kind, "forms": facts.read_forms,
    "first_form": facts.read_forms, "second_form": facts.read_forms, "address": line,
    "coordinates": facts.read_coordinates,
    "house_number": short, "postcode": read_postcode_cell, "country": read_country,
    "x": cells.read_number, "y": cells.read_number, "hours": facts.read_hours,
    "cost": costs.read_cost, "checked_on": moments.read_date,
    "activity_starts": moments.read_moment, "activity_minutes": durations.read_minutes,
    "activity_repeats": moments.read_rrule,
    **dict.fromkeys(OURS, str),
}  # fmt: skip


def _reader(field: Field) -> cells.Reader:
    """Return the reader of a field by its sort."""
    if field.sort is Sort.PROSE:
        return cells.text_of(field.longest, free=True)
    return facts.codes_of(field.scheme) if field.sort is Sort.CODES else BY_SORT[field.sort]


READERS = BY_COLUMN | {
    field.column_name: _reader(field)
    for field in (*LISTING, *LOCATION, *ACTIVITY)
    if field.headers and field.column_name not in BY_COLUMN
}
# Columns of web addresses, which may stand in a tag.
ADDRESSES = frozenset({"website", "source_url", "evidence_url"})
OCCUPIED = N_(
    "Hier staat %(text)s. Dat hoort in een andere kolom, maar daar staat al iets. We laten het weg."
)


class Cell(marshmallow_fields.Field[Any]):
    """A field read from the text of a cell; a flaw becomes a validation error."""

    def __init__(self, read: cells.Reader):
        super().__init__()
        self.read = read

    def deserialize(self, value: Any, attr: Any = None, data: Any = None, **kwargs: Any) -> Any:
        """Return what the reader makes of a text: a cell has no other rules to check."""
        if value is missing:
            return missing
        result = self.read(value)
        if isinstance(result, Flaw):
            raise ValidationError([result])
        return result


RowSchema = Schema.from_dict({field: Cell(read) for field, read in READERS.items()})


def schema_of(fields: Iterable[str]) -> Schema:
    """Return a schema of only these fields: fewer are read faster."""
    return RowSchema(only=set(fields))


def read_values(schema: Schema, typed: Mapping[str, str], flaws: dict[str, Flaw]) -> dict[str, Any]:
    """Return the values of the cells; a flawed cell gives its mended value, and joins `flaws`.

    Tags and entities of HTML become plain text. What stands in a wrong cell moves to its own, if
    that one is empty.
    """
    texts = {
        name: text if name in ADDRESSES else plain_text(text)
        for name, text in typed.items()
        if name not in flaws
    }
    values = _load(schema, texts, flaws)
    moved = {field: flaw for field, flaw in flaws.items() if flaw.moved}
    for field, flaw in moved.items():
        for other, text in flaw.moved:
            if values.get(other) in (None, "", ()):
                values[other] = READERS[other](text)
            elif values[other] != text:
                flaws[field] = replace(flaw, sentence=OCCUPIED, facts=(("text", text),))
    return values


def _load(schema: Schema, texts: Mapping[str, str], flaws: dict[str, Flaw]) -> dict[str, Any]:
    try:
        return dict(schema.load(texts))
    except ValidationError as error:
        messages: Mapping[str, list[Flaw]] = error.messages_dict
        valid: Any = error.valid_data
        new_flaws = {field: first for field, (first, *_) in messages.items()}
        flaws |= new_flaws
        mended = {field: flaw.mended for field, flaw in new_flaws.items()}
        return {**valid, **mended}
