"""The way there: links to route planners of others, which a visitor chooses from."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from flask import Flask
from flask_babel import gettext

from socialmap.language.folding import fold
from socialmap.places.models import Location


class Route(NamedTuple):
    """A route planner: its name, and its address with the way to a location."""

    name: str
    address: str


def routes(location: Location) -> list[Route]:
    """The planners that can find the way to a location; none to a hidden one.

    Public transport is planned to the street that is written; the others go to the point.
    """
    if location.hidden:
        return []
    found = []
    if location.town and location.street:
        stop = f"{_hyphened(location.town)}_{_hyphened(location.street)}"
        name = gettext("Met bus of trein (9292)")
        found.append(Route(str(name), f"https://9292.nl/?naar={quote(stop)}"))
    if location.at:
        point = f"{location.lat}%2C{location.lon}"
        google = f"https://www.google.com/maps/dir/?api=1&destination={point}"
        found.append(Route("Google Maps", google))
        found.append(Route("OpenStreetMap", f"https://www.openstreetmap.org/directions?to={point}"))
    return found


def _hyphened(text: str) -> str:
    words = "".join(sign if sign.isalnum() else " " for sign in text).split()
    return "-".join(map(fold, words))


def register(app: Flask) -> None:
    """Give templates the routes to a location."""
    app.add_template_global(routes)
