"""Who may see which fields of a listing, by the groups that show or hide them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Protocol

from socialmap.catalogue.fields import FIELD_GROUPS, LISTING
from socialmap.catalogue.fields import Visibility as Visibility
from socialmap.catalogue.listing import Listing

# Which fields are shown or hidden together; a field without a group always shows.
GROUPED = {
    group: tuple(field.name for field in LISTING if field.group == group) for group in FIELD_GROUPS
}
NOTHING = Listing(name="")


class Hiding(Protocol):
    """A listing or row that may hide groups of its fields."""

    @property
    def visibility(self) -> Mapping[str, str]:
        """The Visibility of each group that is not public."""


def shows(listing: Hiding, group: str) -> bool:
    """Whether everybody may see a group of fields."""
    return listing.visibility.get(group, Visibility.PUBLIC) == Visibility.PUBLIC


def for_everybody(listing: Listing, keep: Collection[str] = ()) -> Listing:
    """The listing without the fields of hidden groups.

    Fields in `keep` stay, for a caller that sorts by them and does not show them.
    """
    if not listing.visibility:
        return listing
    hidden = [
        name for group in FIELD_GROUPS if not shows(listing, group) for name in GROUPED[group]
    ]
    return replace(listing, **{name: getattr(NOTHING, name) for name in hidden if name not in keep})
