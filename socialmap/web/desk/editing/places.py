"""Read the places of the edit form: look addresses up, and move a pin step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import cos, radians
from typing import Any

from flask_babel import gettext

from socialmap.catalogue.fields import LOCATION_FACTS
from socialmap.catalogue.listing import ListedLocation, Listing
from socialmap.config import current_settings
from socialmap.fields.addresses import address_cells
from socialmap.fields.flaws import Flaw, Level
from socialmap.fields.placing import contradiction, place_row
from socialmap.places.geometry import METRES_PER_DEGREE, Point, in_kingdom
from socialmap.places.municipalities import municipality_at
from socialmap.places.pdok import geocoder_for
from socialmap.web.desk.editing.form import PLACE_TEXTS, Form, bare_pin, pin_of
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
LINE_NOT_FOUND = N_("We vinden dit adres niet. Schrijf het zoals: Dorpsstraat 7, De Bilt.")
TWICE = N_("Het adres staat er twee keer. Vul het in op één regel, of in delen.")
WHICH = N_(
    "De postcode %(postcode)s ligt in %(known)s, niet in %(town)s. Kies welke van de twee klopt."
)
FIELD_OF = {"lat": "pin", "x": "pin"}
PARTS = ("street", "postcode", "town")


@dataclass(frozen=True)
class Contradiction:
    """A postcode that lies elsewhere than the town beside it: in the town that is `known`.

    `answer` is the one of the two that the person says is right; empty without an answer.
    """

    postcode: str
    town: str
    known: str
    answer: str = ""


@dataclass
class Places:
    """The places of a form by the number of their row, with the errors and doubts by field."""

    by_row: dict[int, ListedLocation] = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    doubts: Errors = field(default_factory=dict)
    contradictions: dict[int, Contradiction] = field(default_factory=dict)


def read_places(form: Form, old: Listing) -> Places:
    """The places of a form; those at an address of the old listing keep its point."""
    places = Places()
    for number in form.rows("place"):
        row = {name: texts[0] for name, texts in form.row("place", number).items() if texts}
        if any(row.get(name, "").strip() for name in ("address", *PLACE_TEXTS, "pin")):
            _read_place(places, number, row, old)
    return places


def _read_place(places: Places, number: int, row: Mapping[str, str], old: Listing) -> None:
    values, errors = load("place", row)
    by_line = bool(row.get("address", "").strip())
    if by_line and any(row.get(name, "").strip() for name in PARTS):
        errors["address"] = [gettext(TWICE)]
    if errors:
        places.errors |= _named(number, errors)
        return
    if by_line or any(values[name] for name in PARTS):
        values["pin"] = _moved_pin(values["pin"], old)
    place, flaws, doubt = _placed(values, _unmoved(values, old))
    wrong, doubtful = _sorted(flaws, place, by_line=by_line)
    if doubt:
        places.contradictions[number] = doubt
        doubtful.pop("postcode", None)
        if not doubt.answer:
            facts = {"postcode": doubt.postcode, "known": doubt.known, "town": doubt.town}
            wrong["trust"] = [gettext(WHICH, **facts)]
    if place is not None and not (wrong.keys() - {"trust"}):
        places.by_row[number] = place
    if by_line:
        wrong, doubtful = _at_line(wrong), _at_line(doubtful)
    places.errors |= _named(number, wrong)
    places.doubts |= _named(number, doubtful)


def _at_line(errors: Errors) -> Errors:
    """The errors of an address on one line, which all stand at that line."""
    named: Errors = {}
    for name, sentences in errors.items():
        at = name if name in ("trust", "pin") else "address"
        named.setdefault(at, []).extend(sentences)
    return named


def _named(number: int, errors: Errors) -> Errors:
    """The errors of one row, by the full names of its fields."""
    return {f"place-{number}-{FIELD_OF.get(name, name)}": text for name, text in errors.items()}


def _unmoved(values: Mapping[str, Any], old: Listing) -> ListedLocation | None:
    """The old place at this same address, whose point stays; None for a new address."""
    if values["address"]:
        return None
    names = (*PARTS, "hidden")
    same = [
        place
        for place in old.locations
        if all(values[name] == getattr(place, name) for name in names)
    ]
    at_pin = (place for place in same if values["pin"] == pin_of(place))
    return next(at_pin, same[0] if same else None)


def _moved_pin(pin: str, old: Listing) -> str:
    """The pin that somebody moved; empty if it only marks an old place without an address."""
    return "" if pin in map(bare_pin, old.locations) else pin


def _placed(
    row: Mapping[str, Any], unmoved: ListedLocation | None
) -> tuple[ListedLocation | None, Mapping[str, Flaw], Contradiction | None]:
    """The place of a row (None when it cannot be found), the flaws and the doubt in its address."""
    facts = {name: row[name] for name in LOCATION_FACTS} | {"name": row["name"]}
    pin = read_pin(row["pin"])
    if unmoved and (pin is None or row["hidden"] or row["pin"] == pin_of(unmoved)):
        return replace(unmoved, **facts), {}, None
    values: dict[str, Any] = {name: row[name] for name in ("hidden", *LOCATION_FACTS)}
    if row["name"]:
        values["location_name"] = row["name"]
    if pin:
        values |= {"lon": pin[0], "lat": pin[1]}
    line = row["address"]
    cells = address_cells(line) if line else {name: row[name] for name in PARTS}
    # A home address is never sent to the geocoder of PDOK: its postcode says enough.
    geocoder = None if row["hidden"] else geocoder_for(current_settings())
    place, flaws = place_row(values | cells, geocoder)
    if place is None:
        return None, flaws, None
    doubt = contradiction(place.postcode, place.town)
    question = None
    if doubt:
        answer = row["trust"] if row["trust"] in (place.postcode, place.town) else ""
        question = Contradiction(place.postcode, place.town, doubt.known, answer)
        if answer:
            place, flaws = place_row(values | _trusted(place, question), geocoder)
    return place and _in_municipality(place, facts), flaws, question


def _trusted(place: ListedLocation, doubt: Contradiction) -> dict[str, str]:
    """The address of a place with the part that the person says is right."""
    by_postcode = doubt.answer == doubt.postcode
    return {
        "location_name": place.name,
        "street": place.street,
        "postcode": doubt.postcode if by_postcode else "",
        "town": doubt.known if by_postcode else doubt.town,
    }


def _in_municipality(place: ListedLocation, facts: Mapping[str, Any]) -> ListedLocation:
    """The place with its facts and its municipality; a building of the address names it."""
    municipality = place.municipality or municipality_at(place.lon, place.lat)
    named = {**facts, "name": facts["name"] or place.name}
    return replace(place, **named, municipality=municipality)


def _sorted(
    flaws: Mapping[str, Flaw], place: ListedLocation | None, *, by_line: bool
) -> tuple[Errors, Errors]:
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
        wrong["town"] = [gettext(LINE_NOT_FOUND if by_line else NOT_FOUND)]
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
