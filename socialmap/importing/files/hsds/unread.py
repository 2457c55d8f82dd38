"""What of HSDS services does not reach a listing, so that the report of the import can name it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.files.documents import as_text, objects
from socialmap.importing.files.tables import RefusedRows
from socialmap.wording import N_

LONGEST_EXAMPLE = 60  # characters
# The columns of each part of a service that reach a listing, or that only keep the books.
SCHEDULE = (
    "valid_from valid_to dtstart timezone until count interval freq byday bymonthday byyearday"
    " description opens_at closes_at closed notes start_date end_date"
    " weekday day_of_week original_text"
)
READ: Mapping[str, frozenset[str]] = {
    part: frozenset(columns.split())
    for part, columns in {
        "service": "name description status url website email wait_time application_process"
        " eligibility_description minimum_age maximum_age fees_description fees assured_date"
        " taxonomy_ids",
        "organization": "name url website email",
        "service_at_location": "",
        "location": "name location_type latitude longitude",
        "address": "address_1 city postal_code country address_type",
        "phone": "number extension type description name",
        "contact": "name title email",
        "schedule": SCHEDULE,
        "holiday": SCHEDULE,
        "language": "code name language",
        "cost_option": "amount amount_description currency option fee fees description",
        "service_area": "name service_area",
        "eligibility": "description eligibility",
        "required_document": "document name",
        "accessibility": "description accessibility details",
    }.items()
}
BOOKS = frozenset({"last_modified", "assurer_email", "metadata", "attributes", "version"})
# The keys under which parts are nested, and what each of them is.
NESTED: Mapping[str, str] = {
    "organization": "organization",
    "service_at_locations": "service_at_location",
    "location": "location",
    "locations": "location",
    "addresses": "address",
    "phones": "phone",
    "contacts": "contact",
    "schedules": "schedule",
    "holidays": "holiday",
    "languages": "language",
    "cost_options": "cost_option",
    "service_areas": "service_area",
    "eligibility": "eligibility",
    "required_documents": "required_document",
    "accessibility": "accessibility",
}


@dataclass
class Unread:
    """The columns that hold something which no listing has: how many services, and an example."""

    columns: dict[str, tuple[int, str]] = field(default_factory=dict)

    def note(self, service: Mapping[str, Any]) -> None:
        """Note the columns of a service that are not read."""
        for name, text in dict(_unread("service", service)).items():
            count, example = self.columns.get(name, (0, text[:LONGEST_EXAMPLE]))
            self.columns[name] = (count + 1, example)

    def remark(self, refused: RefusedRows) -> None:
        """Name each of them in the report."""
        for name, (count, example) in sorted(self.columns.items()):
            facts = (("column", name), ("count", count), ("example", example))
            refused.add(0, Flaw(Level.NOTE, SENTENCE, REMEDY, facts=facts), name, example)


SENTENCE = N_(
    "Uit het veld %(column)s nemen we niets mee. Het is ingevuld bij %(count)s diensten,"
    " bijvoorbeeld ‘%(example)s’."
)
REMEDY = N_("Staat daar iets in dat bij een initiatief hoort? Zet het in de beschrijving.")


def _unread(part: str, record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the columns of a part that are not read, and of its own parts, each with its text."""
    for name, value in record.items():
        if name in NESTED:
            parts = [value] if isinstance(value, dict) else objects(value)
            for one in parts:
                yield from _unread(NESTED[name], one)
            if parts or not value or name in READ[part]:
                continue
        known = name in READ[part] or name in BOOKS or name.startswith("#")
        if known or name == "id" or name.endswith("_id"):
            continue
        text = " ".join(as_text(value).split()) if not isinstance(value, dict | list) else ""
        if text or (isinstance(value, dict | list) and value):
            yield f"{part}.{name}", text or "…"
