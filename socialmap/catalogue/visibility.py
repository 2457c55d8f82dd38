"""What everybody may see of a listing: its fields by the group that shows or hides them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Protocol

from socialmap.catalogue.fields import FIELD_GROUPS, LISTING
from socialmap.catalogue.listing import Listing

# Which fields are shown or hidden together; a field without a group always shows.
GROUPED = {
    group: tuple(field.name for field in LISTING if field.group == group) for group in FIELD_GROUPS
}
NOTHING = Listing(name="")


class Visibility(StrEnum):
    """Who may see a group of fields: from everybody to nobody but the desk."""

    PUBLIC = "public"
    PROFESSIONALS = "professionals"
    INTERNAL = "internal"


class Hiding(Protocol):
    """What may hide groups of its fields."""

    @property
    def visibility(self) -> Mapping[str, str]:
        """Who may see a group: everybody, when nothing is said of it."""


def shows(listing: Hiding, group: str) -> bool:
    """Whether everybody may see a group of fields."""
    return listing.visibility.get(group, Visibility.PUBLIC) == Visibility.PUBLIC


def for_everybody(listing: Listing, keep: Collection[str] = ()) -> Listing:
    """The listing without the fields of hidden groups, as if nobody told them.

    `keep` are fields that stay, for who sorts by them and shows them to nobody.
    """
    if not listing.visibility:
        return listing
    groups = (each for each in FIELD_GROUPS if not shows(listing, each))
    hidden = [name for group in groups for name in GROUPED[group]]
    return replace(listing, **{name: getattr(NOTHING, name) for name in hidden if name not in keep})
