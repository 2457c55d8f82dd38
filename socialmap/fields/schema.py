"""One marshmallow schema that reads and validates every import column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import Schema, ValidationError
from marshmallow.fields import Field

from socialmap.fields import cells, facts, moments
from socialmap.fields.countries import read_country
from socialmap.fields.flaws import Flaw

yes_no = cells.read_yes_no
text = cells.text_of(150)
short, line = cells.optional(text), cells.optional(cells.text_of(300))
READERS: dict[str, cells.Reader] = {
    "id": text, "name": text,
    "summary": cells.text_of(300, free=True), "description": cells.text_of(5000, free=True),
    "kind": facts.read_kind, "forms": facts.read_forms, "first_form": facts.read_forms,
    "second_form": facts.read_forms, "sphere": facts.read_code,
    "life_domains": facts.codes_of("life_domain"), "audiences": facts.codes_of("audience"),
    "languages": facts.codes_of("language"), "organisation": short, "location_name": short,
    "address": line, "street": short, "house_number": short,
    "postcode": facts.read_postcode, "town": short, "country": read_country,
    "municipality": short, "bag_id": short,
    "lat": cells.read_number, "lon": cells.read_number, "x": cells.read_number,
    "y": cells.read_number, "hidden": yes_no, "step_free": yes_no, "accessible_toilet": yes_no,
    "hearing_loop": yes_no, "public_transport_near": yes_no, "parking": yes_no,
    "phone": cells.read_phone, "email": cells.read_email, "website": cells.read_website,
    "contact_name": short, "hours": facts.read_hours, "cost": facts.read_cost,
    "cost_amount": cells.read_number, "walk_in": yes_no, "met_at_door": yes_no,
    "companion_welcome": yes_no, "quiet": yes_no, "no_referral_needed": yes_no,
    "transport_offered": yes_no, "experience_experts": yes_no,
    "how_to_join": cells.text_of(1000, free=True),
    "service_areas": facts.read_names, "online": yes_no, "checked_on": moments.read_date,
    "funding_until": moments.read_date, "places_free": cells.whole_of(0, 100_000),
    "waiting_time": short, "capacity_as_of": moments.read_date,
    "evidence_url": cells.read_website, "activity_name": short,
    "activity_starts": moments.read_moment, "activity_minutes": cells.whole_of(1, 1440),
    "activity_repeats": moments.read_rrule, "source_url": cells.read_link, "licence": short,
}  # fmt: skip


class Cell(Field[Any]):
    """A field read from the text of a cell; a flaw becomes a validation error."""

    def __init__(self, read: cells.Reader):
        super().__init__()
        self.read = read

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        result = self.read(value)
        if isinstance(result, Flaw):
            raise ValidationError([result])
        return result


RowSchema = Schema.from_dict({field: Cell(read) for field, read in READERS.items()})


def schema_of(fields: Iterable[str]) -> Schema:
    """Return a schema of only these fields: fewer are read faster."""
    return RowSchema(only=set(fields))


def read_values(schema: Schema, typed: Mapping[str, str], flaws: dict[str, Flaw]) -> dict[str, Any]:
    """Return the values of the cells; a flawed cell gives its mended value, and joins `flaws`."""
    try:
        return dict(schema.load({name: text for name, text in typed.items() if name not in flaws}))
    except ValidationError as error:
        messages: Mapping[str, list[Flaw]] = error.messages_dict
        valid: Any = error.valid_data
        new_flaws = {field: first for field, (first, *_) in messages.items()}
        flaws |= new_flaws
        mended = {field: flaw.mended for field, flaw in new_flaws.items()}
        return {**valid, **mended}
