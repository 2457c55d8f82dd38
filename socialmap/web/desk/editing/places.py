"""Read the places of the edit form: look addresses up, and move a pin step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import cos, radians
from typing import Any

from flask_babel import gettext

from socialmap.catalogue.fields import LOCATION_FACTS
from socialmap.catalogue.listing import ListedLocation, Listing
from socialmap.config import current_settings
from socialmap.fields.flaws import Flaw, Level
from socialmap.fields.placing import place_row
from socialmap.places.geometry import METRES_PER_DEGREE, Point, in_kingdom
from socialmap.places.municipalities import municipality_at
from socialmap.places.pdok import geocoder_for
from socialmap.web.desk.editing.form import PLACE_TEXTS, Form
from socialmap.web.desk.editing.schema import load
from socialmap.web.page.forms import Errors
from socialmap.wording import N_

STEP = 10  # metres that one tap moves a pin
WAYS: Mapping[str, tuple[int, int]] = {
    "north": (0, 1),
    "south": (0, -1),
    "west": (-1, 0),
    "east": (1, 0),
}
NOT_FOUND = N_("We vinden dit adres niet. Kijk de postcode en de plaats na.")
FIELD_OF = {"lat": "pin", "x": "pin"}


def read_places(form: Form, old: Listing) -> tuple[Errors, dict[int, ListedLocation], Errors]:
    """The errors in the places of a form, the places by the number of their row, and the doubts."""
    errors: Errors = {}
    doubts: Errors = {}
    places: dict[int, ListedLocation] = {}
    for number in form.rows("place"):
        row = {name: texts[0] for name, texts in form.row("place", number).items() if texts}
        if not any(row.get(name, "").strip() for name in (*PLACE_TEXTS, "pin")):
            continue
        values, errors_of_row = load("place", row)
        place, flaws = _placed(values, _unmoved(values, old)) if not errors_of_row else (None, {})
        wrong, doubtful = _sorted(flaws, place)
        if place is not None and not wrong:
            places[number] = place
        errors |= _named(number, errors_of_row | wrong)
        doubts |= _named(number, doubtful)
    return errors, places, doubts


def _named(number: int, errors: Errors) -> Errors:
    """The errors of one row, by the full names of its fields."""
    return {f"place-{number}-{FIELD_OF.get(name, name)}": text for name, text in errors.items()}


def _unmoved(values: Mapping[str, Any], old: Listing) -> ListedLocation | None:
    """The old place at this same address, whose point stays; None for a new address."""
    names = ("street", "postcode", "town", "hidden")
    for place in old.locations:
        if all(values[name] == getattr(place, name) for name in names):
            return place
    return None


def _placed(
    row: Mapping[str, Any], unmoved: ListedLocation | None
) -> tuple[ListedLocation | None, Mapping[str, Flaw]]:
    """The place of a row (None when it cannot be found), and the flaws in its address."""
    facts = {name: row[name] for name in LOCATION_FACTS} | {"name": row["name"]}
    pin = read_pin(row["pin"])
    if unmoved and (pin is None or row["hidden"]):
        return replace(unmoved, **facts), {}
    # A home address is never sent to the geocoder of PDOK: its postcode says enough.
    geocoder = None if row["hidden"] else geocoder_for(current_settings())
    values = {name: row[name] for name in ("street", "postcode", "town", "hidden", *LOCATION_FACTS)}
    values |= {"location_name": row["name"]}
    if pin:
        values |= {"lon": pin[0], "lat": pin[1]}
    place, flaws = place_row(values, geocoder)
    if place is not None:
        municipality = place.municipality or municipality_at(place.lon, place.lat)
        place = replace(place, **facts, municipality=municipality)
    return place, flaws


def _sorted(flaws: Mapping[str, Flaw], place: ListedLocation | None) -> tuple[Errors, Errors]:
    """The errors, which must be mended, and the doubts, which only need a look."""
    wrong: Errors = {}
    doubtful: Errors = {}
    for name, flaw in flaws.items():
        facts = dict(flaw.facts)
        text = f"{gettext(flaw.sentence, **facts)} {gettext(flaw.remedy, **facts)}"
        # An import leaves a wrong postcode out; somebody at the desk can mend it.
        leaves_out = name == "postcode" and flaw.mended == "" and flaw.level is not Level.NOTE
        (wrong if leaves_out or place is None else doubtful)[name] = [text]
    if place is None and not wrong:
        wrong["town"] = [gettext(NOT_FOUND)]
    return wrong, doubtful


def read_pin(text: str) -> Point | None:
    """A point (lon, lat) from '5.12140,52.09070'; None when it is not in the Netherlands."""
    try:
        lon, lat = (round(float(part), 6) for part in text.split(","))
    except ValueError:
        return None
    return (lon, lat) if in_kingdom(lon, lat) else None


def moved(point: Point, way: str) -> str:
    """The text of a pin that was moved one step from a point: '5.121400,52.090790'."""
    east, north = WAYS[way]
    lon = point[0] + east * STEP / (METRES_PER_DEGREE * cos(radians(point[1])))
    lat = point[1] + north * STEP / METRES_PER_DEGREE
    return f"{lon:.6f},{lat:.6f}"
