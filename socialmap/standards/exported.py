"""A listing on its way out, and what is left of it when everybody may see the file."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from socialmap.catalogue.listing import FIELD_GROUPS, ListedLocation, Listing

# Which fields are shown or hidden together; name, organisation, source and licence always show.
GROUPED: dict[str, tuple[str, ...]] = {
    "what": (
        "summary", "description", "kind", "setting", "sphere", "forms", "life_domains",
        "audiences", "languages", "experience_experts", "evidence_url", "places_free",
        "waiting_time", "capacity_as_of",
    ),
    "times": ("hours", "hours_text", "activities"),
    "place": ("locations", "service_areas", "online"),
    "contact": ("contact_name", "phone", "email", "website"),
    "threshold": (
        "how_to_join", "cost_amount", "cost_text", "free_of_charge", "walk_in", "met_at_door",
        "companion_welcome", "quiet", "no_referral_needed", "transport_offered",
    ),
}  # fmt: skip
# What the platform keeps for itself, whatever is shown.
OURS = ("funding_until", "visibility")
NOTHING = Listing(name="")


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
    listing = exported.listing
    hidden = [
        name
        for group in FIELD_GROUPS
        if listing.visibility.get(group, "public") != "public"
        for name in GROUPED[group]
    ]
    emptied = replace(listing, **{name: getattr(NOTHING, name) for name in (*hidden, *OURS)})
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
