"""A listing on its way out, and what is left of it when everybody may see the file."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from socialmap.catalogue.listing import FIELD_GROUPS, ListedLocation, Listing
from socialmap.catalogue.visibility import NOTHING, for_everybody

# What the platform keeps for itself, whatever is shown.
OURS = ("funding_until", "visibility")


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """A listing with what identifies it: its id, page, status and organisation."""

    id: uuid.UUID
    listing: Listing
    page: str
    status: str
    changed_at: datetime
    organisation_id: uuid.UUID | None = None


def shared(exported: Exported) -> Exported:
    """The same without what not everybody may see: hidden groups, hidden addresses, our notes."""
    kept = {name: getattr(NOTHING, name) for name in OURS}
    emptied = replace(for_everybody(exported.listing), **kept)
    open_places = tuple(map(_open_place, emptied.locations))
    anonymous = tuple(replace(each, by="") for each in emptied.confirmations)
    return replace(
        exported, listing=replace(emptied, locations=open_places, confirmations=anonymous)
    )


def _open_place(location: ListedLocation) -> ListedLocation:
    """A location without its address when that is hidden; the point is already its postcode's."""
    if not location.hidden:
        return location
    return replace(location, name="", street="", bag_id="", postcode=location.postcode[:4])


def checked_on(listing: Listing) -> date | None:
    """The day since which all of a listing is known to be right; None when a part never was."""
    latest: dict[str, date] = {}
    for each in listing.confirmations:
        latest[each.group] = max(each.on, latest.get(each.group, each.on))
    return min(latest.values()) if latest.keys() >= set(FIELD_GROUPS) else None
