"""Listings of one name are told apart by their address, wherever the desk lists or offers them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from flask_babel import gettext

from socialmap.catalogue.models import Initiative
from socialmap.catalogue.queries import namesakes
from socialmap.upkeep.reminders import DueListing
from socialmap.web.page.filters import address


def told_apart(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """The address of each of these listings whose name another listing has too, by id."""
    found = namesakes({key for key in ids if key})
    return {
        each.id: address(each.locations[0]) if each.locations else gettext("geen adres")
        for each in found
    }


def told_apart_name(listing: Initiative | DueListing, apart: Mapping[uuid.UUID, str]) -> str:
    """The name of a listing, with its address if another has the same name."""
    return f"{listing.name} ({apart[listing.id]})" if listing.id in apart else listing.name
