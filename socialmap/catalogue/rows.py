"""A listing as the rows of the tables that hold it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from socialmap.catalogue.classifying import (
    first_form,
    form_rows,
    suggested,
    suggested_weights,
)
from socialmap.catalogue.fields import LISTING, Sort
from socialmap.catalogue.freshness import standing
from socialmap.catalogue.listing import (
    ListedActivity,
    ListedConfirmation,
    ListedLocation,
    Listing,
    sound,
    to_document,
)
from socialmap.catalogue.models import (
    Activity,
    Confirmation,
    Contact,
    Initiative,
    InitiativeArea,
    InitiativeForm,
    InitiativeLocation,
    InitiativeTerm,
    Organisation,
)
from socialmap.catalogue.scopes import municipality_in
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.db import Model
from socialmap.people.permissions import scope_at
from socialmap.places.models import Location

CHILDREN = (InitiativeArea, InitiativeForm, InitiativeTerm, Contact, Activity, Confirmation)
COLUMNS = tuple(
    field.name for field in fields(Listing) if field.name in Initiative.__table__.columns
)
SCHEMES = {field.name: field.scheme for field in LISTING if field.sort in (Sort.CODES, Sort.NAMES)}


def initiative_columns(listing: Listing) -> dict[str, Any]:
    """The columns of an initiative that come from its listing."""
    fresh = standing(listing.confirmations, listing.kind)
    return {name: getattr(listing, name) for name in COLUMNS} | {
        "setting": taxonomy().setting_of(listing.kind) or listing.setting,
        "visibility": dict(listing.visibility),
        "due_on": fresh.due_on,
        "overdue_on": fresh.overdue_on,
    }


def _columns(value: ListedLocation | ListedActivity | ListedConfirmation) -> dict[str, Any]:
    # asdict() copies deep: slow for 100,000 listings, and not needed for flat values.
    return {name: getattr(value, name) for name in value.__slots__}


def location_row(listing: Listing, index: int) -> dict[str, Any]:
    """The row of the location with this index in the listing, with a new id."""
    row = _columns(listing.locations[index]) | {"id": uuid.uuid4()}
    # The municipality decides whose listing it is: without one the listing is nobody's.
    row["municipality"] = municipality_in(listing.locations[index])
    row["point"] = f"SRID=4326;POINT({row.pop('lon')} {row.pop('lat')})"
    return row


def child_rows(
    pairs: Iterable[tuple[uuid.UUID, Listing]],
) -> dict[type[Model], list[dict[str, Any]]]:
    """The rows that belong to these initiatives by table, in the order to insert them."""
    rows: dict[type[Model], list[dict[str, Any]]] = {
        model: [] for model in (Location, InitiativeLocation, *CHILDREN)
    }
    for initiative_id, listing in pairs:
        own = {"initiative_id": initiative_id}
        municipalities: list[str] = []
        for index in range(len(listing.locations)):
            location = location_row(listing, index)
            municipalities.append(location["municipality"])
            rows[Location].append(location)
            rows[InitiativeLocation].append(own | {"location_id": location["id"]})
        areas = scope_at(municipalities, listing.service_areas).areas or {""}
        rows[InitiativeArea].extend(own | {"area": area} for area in sorted(areas))
        rows[InitiativeForm].extend(own | form for form in form_rows(listing))
        rows[InitiativeTerm].extend(
            own | {"scheme": scheme, "code": code}
            for name, scheme in SCHEMES.items()
            for code in getattr(listing, name)
        )
        contact = {
            "name": listing.contact_name,
            "phones": [{"number": phone.number, "words": phone.words} for phone in listing.phones],
            "email": listing.email,
            "website": listing.website,
        }
        if any(contact.values()):
            rows[Contact].append(own | contact)
        rows[Activity].extend(own | _columns(activity) for activity in listing.activities)
        rows[Confirmation].extend(own | _columns(row) for row in listing.confirmations)
    return rows


@dataclass(frozen=True, slots=True)
class Prepared:
    """Valid listings by id, with the rows that they become: worked out before they are written.

    Per listing the columns of its initiative and the document of its revision, and per table the
    rows of all of them.
    """

    pairs: Sequence[tuple[uuid.UUID, Listing]]
    columns: Sequence[dict[str, Any]]
    documents: Sequence[dict[str, Any]]
    children: Mapping[type[Model], Sequence[dict[str, Any]]]

    @property
    def ids(self) -> list[uuid.UUID]:
        """The ids of the listings."""
        return [initiative_id for initiative_id, _ in self.pairs]


def prepare(pairs: Iterable[tuple[uuid.UUID, Listing]]) -> Prepared:
    """Work out the rows of listings, which takes far longer than writing them.

    It asks no database, so that it can be done before a transaction in which others wait.
    """
    valid = [(initiative_id, sound(listing)) for initiative_id, listing in pairs]
    return Prepared(
        pairs=valid,
        columns=[initiative_columns(listing) for _, listing in valid],
        documents=[to_document(listing) for _, listing in valid],
        children=child_rows(valid),
    )


def unsaved_initiative(listing: Listing, slug: str) -> Initiative:
    """The initiative that a listing would be, with all that belongs to it, outside any session."""
    initiative = Initiative(id=uuid.uuid4(), slug=slug, **initiative_columns(listing))
    rows = child_rows([(initiative.id, listing)])
    if listing.organisation:
        initiative.organisation = Organisation(name=listing.organisation)
    initiative.locations = [Location(**row) for row in rows[Location]]
    for location, listed in zip(initiative.locations, listing.locations, strict=True):
        # The database works these out from the point.
        set_committed_value(location, "lon", listed.lon)
        set_committed_value(location, "lat", listed.lat)
    initiative.forms = [InitiativeForm(**row) for row in rows[InitiativeForm]]
    initiative.terms = [InitiativeTerm(**row) for row in rows[InitiativeTerm]]
    initiative.contacts = [Contact(**row) for row in rows[Contact]]
    initiative.activities = [Activity(**row) for row in rows[Activity]]
    initiative.confirmations = [Confirmation(**row) for row in rows[Confirmation]]
    return initiative


def decision_row(
    initiative_id: uuid.UUID, listing: Listing, version: int, at: datetime
) -> dict[str, Any]:
    """The row of `form_decision` for the forms that a person decided on."""
    classification = suggested(listing)
    weights = suggested_weights(classification)
    return {
        "initiative_id": initiative_id,
        "version": version,
        "at": at,
        "suggested": weights,
        "sureness": classification.sureness,
        "decided": dict(listing.forms),
        "agreed": first_form(weights) == first_form(dict(listing.forms)),
    }
