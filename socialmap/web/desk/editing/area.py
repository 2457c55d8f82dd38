"""Where a person may work, and which parts of a form lie outside it: known before it is saved."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask_babel import gettext

from socialmap.catalogue.listing import ListedLocation, Listing
from socialmap.catalogue.queries import organisation_names
from socialmap.catalogue.scopes import municipality_in, scope_in
from socialmap.guards import signed_in
from socialmap.people.permissions import Permission, areas_of, covers, organisations_of
from socialmap.web.page.forms import Errors
from socialmap.wording import N_

OUTSIDE = N_("Dit ligt in %(place)s. Jij werkt voor %(mine)s, dus dit kun jij niet bewaren.")
NO_AREA = N_("Je account heeft nog geen gebied en geen organisatie. Vraag het aan de beheerder.")
NOT_MINE = N_("Kies een organisatie waar jij voor werkt.")


def own_areas() -> list[str] | None:
    """The municipalities in which the signed-in person may edit, by name; None means everywhere."""
    areas = areas_of(signed_in().held, Permission.EDIT)
    return None if areas is None else sorted(areas)


def own_organisations() -> frozenset[uuid.UUID]:
    """The ids of the organisations for which the person who is signed in may edit."""
    return organisations_of(signed_in().held, Permission.EDIT)


def outside(listing: Listing, places: Mapping[int, ListedLocation]) -> Errors:
    """What of a listing lies where the signed-in person may not save it, by field.

    A listing with one place inside is inside; an organisation of one's own makes any place so.
    """
    areas = own_areas()
    if areas is None or listing.organisation in _own_names():
        return {}
    if covers(areas, (), scope_in(listing)):
        return {}
    if not areas:
        return {"organisation": [gettext(NOT_MINE if own_organisations() else NO_AREA)]}
    mine = ", ".join(areas)
    errors = {
        f"place-{number}-address": [gettext(OUTSIDE, place=municipality_in(place), mine=mine)]
        for number, place in places.items()
    }
    if not errors:
        named = ", ".join(listing.service_areas)
        return {"service_areas": [gettext(OUTSIDE, place=named, mine=mine)]}
    return errors


def _own_names() -> frozenset[str]:
    """The names of the organisations for which the person who is signed in may edit."""
    return (
        frozenset(organisation_names(own_organisations())) if own_organisations() else frozenset()
    )
