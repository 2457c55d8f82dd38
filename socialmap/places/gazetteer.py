"""Dutch postcodes, towns and municipalities from the shipped tables, by name or by position."""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cache
from math import cos, radians
from typing import Literal

from rapidfuzz import fuzz, process

from socialmap.config import resource
from socialmap.places.geometry import in_caribbean, metres_between
from socialmap.places.spelling import key

PlaceKind = Literal[
    "point", "postcode", "town", "municipality", "address", "neighbourhood", "region", "province"
]

KINDS: dict[str, PlaceKind] = {
    "municipality": "municipality", "neighbourhood": "neighbourhood", "region": "region",
}  # fmt: skip
POSTCODE_RADIUS = 3_000  # metres
POINT_RADIUS = 3_000
CARIBBEAN = "Caribisch Nederland"


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

    @property
    def point(self) -> tuple[float, float]:
        """The point as (lon, lat)."""
        return self.lon, self.lat


def _table(name: str) -> list[dict[str, str]]:
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
        for row in _table("postcodes.csv")
    }


@cache
def municipalities() -> dict[str, str]:
    """The name of the municipality of each postcode of four digits."""
    by_postcode: dict[str, str] = {}
    for row in _table("municipalities.csv"):
        for part in row["postcodes"].split():
            first, _, last = part.partition("-")
            numbers = range(int(first), int(last or first) + 1)
            by_postcode |= dict.fromkeys(map(str, numbers), row["name"])
    return by_postcode


def _town_labels(rows: list[dict[str, str]]) -> list[str]:
    """A unique label per town: its name, if needed with its province, or its municipality.

    Two towns of one name in one municipality have a postcode in their label.
    """
    places_by_key = Counter(row["name"] for row in rows)
    around = [municipalities().get(row["postcode"], row["province"]) for row in rows]
    in_municipality = Counter(zip((row["name"] for row in rows), around, strict=True))
    in_province = Counter((row["name"], row["province"]) for row in rows)
    labels: list[str] = []
    for row, municipality in zip(rows, around, strict=True):
        name = row["name"]
        if places_by_key[name] == 1:
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
    rows = sorted(_table("towns.csv"), key=lambda row: (-int(row["postcodes"]), row["postcode"]))
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
        for row in _table("islands.csv")
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
    """Provinces, regions, neighbourhoods, and municipalities that have no town of their name."""
    members = {**{place.label: place for place in towns()}, **postcodes()}
    listed = [
        _around(row["name"], KINDS[row["kind"]], [members[m] for m in row["members"].split("|")])
        for row in _table("regions.csv")
    ]
    provinces: dict[str, list[Place]] = defaultdict(list)
    for place in postcodes().values():
        provinces[place.province].append(place)
    return *listed, *(
        _around(f"provincie {name}", "province", provinces[name]) for name in provinces
    )


@cache
def places_by_key() -> dict[str, tuple[Place, ...]]:
    """All places of each name; names are keys of places.spelling.key."""
    by_key: dict[str, list[Place]] = defaultdict(list)
    for place in towns():
        by_key[key(place.town)].append(place)
    for place in islands():
        by_key[key(place.town or place.label)].append(place)
    labels = {place.label: place for place in (*towns(), *regions(), *islands())}
    for row in _table("aliases.csv"):
        by_key[key(row["alias"])].append(labels[row["town"]])
    for place in regions():
        by_key[key(place.label)].append(place)
        bare = key(place.label.removeprefix("provincie "))
        if bare not in by_key:
            by_key[bare].append(place)
    for place in towns():
        if len(by_key[key(place.town)]) > 1:
            by_key[key(place.label)].append(place)
    return {name: tuple(dict.fromkeys(places)) for name, places in by_key.items()}


@cache
def _sorted_names() -> tuple[str, ...]:
    return tuple(sorted(places_by_key()))


@cache
def _rank() -> dict[Place, int]:
    """Per place its rank, the place that people most likely mean first."""
    return {place: rank for rank, place in enumerate((*towns(), *regions(), *islands()))}


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


def beginning_with(prefix: str, limit: int) -> list[Place]:
    """At most `limit` places whose postcode or name begins with `prefix`, the large ones first.

    A prefix of fewer than two letters or digits gives none.
    """
    start = key(prefix)
    if len(start) < 2:
        return []
    if start.isdigit():
        codes = (code for code in postcodes() if code.startswith(start[:4]))
        return [postcodes()[code] for code in codes][:limit]
    ordered = _sorted_names()
    places: dict[Place, None] = {}
    for name in ordered[bisect_left(ordered, start) :]:
        if not name.startswith(start):
            break
        places.update(dict.fromkeys(places_by_key()[name]))
    large_first = sorted(places, key=_rank().__getitem__)
    exact = places_by_key().get(start, ())
    return list(dict.fromkeys((*exact, *large_first)))[:limit]


def resembling(text: str, limit: int) -> list[Place]:
    """At most `limit` places whose name looks like a text, the best first."""
    typed = key(text)
    if not 3 <= len(typed) <= 40:
        return []
    close = process.extract(typed, _sorted_names(), scorer=fuzz.ratio, score_cutoff=81, limit=limit)
    places = dict.fromkeys(place for name, _, _ in close for place in places_by_key()[name])
    return list(places)[:limit]
