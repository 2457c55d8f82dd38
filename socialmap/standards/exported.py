"""A listing to export, and the part of it that may be public."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from socialmap.catalogue.fields import FIELD_GROUPS, LISTING
from socialmap.catalogue.listing import ListedLocation, Listing
from socialmap.catalogue.visibility import NOTHING, for_everybody

# Fields that are never in a public file.
INTERNAL = tuple(field.name for field in LISTING if not field.shared)


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """A listing with its id, page (a URL), status, time of change (UTC) and organisation.

    `logo` is the URL of that of the organisation. `version` is that of the listing, `source` and
    `source_id` say what brought it, if an import did. A `whole` one is for ourselves: the file
    also has its record, so that it can come back.
    """

    id: uuid.UUID
    listing: Listing
    page: str
    status: str
    changed_at: datetime
    organisation_id: uuid.UUID | None = None
    logo: str = ""
    version: int = 0
    source: str = ""
    source_id: str = ""
    whole: bool = False


def shared(exported: Exported) -> Exported:
    """Return the public part: without hidden groups, hidden addresses and internal fields."""
    internal = {name: getattr(NOTHING, name) for name in INTERNAL}
    public = replace(for_everybody(exported.listing), **internal)
    locations = tuple(map(_public_location, public.locations))
    confirmations = tuple(replace(one, by="") for one in public.confirmations)
    listing = replace(public, locations=locations, confirmations=confirmations)
    return replace(exported, listing=listing, whole=False)


def _public_location(location: ListedLocation) -> ListedLocation:
    """Return a location without a hidden address; its point is already that of the postcode."""
    if not location.hidden:
        return location
    return replace(location, name="", street="", bag_id="", postcode=location.postcode[:4])


def checked_on(listing: Listing) -> date | None:
    """Return the day of the oldest confirmation among the groups; None if a group has none."""
    latest: dict[str, date] = {}
    for confirmation in listing.confirmations:
        group, day = confirmation.group, confirmation.on
        latest[group] = max(day, latest.get(group, day))
    return min(latest.values()) if latest.keys() >= set(FIELD_GROUPS) else None
