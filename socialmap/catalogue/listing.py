"""One initiative as one value, which is imported, compared and saved in the history."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

import orjson

from socialmap import validity
from socialmap.catalogue.documents.values import RECORDS, Broken, read_document, visibility_of

# Fields that belong together: half from one listing and half from another would contradict.
TOGETHER = (
    ("picture", "picture_alt"),
    ("kind", "setting"),
    ("hours", "hours_text"),
    ("cost_amount", "cost_text", "free_of_charge"),
    ("places_free", "waiting_time", "capacity_as_of"),
    ("source_url", "licence"),
)
# The seven fields that make a listing complete, each with the fields of which one must be there. A
# form of isolation follows from the kind; what the classifier suggests is a guess and not enough.
COMPLETE: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "summary": ("summary",),
    "kind": ("kind",),
    "isolation_form": ("forms", "kind"),
    "place": ("locations", "service_areas", "online"),
    "times": ("hours", "hours_text", "activities"),
    "how_to_join": ("how_to_join", "phones", "email", "website"),
}

# What a listing must have before everybody sees it. What it is may be unknown, at every door: the
# classifier reads it from the text, and the list of the desk knows what still lacks it.
NEEDED = ("name", "place")


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedLocation:
    """A location in WGS84 degrees; `precision` is address, postcode, town or given."""

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
class ListedPhone:
    """A phone number, in E.164 or short (113), and in words when or for whom it is."""

    number: str
    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedActivity:
    """An activity: local time in Amsterdam, minutes (0: not known), and an RRULE or empty."""

    name: str
    starts: datetime
    minutes: int = 0
    repeats: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedConfirmation:
    """A person confirmed a group of fields on a date."""

    group: str
    on: date
    by: str = ""
    how: str = "import"


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """One initiative with all that belongs to it; None means not known."""

    name: str
    summary: str = ""
    description: str = ""
    # The digest of a picture, and what is to be seen on it.
    picture: str = ""
    picture_alt: str = ""
    kind: str = ""
    setting: str = ""
    sphere: str = ""
    # Weight (0-1) per isolation form, as a person chose; empty leaves it to the classifier.
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
    phones: tuple[ListedPhone, ...] = ()
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
    def phone(self) -> str:
        """The first phone number; empty without any."""
        return self.phones[0].number if self.phones else ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the seven fields of COMPLETE that are not there."""
        return tuple(
            name
            for name, any_of in COMPLETE.items()
            if not any(getattr(self, field) for field in any_of)
        )

    @property
    def unfinished(self) -> tuple[str, ...]:
        """The names of what it must still have before everybody sees it."""
        return tuple(name for name in NEEDED if name in self.missing)


def with_known_hours(listing: Listing, hours: str) -> Listing:
    """The listing with hours that were known, beside its words about them, if it has words alone.

    Words that cannot be read for certain are no reason to forget when it is open.
    """
    if hours and listing.hours_text and not listing.hours:
        return replace(listing, hours=hours)
    return listing


NAMES = frozenset(field.name for field in fields(Listing))


@dataclass(frozen=True, kw_only=True, slots=True)
class FlawedListing(Listing):
    """A listing of which something is not valid: per field the value as its document has it.

    The other fields are as if that were not there. When the listing is written again, its document
    has it still, for a person to see and to mend; the tables have not.
    """

    broken: tuple[Broken, ...] = ()


def to_document(listing: Listing) -> dict[str, Any]:
    """The listing as JSON values, without empty ones: the shape that revisions hold."""
    whole: dict[str, Any] = orjson.loads(orjson.dumps(listing))
    broken = whole.pop("broken", ())
    # Of what is empty only no and 0 say something.
    document = {
        name: value for name, value in whole.items() if value or value is False or value == 0
    }
    for name, value in broken:
        if name in RECORDS and isinstance(document.get(name, []), list) and isinstance(value, dict):
            document[name] = [*document.get(name, []), value]
        # A value that was given since then is the one to have.
        elif name not in document or document[name] == visibility_of(value):
            document[name] = value
    return document


def from_document(document: Any) -> Listing:
    """The listing that the document of a revision describes; what is not valid is set apart."""
    values, broken = read_document(document)
    for name, make in PARTS.items():
        if name in values:
            values[name] = tuple(make(**one) for one in values[name])
    if not broken:
        return Listing(**values)
    return FlawedListing(**values, broken=tuple(broken))


PARTS: Mapping[str, Any] = {
    "phones": ListedPhone,
    "locations": ListedLocation,
    "activities": ListedActivity,
    "confirmations": ListedConfirmation,
}


def sound(listing: Listing) -> Listing:
    """The listing with what is not valid set apart, as reading its document would give it."""
    return listing if _is_sound(listing) else from_document(to_document(listing))


def _is_sound(listing: Listing) -> bool:
    """Whether each value is valid that the types of a listing do not decide; quick."""
    sites = (listing.website, listing.evidence_url, listing.source_url)
    days = (
        listing.capacity_as_of,
        listing.funding_until,
        *(one.on for one in listing.confirmations),
    )
    activities = listing.activities
    return (
        validity.hours_of(listing.hours) is not None
        and validity.mail_of(listing.email) is not None
        and validity.picture_of(listing.picture) is not None
        and all(validity.site_of(site) is not None for site in sites)
        and all(day is None or validity.day_of(day) for day in days)
        and (listing.cost_amount is None or validity.amount_of(listing.cost_amount) is not None)
        and all(validity.point_of(place.lon, place.lat) for place in listing.locations)
        and all(validity.start_of(one.starts) for one in activities)
        and all(validity.minutes_of(one.minutes) is not None for one in activities)
        and all(validity.rule_of(one.repeats) == one.repeats for one in activities)
    )


def broken_in(listing: Listing) -> tuple[Broken, ...]:
    """What of a listing is not valid: pairs of a field and the value in its document."""
    return listing.broken if isinstance(listing, FlawedListing) else ()


def mended(listing: Listing) -> Listing:
    """The listing without what was set apart, after a person has looked at it."""
    if not isinstance(listing, FlawedListing):
        return listing
    return Listing(**{each.name: getattr(listing, each.name) for each in fields(Listing)})


def digest(document: Mapping[str, Any], *, without: Collection[str] = ()) -> str:
    """A short fingerprint of a document, without its confirmations and some other fields."""
    left_out = {"confirmations", *without}
    content = {name: value for name, value in document.items() if name not in left_out}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]
