"""A listing as the rows of the tables that hold it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

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
)
from socialmap.catalogue.models import (
    Activity,
    Confirmation,
    Contact,
    Initiative,
    InitiativeForm,
    InitiativeLocation,
    InitiativeTerm,
)
from socialmap.catalogue.scopes import municipality_in
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.db import Model
from socialmap.places.models import Location

CHILDREN = (InitiativeForm, InitiativeTerm, Contact, Activity, Confirmation)
COLUMNS = tuple(each.name for each in fields(Listing) if each.name in Initiative.__table__.columns)
SCHEMES = {field.name: field.scheme for field in LISTING if field.sort in (Sort.CODES, Sort.NAMES)}


def initiative_columns(listing: Listing) -> dict[str, Any]:
    """The columns of an initiative that follow from its listing."""
    fresh = standing(listing.confirmations, listing.kind)
    return {name: getattr(listing, name) for name in COLUMNS} | {
        "setting": taxonomy().setting_of(listing.kind) or listing.setting,
        "visibility": dict(listing.visibility),
        "due_on": fresh.due_on,
        "overdue_on": fresh.overdue_on,
    }


def _columns(value: ListedLocation | ListedActivity | ListedConfirmation) -> dict[str, Any]:
    # asdict() copies deep, which is dear on 100,000 listings and not needed for flat values.
    return {name: getattr(value, name) for name in value.__slots__}


def location_row(listing: Listing, index: int) -> dict[str, Any]:
    """The row of one of the listing's locations, with a new id."""
    row = _columns(listing.locations[index]) | {"id": uuid.uuid4()}
    # Who answers for a listing follows from it: a listing is nobody's when it is not known.
    row["municipality"] = municipality_in(listing.locations[index])
    row["point"] = f"SRID=4326;POINT({row.pop('lon')} {row.pop('lat')})"
    return row


def child_rows(
    pairs: Iterable[tuple[uuid.UUID, Listing]],
) -> dict[type[Model], list[dict[str, Any]]]:
    """Per table the rows that belong to these initiatives, in the order to insert them."""
    rows: dict[type[Model], list[dict[str, Any]]] = {
        each: [] for each in (Location, InitiativeLocation, *CHILDREN)
    }
    for initiative_id, listing in pairs:
        own = {"initiative_id": initiative_id}
        for index in range(len(listing.locations)):
            location = location_row(listing, index)
            rows[Location].append(location)
            rows[InitiativeLocation].append(own | {"location_id": location["id"]})
        rows[InitiativeForm].extend(own | form for form in form_rows(listing))
        rows[InitiativeTerm].extend(
            own | {"scheme": scheme, "code": code}
            for name, scheme in SCHEMES.items()
            for code in getattr(listing, name)
        )
        contact = {
            "name": listing.contact_name,
            "phone": listing.phone,
            "email": listing.email,
            "website": listing.website,
        }
        if any(contact.values()):
            rows[Contact].append(own | contact)
        rows[Activity].extend(own | _columns(each) for each in listing.activities)
        rows[Confirmation].extend(own | _columns(each) for each in listing.confirmations)
    return rows


def decision_row(
    initiative_id: uuid.UUID, listing: Listing, version: int, at: datetime
) -> dict[str, Any]:
    """The row that keeps what a person decided on the forms of a listing."""
    found = suggested(listing)
    weights = suggested_weights(found)
    return {
        "initiative_id": initiative_id,
        "version": version,
        "at": at,
        "suggested": weights,
        "sureness": found.sureness,
        "decided": dict(listing.forms),
        "agreed": first_form(weights) == first_form(dict(listing.forms)),
    }
