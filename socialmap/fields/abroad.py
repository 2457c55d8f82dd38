"""Whether a row lies outside the Netherlands, by its point, or else by its address and phone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from socialmap.fields.countries import (
    COVERED,
    IN_KINGDOM,
    KINGDOM,
    country_name,
    country_named,
)
from socialmap.fields.flaws import Flaw, Level
from socialmap.places.borders import (
    DUTCH,
    country_at,
    foreign_postcode,
    foreign_towns,
    phone_country,
)
from socialmap.places.geocoding import geocode_address
from socialmap.places.geometry import Point
from socialmap.places.names import places_by_key
from socialmap.places.spelling import key, read_postcode
from socialmap.wording import N_

# '2300 Turnhout', '48599 Gronau' and 'B-2300 Turnhout'.
WITH_TOWN = re.compile(r"((?:[A-Za-z]{1,2}[ -])?\d{4,5})\s+(.+)")
NULL_ISLAND = 0.5  # degrees around (0, 0), where programs put what they do not know
ASK = (
    N_("Ligt dit in Nederland of in %(country)s? Dat zien we niet. We slaan het over."),
    N_("Zet NL of de code van het andere land in een kolom ‘land’."),
)
ABROAD = (
    N_("Dit ligt in %(country)s. We slaan het over."),
    N_("Op deze kaart staan alleen plekken in Nederland. Staat het adres verkeerd? Verbeter het."),
)
POINT_ABROAD = (
    N_("Dit punt ligt in %(country)s. We slaan het over."),
    N_("Op deze kaart staan alleen plekken in Nederland. Staat het punt verkeerd? Verbeter het."),
)
OUTSIDE = (
    N_("Dit punt ligt buiten Nederland. We slaan het over."),
    N_("Op deze kaart staan alleen plekken in Nederland. Staat het punt verkeerd? Verbeter het."),
)


def abroad_flaw(country: str) -> Flaw:
    """Return the flaw of a point in a country by its code; empty: somewhere outside."""
    if not country:
        return Flaw(Level.ERROR, *OUTSIDE)
    return _flaw(IN_KINGDOM if country in KINGDOM else POINT_ABROAD, country)


def _flaw(words: tuple[str, str], country: str) -> Flaw:
    return Flaw(Level.ERROR, *words, facts=(("country", country_name(country)),))


def point_abroad(point: Point, address: Mapping[str, str]) -> Flaw | None:
    """Return the flaw of a point (lon, lat) abroad; None if its address is surely Dutch.

    None also for a point near (0, 0), where programs put what they do not know.
    """
    if abs(point[0]) < NULL_ISLAND and abs(point[1]) < NULL_ISLAND:
        return None
    country, town = country_at(*point), address["town"]
    if country in DUTCH or surely_dutch(address["postcode"], town):
        return None
    if not country and _dutch(town) and not foreign_towns().countries(town):
        return None  # far from the border the point is a mistake
    return abroad_flaw(country)


@lru_cache(maxsize=4096)
def surely_dutch(postcode: str, town: str) -> bool:
    """Return whether a postcode is Dutch without a doubt: with letters, or with its own town."""
    located = geocode_address("", postcode, town)
    if located is None or located.doubt or located.precision != "postcode":
        return False
    known = bool(town) and key(town) in places_by_key()
    return known or (read_postcode(postcode) is not None and not town)


def address_abroad(values: Mapping[str, Any], address: Mapping[str, str]) -> Flaw | None:
    """Return the flaw of an address without a point that lies abroad, or may do so."""
    if values.get("country") in DUTCH:
        return None
    phone = phone_country(next((phone.number for phone in values.get("phone") or ()), ""))
    digits = str(values.get("foreign_postcode") or "") or address["postcode"]
    country, sure = _by_address(digits, address["town"], phone)
    if country in COVERED:
        return None
    words = ABROAD if sure else ASK
    return _flaw(IN_KINGDOM if sure and country in KINGDOM else words, country)


@lru_cache(maxsize=8192)
def _by_address(postcode: str, town: str, phone: str) -> tuple[str, bool]:
    """Return the foreign country of an address, or an empty text, and whether that is sure."""
    for part in re.split(r"[,()/]", town):
        if (named := country_named(part)) not in COVERED and not _dutch(part):
            return named, True
    if match := WITH_TOWN.fullmatch(town):
        postcode, town = postcode or match[1], match[2]
    town = town.partition(",")[0].partition("(")[0].strip()
    country = _by_postcode(postcode, town)
    return _by_town(town, phone) if country is None else (country, True)


def _by_postcode(postcode: str, town: str) -> str | None:
    """Return the foreign country of a postcode, empty if it is Dutch; None if it may be either."""
    towns = foreign_towns()
    if foreign := foreign_postcode(postcode):
        country = foreign[0]
        return "" if _dutch(town) and country not in towns.countries(town) else country
    if read_postcode(postcode) or (_dutch(town) and surely_dutch(postcode, town)):
        return ""
    return towns.pairs.get((postcode, key(town)))


def _by_town(town: str, phone: str) -> tuple[str, bool]:
    """Return the foreign country of a town, and whether it is sure; the phone number helps."""
    countries = foreign_towns().countries(town)
    if _dutch(town):
        return (phone, False) if phone in countries else ("", True)
    if countries:
        return (phone if phone in countries else min(countries)), True
    return phone, False


def _dutch(town: str) -> bool:
    """Return whether a Dutch place has this name."""
    return bool(town) and key(town) in places_by_key()
