"""Dutch postcodes, towns and municipalities from the shipped tables, by name or by position."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cache
from math import cos, radians
from typing import Literal

from socialmap.config import resource
from socialmap.places.geometry import in_caribbean, metres_between

PlaceKind = Literal[
    "point",
    "postcode",
    "town",
    "municipality",
    "address",
    "neighbourhood",
    "station",
    "region",
    "province",
]

KINDS: dict[str, PlaceKind] = {
    "municipality": "municipality", "neighbourhood": "neighbourhood", "region": "region",
    "former": "region",
}  # fmt: skip
POSTCODE_RADIUS = 3_000  # metres
POINT_RADIUS = 3_000
CARIBBEAN = "Caribisch Nederland"
# People who name the middle of a town mean the town, and what is nearest to its middle first.
MIDDLE = frozenset(["binnenstad", "centrum", "stadscentrum", "stadshart", "dorpskern"])


@dataclass(frozen=True)
class Place:
    """A named point on the map (WGS84 degrees), and how far around it to search (metres)."""

    label: str
    lon: float
    lat: float
    kind: PlaceKind
    radius: int
    municipality: str = ""
    province: str = ""
    town: str = ""
    # The street that a point lies in or near, when a geocoder knows it.
    street: str = ""

    @property
    def point(self) -> tuple[float, float]:
        """The point as (lon, lat)."""
        return self.lon, self.lat


def table(name: str) -> list[dict[str, str]]:
    """The rows of a file of the gazetteer."""
    with resource("data", "gazetteer", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def postcodes() -> dict[str, Place]:
    """Every Dutch postcode of four digits, with its place."""
    return {
        row["postcode"]: Place(
            label=f"{row['postcode']} {row['place']}",
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            kind="postcode",
            radius=POSTCODE_RADIUS,
            province=row["province"],
            town=row["place"],
        )
        for row in table("postcodes.csv")
    }


@cache
def municipalities() -> dict[str, str]:
    """The name of the municipality of each postcode of four digits."""
    by_postcode: dict[str, str] = {}
    for row in table("municipalities.csv"):
        for part in row["postcodes"].split():
            first, _, last = part.partition("-")
            numbers = range(int(first), int(last or first) + 1)
            by_postcode |= dict.fromkeys(map(str, numbers), row["name"])
    return by_postcode


def _town_labels(rows: list[dict[str, str]]) -> list[str]:
    """A unique label per town: its name, if needed with its province, or its municipality.

    Two towns of one name in one municipality have a postcode in their label.
    """
    named = Counter([row["name"] for row in rows] + [row["alias"] for row in table("aliases.csv")])
    around = [municipalities().get(row["postcode"], row["province"]) for row in rows]
    in_municipality = Counter(zip((row["name"] for row in rows), around, strict=True))
    in_province = Counter((row["name"], row["province"]) for row in rows)
    labels: list[str] = []
    for row, municipality in zip(rows, around, strict=True):
        name = row["name"]
        if named[name] == 1:
            labels.append(name)
        elif in_province[name, row["province"]] == 1:
            labels.append(f"{name} ({row['province']})")
        elif in_municipality[name, municipality] == 1:
            labels.append(f"{name} ({municipality})")
        else:
            labels.append(f"{name} ({municipality}, {row['postcode']})")
    return labels


@cache
def towns() -> tuple[Place, ...]:
    """Every town, those with the most postcodes first."""
    rows = sorted(table("towns.csv"), key=lambda row: (-int(row["postcodes"]), row["postcode"]))
    return tuple(
        Place(
            label=label,
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            kind="town",
            radius=int(row["radius"]),
            province=row["province"],
            town=row["name"],
        )
        for row, label in zip(rows, _town_labels(rows), strict=True)
    )


@cache
def islands() -> tuple[Place, ...]:
    """Bonaire, Sint Eustatius and Saba with their towns; there are no postcodes there."""
    return tuple(
        Place(
            label=row["name"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            kind="municipality" if row["kind"] == "municipality" else "town",
            radius=int(row["radius"]),
            municipality=row["island"],
            province=CARIBBEAN,
            town=row["name"] if row["kind"] == "town" else "",
        )
        for row in table("islands.csv")
    )


def _around(label: str, kind: PlaceKind, members: list[Place]) -> Place:
    """A place whose radius covers its members."""
    lon = sum(place.lon for place in members) / len(members)
    lat = sum(place.lat for place in members) / len(members)
    distance = max(metres_between((lon, lat), place.point) + place.radius / 2 for place in members)
    name = label if kind == "municipality" else ""
    radius = max(round(distance / 500) * 500, 2_000)
    return Place(label, lon, lat, kind, radius, name, members[0].province)


@cache
def regions() -> tuple[Place, ...]:
    """Provinces, regions, former municipalities, and municipalities without a town of that name."""
    members = {
        **{place.label: [place] for place in towns()},
        **{code: [place] for code, place in postcodes().items()},
    }
    around: dict[str, list[Place]] = defaultdict(list)
    for code, name in municipalities().items():
        if code in postcodes():
            around[name].append(postcodes()[code])
    listed = []
    for row in table("regions.csv"):
        known = around if row["kind"] == "region" else members
        inside = [place for name in row["members"].split("|") for place in known[name]]
        listed.append(_around(row["name"], KINDS[row["kind"]], inside))
    provinces: dict[str, list[Place]] = defaultdict(list)
    for place in postcodes().values():
        provinces[place.province].append(place)
    return *listed, *(
        _around(f"provincie {name}", "province", provinces[name]) for name in provinces
    )


@cache
def neighbourhoods() -> tuple[Place, ...]:
    """Neighbourhoods and districts of towns; the label has the town: Kattenbroek (Amersfoort)."""
    return tuple(map(_neighbourhood, table("neighbourhoods.csv")))


def _neighbourhood(row: dict[str, str]) -> Place:
    """A part of a town; the middle of a town reaches as far as the town."""
    members = [postcodes()[code] for code in row["postcodes"].split("|")]
    place = _around(f"{row['name']} ({row['town']})", "neighbourhood", members)
    radius = place.radius
    if row["name"].lower() in MIDDLE:
        radius = max([radius, *(town.radius for town in towns() if town.town == row["town"])])
    return replace(place, town=row["town"], radius=radius)


@cache
def stations() -> tuple[Place, ...]:
    """Railway stations, each at the middle of its postcode: station Driebergen-Zeist."""
    return tuple(
        replace(postcodes()[row["postcode"]], label=f"station {row['name']}", kind="station")
        for row in table("stations.csv")
    )


def nearest_postcode(lon: float, lat: float) -> Place:
    """The postcode whose point is nearest, as on a flat map; on the islands the nearest town."""
    if in_caribbean(lon, lat):
        towns_there = (place for place in islands() if place.kind == "town")
        return min(towns_there, key=lambda place: metres_between(place.point, (lon, lat)))
    flat = cos(radians(lat))
    return min(
        postcodes().values(),
        key=lambda place: (place.lat - lat) ** 2 + ((place.lon - lon) * flat) ** 2,
    )


def point_at(lon: float, lat: float) -> Place:
    """The place of typed coordinates, in the town of the nearest postcode (within 25 km)."""
    near = nearest_postcode(lon, lat)
    label = f"{lat:.4f}, {lon:.4f}"
    if metres_between(near.point, (lon, lat)) > 25_000:
        return Place(label, lon, lat, "point", POINT_RADIUS)
    return Place(label, lon, lat, "point", POINT_RADIUS, province=near.province, town=near.town)


def postcode_place(four: str, letters: str = "") -> Place | None:
    """The place of a postcode, or None; letters are in its label but do not move its point."""
    place = postcodes().get(four)
    if place is None or not letters:
        return place
    return replace(place, label=f"{four} {letters.upper()} {place.town}")


def box_town(four: str) -> str:
    """The town of a postcode that has no houses but post boxes; "" for another unknown one.

    Such postcodes come just before those of their town: 3500 to 3509 before 3511 Utrecht.
    """
    if four in postcodes() or not (four.endswith("0") or four[2] == "0"):
        return ""
    following = map(
        str, range(int(four) + 1, int(four) // 100 * 100 + (20 if four[2] == "0" else 100))
    )
    return next((postcodes()[code].town for code in following if code in postcodes()), "")
