"""OpenStreetMap: elements with tags, of which a table tells what they mean to us."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from socialmap.config import resource
from socialmap.errors import FileProblem
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.columns import label
from socialmap.importing.files.documents import as_text, drain, objects
from socialmap.importing.files.shapes import point_of
from socialmap.importing.files.tables import Elements, Line, Refused
from socialmap.language.folding import fold
from socialmap.wording import N_

FORM = "OpenStreetMap"
LICENCE = "ODbL 1.0, © OpenStreetMap-bijdragers"
PAGE = "https://www.openstreetmap.org/"
ANY = "*"
BOUNDS = ("minlon", "minlat", "maxlon", "maxlat")
LISTS = frozenset({"audiences", "life_domains", "languages"})
NOT_SOCIAL = Flaw(
    Level.NOTE,
    N_("Dit is geen plek die op een sociale kaart hoort. We slaan het over."),
    N_("Hoort iets er wel bij? Voeg het dan zelf toe."),
)
LOCAL = ("id", "lat", "lon", "source_url", "licence")


class Rule(NamedTuple):
    """What a tag says: a text for a field; '*' stands for any value, and for that value."""

    order: int
    value: str
    field: str
    text: str


@cache
def rules() -> Mapping[str, tuple[Rule, ...]]:
    """The rules per key. Of the rules for one field the first in the table goes first."""
    found: dict[str, tuple[Rule, ...]] = {}
    with resource("data", "importing", "osm_tags.csv").open(encoding="utf-8", newline="") as file:
        for order, row in enumerate(csv.DictReader(file)):
            rule = Rule(order, row["value"], row["field"], row["text"])
            found[row["key"]] = (*found.get(row["key"], ()), rule)
    return found


@cache
def known_tags() -> Mapping[str, str]:
    """The tags whose value is the text of a field, with that field."""
    return {key: rule.field for key, told in rules().items() for rule in told if rule.value == ANY}


def told_by(tags: Mapping[str, str]) -> dict[str, str]:
    """The text per field that the tags of an element tell."""
    matches = sorted(
        (rule.order, rule.field, value if rule.text == ANY else rule.text)
        for key, value in tags.items()
        for rule in rules().get(key, ())
        if rule.value == ANY or rule.value in map(str.strip, value.split(";"))
    )
    told: dict[str, str] = {}
    for _, field, text in matches:
        if field in LISTS and field in told:
            told[field] += f" | {text}"
        else:
            told.setdefault(field, text)
    return told


def is_overpass(document: Any) -> bool:
    """True for what Overpass answers: a list of elements."""
    return isinstance(document, dict) and isinstance(document.get("elements"), list)


def read_overpass(document: dict[str, Any], wanted: Iterable[str], refused: Refused) -> Elements:
    """The elements of an answer of Overpass; a FileProblem when it could not finish."""
    if document.get("remark"):
        raise FileProblem(
            N_(
                "Overpass was niet klaar met antwoorden: %(remark)s. Vraag het nog eens, of vraag"
                " een kleiner gebied."
            ),
            remark=as_text(document["remark"])[:200],
        )
    elements = objects(document.pop("elements"))
    nodes = {
        as_text(each.get("id")): [each["lon"], each["lat"]]
        for each in elements
        if each.get("type") == "node" and "lon" in each and "lat" in each
    }

    def shaped() -> Iterator[dict[str, Any]]:
        for element in drain(elements):
            yield {**element, "shape": _where(element, nodes) if element.get("tags") else None}

    return osm_elements(shaped(), wanted, refused)


def _where(element: Mapping[str, Any], nodes: Mapping[str, list[Any]]) -> dict[str, Any] | None:
    """The shape of an element: its own point, the middle that was asked for, or its outline."""
    box, center = element.get("bounds"), element.get("center")
    if "lat" in element and "lon" in element:
        return _point(element)
    if isinstance(center, dict):
        return _point(center)
    if isinstance(box, dict):
        west, south, east, north = (box.get(end) for end in BOUNDS)
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        return {"type": "Polygon", "coordinates": [ring]}
    line = element.get("nodes")
    ends = [as_text(each) for each in line] if isinstance(line, list) else []
    corners = [nodes[each] for each in ends if each in nodes]
    if len(corners) > 3 and corners[0] == corners[-1]:
        return {"type": "Polygon", "coordinates": [corners]}
    return {"type": "MultiPoint", "coordinates": corners} if corners else None


def _point(at: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [at.get("lon"), at.get("lat")]}


def osm_elements(
    elements: Iterable[Mapping[str, Any]], wanted: Iterable[str], refused: Refused
) -> Elements:
    """Elements with type, id, tags and shape; tags that the operator wants are columns as well."""
    fields = dict.fromkeys((*LOCAL, *(each.field for told in rules().values() for each in told)))
    labels = {field: label(field) for field in fields}
    own = set(map(fold, labels.values()))
    tags = tuple(tag for tag in wanted if fold(tag) not in own)
    return Elements(FORM, (*labels.values(), *tags), _rows(elements, tuple(labels), tags, refused))


def _rows(
    elements: Iterable[Mapping[str, Any]],
    fields: tuple[str, ...],
    wanted: tuple[str, ...],
    refused: Refused,
) -> Iterator[Line]:
    for number, element in enumerate(elements, start=1):
        tags = element.get("tags")
        if not isinstance(tags, dict) or not tags:
            continue  # a corner of a shape
        texts = {key: as_text(value) for key, value in tags.items()}
        told = told_by(texts)
        at = _local(element) if "kind" in told else NOT_SOCIAL
        if isinstance(at, Flaw):
            refused.say(number, at)
            continue
        told |= at
        yield (
            number,
            [told.get(field, "") for field in fields] + [texts.get(tag, "") for tag in wanted],
        )


def _local(element: Mapping[str, Any]) -> dict[str, str] | Flaw:
    """Where an element is, and where it came from; an element without a shape has its address."""
    path = f"{as_text(element.get('type'))}/{as_text(element.get('id'))}"
    told = {"id": path, "source_url": PAGE + path, "licence": LICENCE}
    if element.get("shape") is None:
        return told
    point = point_of(element["shape"])
    if isinstance(point, Flaw):
        return point
    return told | {"lon": f"{point[0]:.7f}", "lat": f"{point[1]:.7f}"}
