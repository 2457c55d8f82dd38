"""Where a listing in the edit form is: addresses are looked up, a pin is moved step by step."""

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
    """The places of a form by the number of their row, with what is wrong and what to doubt."""
    errors: Errors = {}
    doubts: Errors = {}
    places: dict[int, ListedLocation] = {}
    for number in form.rows("place"):
        row = {name: each[0] for name, each in form.row("place", number).items() if each}
        if not any(row.get(name, "").strip() for name in (*PLACE_TEXTS, "pin")):
            continue
        told, flaws = load("place", row)
        place, said = _placed(told, _known(told, old)) if not flaws else (None, {})
        wrong, doubtful = _sorted(said, place)
        if place is not None and not wrong:
            places[number] = place
        errors |= _named(number, flaws | wrong)
        doubts |= _named(number, doubtful)
    return errors, places, doubts


def _named(number: int, said: Errors) -> Errors:
    return {f"place-{number}-{FIELD_OF.get(name, name)}": each for name, each in said.items()}


def _known(told: Mapping[str, Any], old: Listing) -> ListedLocation | None:
    """The place that had this same address before, whose point is kept."""
    for each in old.locations:
        if all(
            told[name] == getattr(each, name) for name in ("street", "postcode", "town", "hidden")
        ):
            return each
    return None


def _placed(
    told: Mapping[str, Any], known: ListedLocation | None
) -> tuple[ListedLocation | None, Mapping[str, Flaw]]:
    facts = {name: told[name] for name in LOCATION_FACTS} | {"name": told["name"]}
    pin = read_pin(told["pin"])
    if known and (pin is None or told["hidden"]):
        return replace(known, **facts), {}
    # A home address is never looked up outside: the postcode says enough.
    geocoder = None if told["hidden"] else geocoder_for(current_settings())
    values = {
        name: told[name] for name in ("street", "postcode", "town", "hidden", *LOCATION_FACTS)
    }
    values |= {"location_name": told["name"]}
    if pin:
        values |= {"lon": pin[0], "lat": pin[1]}
    place, flaws = place_row(values, geocoder)
    if place is not None:
        municipality = place.municipality or municipality_at(place.lon, place.lat)
        place = replace(place, **facts, municipality=municipality)
    return place, flaws


def _sorted(flaws: Mapping[str, Flaw], place: ListedLocation | None) -> tuple[Errors, Errors]:
    """What must be mended, and what only needs a look."""
    wrong: Errors = {}
    doubtful: Errors = {}
    for name, flaw in flaws.items():
        facts = dict(flaw.facts)
        said = f"{gettext(flaw.sentence, **facts)} {gettext(flaw.remedy, **facts)}"
        # The postcode that an import would leave out is one to mend here.
        leaves_out = name == "postcode" and flaw.mended == "" and flaw.level is not Level.NOTE
        (wrong if leaves_out or place is None else doubtful)[name] = [said]
    if place is None and not wrong:
        wrong["town"] = [gettext(NOT_FOUND)]
    return wrong, doubtful


def read_pin(text: str) -> Point | None:
    """A point as the form has it ('5.12140,52.09070'), when it is in the Netherlands."""
    try:
        lon, lat = (round(float(part), 6) for part in text.split(","))
    except ValueError:
        return None
    return (lon, lat) if in_kingdom(lon, lat) else None


def moved(point: Point, way: str) -> str:
    """The point one step further, as the form has it."""
    east, north = WAYS[way]
    lon = point[0] + east * STEP / (METRES_PER_DEGREE * cos(radians(point[1])))
    lat = point[1] + north * STEP / METRES_PER_DEGREE
    return f"{lon:.6f},{lat:.6f}"
