"""What is known of one initiative, as one value: what is imported, kept in history and compared."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

import orjson

from socialmap.catalogue import fields as table
from socialmap.catalogue.fields import Sort

# Fields that tell one thing together: half of one listing and half of another would contradict.
TOGETHER = (
    ("kind", "setting"),
    ("hours", "hours_text"),
    ("cost_amount", "cost_text", "free_of_charge"),
    ("places_free", "waiting_time", "capacity_as_of"),
    ("source_url", "licence"),
)
# The seven fields that make a listing complete, each by the fields of which one must be there. A
# form of isolation follows from the kind; that words make think of one is a guess, and not enough.
COMPLETE: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "summary": ("summary",),
    "kind": ("kind",),
    "isolation_form": ("forms", "kind"),
    "place": ("locations", "service_areas", "online"),
    "times": ("hours", "hours_text", "activities"),
    "how_to_join": ("how_to_join", "phone", "email", "website"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedLocation:
    """Where it is: WGS84 degrees, and how exact the point is (address, postcode, town or given)."""

    lon: float
    lat: float
    name: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    municipality: str = ""
    bag_id: str = ""
    hidden: bool = False
    precision: str = "given"
    step_free: bool | None = None
    accessible_toilet: bool | None = None
    hearing_loop: bool | None = None
    public_transport_near: bool | None = None
    parking: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedActivity:
    """Something on a date: local time in Europe/Amsterdam, minutes, and an RRULE or nothing."""

    name: str
    starts: datetime
    minutes: int = 120
    repeats: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedConfirmation:
    """A person said that a group of fields is right, on a date."""

    group: str
    on: date
    by: str = ""
    how: str = "import"


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """One initiative with all that belongs to it. A fact that nobody told is None."""

    name: str
    summary: str = ""
    description: str = ""
    kind: str = ""
    setting: str = ""
    sphere: str = ""
    # Weight per isolation form, 0-1, when a person said so; empty takes the default of the kind.
    forms: Mapping[str, float] = field(default_factory=dict)
    organisation: str = ""
    how_to_join: str = ""
    hours: str = ""
    hours_text: str = ""
    cost_amount: float | None = None
    cost_text: str = ""
    free_of_charge: bool | None = None
    walk_in: bool | None = None
    met_at_door: bool | None = None
    companion_welcome: bool | None = None
    quiet: bool | None = None
    no_referral_needed: bool | None = None
    transport_offered: bool | None = None
    experience_experts: bool | None = None
    online: bool = False
    places_free: int | None = None
    waiting_time: str = ""
    capacity_as_of: date | None = None
    funding_until: date | None = None
    evidence_url: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    source_url: str = ""
    licence: str = ""
    languages: tuple[str, ...] = ()
    life_domains: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    service_areas: tuple[str, ...] = ()
    locations: tuple[ListedLocation, ...] = ()
    activities: tuple[ListedActivity, ...] = ()
    confirmations: tuple[ListedConfirmation, ...] = ()
    # Per field group: public (when absent), professionals or internal.
    visibility: Mapping[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of the seven fields that make a listing complete are not there."""
        return tuple(
            name
            for name, any_of in COMPLETE.items()
            if not any(getattr(self, each) for each in any_of)
        )


NAMES = frozenset(each.name for each in fields(Listing))
SEVERAL = table.names_of(table.LISTING, Sort.CODES, Sort.NAMES)
DATES = table.names_of(table.LISTING, Sort.DATE)


def to_document(listing: Listing) -> dict[str, Any]:
    """The listing as JSON-able values, without what is empty: the form that history keeps."""
    whole: dict[str, Any] = orjson.loads(orjson.dumps(listing))
    return {name: value for name, value in whole.items() if value not in (None, "", [], {})}


def from_document(document: Mapping[str, Any]) -> Listing:
    """The listing that a document from history describes."""
    values = {name: value for name, value in document.items() if name in NAMES}
    for name in SEVERAL:
        values[name] = tuple(values.get(name, ()))
    for name in DATES:
        values[name] = date.fromisoformat(values[name]) if values.get(name) else None
    values["locations"] = tuple(ListedLocation(**each) for each in values.get("locations", ()))
    values["activities"] = tuple(
        ListedActivity(**each | {"starts": datetime.fromisoformat(each["starts"])})
        for each in values.get("activities", ())
    )
    values["confirmations"] = tuple(
        ListedConfirmation(**each | {"on": date.fromisoformat(each["on"])})
        for each in values.get("confirmations", ())
    )
    return Listing(**values)


def digest(document: Mapping[str, Any]) -> str:
    """A short fingerprint of a document: equal when nothing differs but who looked at it when."""
    said = {name: value for name, value in document.items() if name != "confirmations"}
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]
