"""Could a whole listing have been typed? For one that comes in without passing the readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date, datetime
from types import NoneType
from typing import Any

from socialmap.catalogue.fields import FIELD_GROUPS, LISTING, Sort
from socialmap.catalogue.listing import (
    FlawedListing,
    ListedActivity,
    ListedLocation,
    Listing,
)
from socialmap.catalogue.visibility import Visibility
from socialmap.fields.facts import Hours, code_of, read_hours
from socialmap.fields.sites import read_website
from socialmap.places.geometry import in_kingdom
from socialmap.times.rules import rule_of
from socialmap.wording import LANGUAGES

TYPES: dict[str, type | tuple[type, ...]] = {
    "str": str, "bool": bool, "int": int, "float": (int, float), "date": date,
    "datetime": datetime, "None": NoneType,
}  # fmt: skip
YEARS = range(1950, 2101)
PRECISIONS = frozenset({"given", "address", "postcode", "town"})
LONGEST_ACTIVITY = 1440  # minutes
SCHEMES = {field.name: field.scheme for field in LISTING if field.sort is Sort.CODE}
LISTS = {field.name: field.scheme for field in LISTING if field.sort is Sort.CODES}
SITES = tuple(field.name for field in LISTING if field.sort in (Sort.SITE, Sort.LINK))


def is_sound(listing: Listing) -> bool:
    """Return whether each value of a listing is one that the readers could have given."""
    if isinstance(listing, FlawedListing):
        return False
    parts = (*listing.phones, *listing.locations, *listing.activities, *listing.confirmations)
    # The checks of values take their types for granted.
    return all(map(_typed, (listing, *parts))) and all(_checks(listing))


def _typed(value: Any) -> bool:
    """Return whether the plain fields of a value have their types, and its days a year of ours."""
    for each in fields(value):
        names = str(each.type).split(" | ")
        own = getattr(value, each.name)
        if all(name in TYPES for name in names):
            if not any(isinstance(own, TYPES[name]) for name in names):
                return False
            if isinstance(own, date) and own.year not in YEARS:
                return False
    return True


def _checks(listing: Listing) -> Iterator[bool]:
    """Yield whether each value fits its field."""
    yield bool(listing.name.strip())
    yield not listing.hours or read_hours(listing.hours) == Hours(osm=listing.hours)
    yield _known((SCHEMES[name], getattr(listing, name)) for name in SCHEMES)
    yield _known(
        (scheme, code) for name, scheme in LISTS.items() for code in getattr(listing, name)
    )
    yield _known(("isolation_form", code) for code in listing.forms)
    yield all(isinstance(weight, float | int) for weight in listing.forms.values())
    yield all(isinstance(name, str) for name in listing.service_areas)
    yield all(_is_site(getattr(listing, name)) for name in SITES)
    yield all(map(_is_placed, listing.locations))
    yield all(map(_is_dated, listing.activities))
    yield {*listing.visibility, *(one.group for one in listing.confirmations)} <= {*FIELD_GROUPS}
    yield {*listing.visibility.values()} <= {*Visibility}


def _known(codes: Iterable[tuple[str, str]]) -> bool:
    return all(
        not code or code_of(scheme, code) == code or (scheme == "language" and code in LANGUAGES)
        for scheme, code in codes
    )


def _is_site(text: str) -> bool:
    return not text or read_website(text) == text


def _is_placed(location: ListedLocation) -> bool:
    return in_kingdom(location.lon, location.lat) and location.precision in PRECISIONS


def _is_dated(activity: ListedActivity) -> bool:
    lasts = 0 <= activity.minutes <= LONGEST_ACTIVITY
    return lasts and rule_of(activity.repeats) == activity.repeats
