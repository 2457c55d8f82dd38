"""The location of a row: its coordinates checked against its address, or its address looked up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from socialmap.catalogue.fields import LOCATION_FACTS
from socialmap.catalogue.listing import ListedLocation
from socialmap.fields.abroad import address_abroad, point_abroad
from socialmap.fields.addresses import (
    POST_BOX,
    Address,
    split_address,
    split_postcode,
    split_street,
    without_post_box,
)
from socialmap.fields.flaws import Flaw, Level
from socialmap.fields.points import Flaws, given_point, outside_flaw
from socialmap.places.borders import DUTCH, country_at
from socialmap.places.gazetteer import nearest_postcode, postcode_place
from socialmap.places.geocoding import Doubt, Geocoder, Located, geocode_address
from socialmap.places.geometry import (
    Point,
    metres_between,
)
from socialmap.places.names import resembling
from socialmap.wording import N_

# A point may lie at most this far from the centre of its town or postcode, in metres.
FAR = 15_000
# A point this near to the middle of a postcode, in metres, is that middle.
MIDDLE = 150
HOUSE_NUMBER = re.compile(r"\d{1,5}\s?[a-z]?(?:\s?[-/]\s?\w{1,4}|\s?bis)?", re.IGNORECASE)
CONTRADICTED = Flaw(
    Level.WARNING,
    N_("In deze cel staat een andere postcode of plaats dan in de andere kolommen."),
    N_("Zet hier alleen de straat en het huisnummer."),
)
REMEDY = N_("Zoek op welke postcode bij het adres hoort, en verbeter die.")
WHICH = N_("Welke van de twee klopt? Laat de andere weg.")
# A point (lon, lat) and its precision.
At = tuple[Point, str]


def place_row(
    values: Mapping[str, Any], geocoder: Geocoder | None = None
) -> tuple[ListedLocation | None, Flaws]:
    """Return the location of a row, None if it cannot be located, and the flaws in its fields."""
    typed, contradicted = _address(values)
    parts, flaws = _without_post_box(values, typed)
    flaws |= contradicted
    address = {"street": parts.street, "postcode": parts.postcode, "town": parts.town}
    point, field = given_point(values, flaws)
    if refused := point_abroad(point, address) if point else address_abroad(values, address):
        return None, {field if point else _named_in(values): refused}
    if point and not _usable(point, address):
        flaws[field] = outside_flaw(f"{point[1]:g}, {point[0]:g}")
        point = None
    if parts.post_box and not (point or parts.street):
        return None, flaws
    located = _look_up(address, None if point else geocoder)
    flaws |= _doubts(address, point, located)
    if HOUSE_NUMBER.fullmatch(address["street"]):
        flaws |= {_field_of_number(values): _no_street_flaw(address["street"])} | flaws
        address["street"] = ""
    if "postcode" in flaws and flaws["postcode"].mended == "":
        address["postcode"] = ""
    at = _public_point(point, located) if values.get("hidden") else _point(point, located)
    named = {"location_name": parts.building, **values} if parts.building else values
    return (_location(named, address, at, located) if at else None), flaws


def contradiction(postcode: str, town: str) -> Doubt | None:
    """Return the doubt about a postcode that lies elsewhere than the town; None without one."""
    located = _by_tables(postcode[:4], town) if postcode and town else None
    doubt = located.doubt if located else None
    return doubt if doubt and doubt.kind == "postcode_elsewhere" else None


def _usable(point: Point, address: Mapping[str, str]) -> bool:
    """Return whether a point is Dutch, or that of a Dutch postcode whose middle lies abroad."""
    if country_at(*point) in DUTCH:
        return True
    located = _by_tables(address["postcode"][:4], address["town"])
    return located is not None and metres_between(point, (located.lon, located.lat)) < MIDDLE


def _named_in(values: Mapping[str, Any]) -> str:
    """Return the field that names the address best: the one to correct."""
    if values.get("foreign_postcode"):
        return "postcode"
    fields = ("postcode", "town", "address")
    return next((field for field in fields if values.get(field)), "phone")


def _field_of_number(values: Mapping[str, Any]) -> str:
    """Return the field in which a house number stands without a street."""
    fields = ("house_number", "street", "address")
    return next((field for field in fields if values.get(field)), "postcode")


def _no_street_flaw(number: str) -> Flaw:
    return Flaw(
        Level.WARNING,
        N_("Hier staat een huisnummer (%(number)s), maar nergens een straat. We laten het weg."),
        N_("Vul de straat in, met het huisnummer erachter."),
        facts=(("number", number),),
    )


def _point(point: Point | None, located: Located | None) -> At | None:
    """Return the given point, else the point of the address."""
    if point:
        return point, "given"
    return ((located.lon, located.lat), located.precision) if located else None


def _location(
    values: Mapping[str, Any],
    address: dict[str, str],
    at: At,
    located: Located | None,
) -> ListedLocation:
    point, precision = at
    hidden = bool(values.get("hidden"))
    facts: dict[str, Any] = address | {
        "municipality": values.get("municipality") or (located.municipality if located else ""),
        # The BAG id of a hidden address would give it away.
        "bag_id": "" if hidden else values.get("bag_id") or (located.bag_id if located else ""),
    }
    facts |= {name: values[name] for name in LOCATION_FACTS if values.get(name) is not None}
    return ListedLocation(
        lon=round(point[0], 7),
        lat=round(point[1], 7),
        precision=precision,
        hidden=hidden,
        name=values.get("location_name", ""),
        **facts,
    )


def _address(values: Mapping[str, Any]) -> tuple[Address, Flaws]:
    """Return the parts of the address in a row, from cells that may hold several, and the flaws."""
    whole = split_address(values.get("address") or "")
    beside = split_postcode(values.get("postcode") or "")
    in_town = split_postcode(values.get("town") or "")
    typed = values.get("street") or ""
    in_street = split_street(
        typed,
        beside.postcode or (in_town.postcode if in_town.town else "") or whole.postcode,
        in_town.town or values.get("town") or beside.town or whole.town,
    )
    flaws = {} if in_street else {"street": CONTRADICTED}
    inside = in_street or Address(street=typed)
    for field, cell in (("address", whole), ("street", inside), ("postcode", beside)):
        if cell.others:
            flaws[field] = _several_flaw(cell.others)
    number = values.get("house_number") or ""
    street = inside.street
    if number and not street.endswith(f" {number}"):
        street = f"{street} {number}".strip()
    post_box = bool(POST_BOX.search(typed)) or whole.post_box or beside.post_box
    street = without_post_box(street) or whole.street
    if not re.search(r"\d", street):
        street = f"{street} {beside.street}".strip()
    town = values.get("town") or ""
    if in_town.town and in_town.postcode:
        town = in_town.town
    postcode = beside.postcode or (in_town.postcode if in_town.town else "") or whole.postcode
    town = town or beside.town or whole.town or inside.town or values.get("municipality") or ""
    postcode, building = postcode or inside.postcode, whole.building or inside.building
    if len(postcode) == len(inside.postcode[:4]):
        postcode = inside.postcode  # of which the other cell has only the digits
    return Address(building, street, postcode, town, post_box), flaws


def _several_flaw(others: str) -> Flaw:
    return Flaw(
        Level.WARNING,
        N_("Hier staat meer dan één adres. We nemen het eerste. Dit valt af: %(others)s."),
        N_("Maak voor elk adres een eigen regel."),
        facts=(("others", others[:200]),),
    )


def _without_post_box(values: Mapping[str, Any], address: Address) -> tuple[Address, Flaws]:
    """Return an address without the postcode of its post box, and the flaw of the post box."""
    if not address.post_box:
        return address, {}
    located = _by_tables(address.postcode[:4], address.town)
    town = address.town or (located.town if located else "")
    area = (located.municipality or town) if located else ""
    field = next(name for name in ("address", "street", "postcode") if _has_box(values, name))
    known = address.street and located and not located.doubt
    flaw = Flaw(
        Level.WARNING,
        N_("Een postbus is geen plek waar je heen kunt. We laten hem weg."),
        N_("Vul het adres in waar mensen terechtkunnen."),
        moved=(("service_areas", area),) if area and not address.street else (),
    )
    postcode = address.postcode if known and postcode_place(address.postcode[:4]) else ""
    return address._replace(postcode=postcode, town=town), {field: flaw}


def _has_box(values: Mapping[str, Any], field: str) -> bool:
    return bool(POST_BOX.search(str(values.get(field) or "")))


@lru_cache(maxsize=8192)
def _by_tables(postcode: str, town: str) -> Located | None:
    return geocode_address("", postcode, town)


def _look_up(address: Mapping[str, str], geocoder: Geocoder | None) -> Located | None:
    """Locate an address with the geocoder, else to its town or postcode with our own tables."""
    if not (address["postcode"] or address["town"]):
        return None
    if geocoder:
        return geocode_address(**address, geocoder=geocoder)
    # The tables hold postcodes of four digits.
    return _by_tables(address["postcode"][:4], address["town"])


def _doubts(address: Mapping[str, str], point: Point | None, located: Located | None) -> Flaws:
    """Return the flaws for contradictions between the given point, the postcode and the town."""
    if located is None:
        return {"town": _unknown_town(address["town"])} if address["town"] else {}
    if located.doubt:
        return _doubt(located.doubt, address, point)
    return _far_off(point, located, address) if point and _far(point, located) else {}


def _doubt(doubt: Doubt, address: Mapping[str, str], point: Point | None) -> Flaws:
    """Return the flaw for an address that the geocoder doubts, if there is anything to correct."""
    kind = doubt.kind
    facts: tuple[tuple[str, str], ...] = (("postcode", address["postcode"]),)
    if kind == "unknown_postcode":
        sentence = N_("De postcode %(postcode)s bestaat niet. We laten hem weg.")
        return {"postcode": Flaw(Level.WARNING, sentence, REMEDY, "", facts)}
    facts += (("town", address["town"]), ("known", doubt.known))
    if kind == "ambiguous_town":
        if point:
            return {}
        sentence = N_("Er is meer dan één plaats %(town)s: %(known)s. We nemen de eerste.")
        remedy = N_("Vul de postcode in, of schrijf de provincie achter de plaats.")
        return {"town": Flaw(Level.WARNING, sentence, remedy, facts=facts)}
    place = postcode_place(address["postcode"][:4])
    if point and place and metres_between(point, place.point) > FAR:
        # The point agrees with the town, so the postcode must be wrong.
        sentence = N_(
            "De postcode %(postcode)s ligt in %(known)s, niet in %(town)s. We laten hem weg."
        )
        return {"postcode": Flaw(Level.WARNING, sentence, REMEDY, "", facts)}
    sentence = N_(
        "De postcode %(postcode)s ligt in %(known)s, niet in %(town)s. We zetten de plek in"
        " %(known)s."
    )
    return {"postcode": Flaw(Level.WARNING, sentence, WHICH, facts=facts)}


@lru_cache(maxsize=1024)
def _unknown_town(town: str) -> Flaw:
    near = resembling(town, 1)
    suggestion = near[0].label if near else ""
    remedy = N_("Bedoelde je %(suggestion)s?") if near else N_("Kijk hoe je de plaats schrijft.")
    return Flaw(
        Level.WARNING,
        N_("De plaats %(town)s kennen we niet."),
        remedy,
        facts=(("town", town[:80]), ("suggestion", suggestion)),
        suggestion=suggestion,
    )


def _far(point: Point, located: Located) -> bool:
    return metres_between(point, (located.lon, located.lat)) > FAR


def _far_off(point: Point, located: Located, address: Mapping[str, str]) -> Flaws:
    """Return the flaw for a point far from its address; the town decides which of them is wrong."""
    town = _by_tables("", address["town"]) if address["town"] else None
    km = round(metres_between(point, (located.lon, located.lat)) / 1000)
    if located.precision == "postcode" and town and not _far(point, town):
        sentence = N_("De postcode %(postcode)s ligt %(km)s km van het punt. We laten hem weg.")
        facts = (("postcode", address["postcode"]), ("km", km))
        return {"postcode": Flaw(Level.WARNING, sentence, REMEDY, "", facts)}
    return {
        "lat": Flaw(
            Level.WARNING,
            N_("Dit punt ligt %(km)s km van %(place)s. We nemen het punt."),
            N_("Kijk wat er fout is: het punt of het adres."),
            facts=(("km", km), ("place", address["town"] or address["postcode"])),
        )
    }


def _public_point(point: Point | None, located: Located | None) -> At | None:
    """Return the point of the postcode or town of a hidden address, so that no home is shown."""
    if located and located.precision != "address":
        return (located.lon, located.lat), located.precision
    exact = (located.lon, located.lat) if located else point
    return (nearest_postcode(*exact).point, "postcode") if exact else None
