"""OpenStreetMap elements as rows: a table (osm_tags.csv) translates tags to fields."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from socialmap.config import resource
from socialmap.errors import FileProblem
from socialmap.fields.flaws import Facts, Flaw, Level
from socialmap.importing.columns import label
from socialmap.importing.files.documents import as_text, drain, objects
from socialmap.importing.files.shapes import point_of
from socialmap.importing.files.tables import Elements, Line, RefusedRows
from socialmap.language.folding import fold
from socialmap.times import clock
from socialmap.wording import N_

FORMAT = "OpenStreetMap"
LICENCE = "ODbL 1.0, © OpenStreetMap-bijdragers"
PAGE = "https://www.openstreetmap.org/"
ANY = "*"
BOUNDS = ("minlon", "minlat", "maxlon", "maxlat")
# Fields of which the texts of several tags are read; a cell with two addresses of mail names both.
SEVERAL = frozenset({"audiences", "life_domains", "languages", "phone", "email", "website"})
NOT_SOCIAL = Flaw(
    Level.NOTE,
    N_("Dit is geen plek die op een sociale kaart hoort. We slaan het over."),
    N_("Hoort iets er wel bij? Voeg het dan zelf toe."),
)
# Times without a day are of every day; elsewhere they are read as times of a day that is missing.
EVERY_DAY = re.compile(r"\d\d?:\d\d-[\d:,-]+$")
# Prefixes of keys, and keys, of what is no more, and prefixes of what is not there yet.
ENDED = frozenset(
    {
        *("disused", "abandoned", "demolished", "removed", "razed", "was", "destroyed", "ruins"),
        *("ruined", "closed", "former", "dismantled", "old"),
    }
)
PLANNED = frozenset({"construction", "proposed", "planned"})
CLOSED = frozenset({("opening_hours", "closed"), ("opening_hours", "off")})
NAME_TAGS = ("name", "name:nl", "old_name", "disused:name", "was:name", "abandoned:name")
OSM_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
ORIGIN = ("id", "lat", "lon", "source_url", "licence")


class Rule(NamedTuple):
    """What a tag means: a text for a field. As `value`, '*' is any value; as `text`, that value."""

    order: int
    value: str
    field: str
    text: str


@cache
def rules() -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules by key; of several rules for one field the first in the table wins."""
    by_key: dict[str, tuple[Rule, ...]] = {}
    with resource("data", "importing", "osm_tags.csv").open(encoding="utf-8", newline="") as file:
        for order, row in enumerate(csv.DictReader(file)):
            rule = Rule(order, row["value"], row["field"], row["text"])
            by_key[row["key"]] = (*by_key.get(row["key"], ()), rule)
    return by_key


@cache
def known_tags() -> Mapping[str, str]:
    """Return the field by tag, for tags whose value is the text of a field."""
    return {
        key: rule.field for key, of_key in rules().items() for rule in of_key if rule.value == ANY
    }


def texts_of(tags: Mapping[str, str]) -> dict[str, str]:
    """Return the text by field that the tags of an element stand for."""
    matches = sorted(
        (rule.order, rule.field, value if rule.text == ANY else rule.text)
        for key, value in tags.items()
        for rule in rules().get(key, ())
        if rule.value == ANY or rule.value in map(str.strip, value.split(";"))
    )
    texts: dict[str, str] = {}
    for _, field, text in matches:
        if field in SEVERAL and field in texts:
            texts[field] += f" | {text}"
        else:
            texts.setdefault(field, text)
    if EVERY_DAY.match(texts.get("hours", "")):
        texts["hours"] = f"Mo-Su {texts['hours']}"
    return texts


def is_overpass(document: Any) -> bool:
    """Return whether a document is an answer of Overpass: a list of elements."""
    return isinstance(document, dict) and isinstance(document.get("elements"), list)


def read_overpass(
    document: dict[str, Any], wanted: Iterable[str], refused: RefusedRows
) -> Elements:
    """Read the elements of an Overpass answer; raise FileProblem if the answer is incomplete."""
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
        as_text(node.get("id")): [node["lon"], node["lat"]]
        for node in elements
        if node.get("type") == "node" and "lon" in node and "lat" in node
    }

    def with_shapes() -> Iterator[dict[str, Any]]:
        for element in drain(elements):
            yield {**element, "shape": _shape(element, nodes) if element.get("tags") else None}

    return osm_elements(with_shapes(), wanted, refused)


def _shape(element: Mapping[str, Any], nodes: Mapping[str, list[Any]]) -> dict[str, Any] | None:
    """Return an element's geometry: its point, centre, bounding box or outline; None if unknown."""
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
    ids = [as_text(node) for node in line] if isinstance(line, list) else []
    corners = [nodes[node] for node in ids if node in nodes]
    if len(corners) > 3 and corners[0] == corners[-1]:
        return {"type": "Polygon", "coordinates": [corners]}
    return {"type": "MultiPoint", "coordinates": corners} if corners else None


def _point(at: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [at.get("lon"), at.get("lat")]}


def osm_elements(
    elements: Iterable[Mapping[str, Any]], wanted: Iterable[str], refused: RefusedRows
) -> Elements:
    """Return elements (type, id, tags, shape) as rows; `wanted` tags become columns as well."""
    fields = dict.fromkeys(
        (*ORIGIN, *(rule.field for of_key in rules().values() for rule in of_key))
    )
    labels = {field: label(field) for field in fields}
    own = set(map(fold, labels.values()))
    tags = tuple(tag for tag in wanted if fold(tag) not in own)
    return Elements(
        FORMAT, (*labels.values(), *tags), _rows(elements, tuple(labels), tags, refused)
    )


def _rows(
    elements: Iterable[Mapping[str, Any]],
    fields: tuple[str, ...],
    wanted: tuple[str, ...],
    refused: RefusedRows,
) -> Iterator[Line]:
    for number, element in enumerate(elements, start=1):
        tags = element.get("tags")
        if not isinstance(tags, dict) or not tags:
            continue  # a corner of an outline
        values = {key: as_text(value) for key, value in tags.items()}
        texts = texts_of(values)
        gone = _gone(values, texts, clock.today())
        origin = gone or (_origin(element) if "kind" in texts else NOT_SOCIAL)
        if isinstance(origin, Flaw):
            refused.add(number, origin)
            continue
        texts |= origin
        yield (
            number,
            [texts.get(field, "") for field in fields] + [values.get(tag, "") for tag in wanted],
        )


def _gone(tags: Mapping[str, str], texts: Mapping[str, str], today: date) -> Flaw | None:
    """Return the flaw of an element that would be on the map, but is no more, or not yet."""
    social = "kind" in texts
    # What is something else now, such as a library that was a school, still exists.
    former = {key: key.partition(":") for key in tags if ":" in key}
    former = {key: parts for key, parts in former.items() if parts[2] not in tags}
    ended = [key for key, (prefix, _, _) in former.items() if prefix in ENDED]
    planned = [key for key, (prefix, _, _) in former.items() if prefix in PLANNED]
    for keys, make in ((ended, _ended_flaw), (planned, _planned_flaw)):
        if not social and "kind" in texts_of({former[key][2]: tags[key] for key in keys}):
            return make(tags, keys[0])
    if not social:
        return None
    for key, value in tags.items():
        over = key == "end_date" and _is_past(value, today)
        if over or (key in ENDED and value != "no") or (key, value) in CLOSED:
            return _ended_flaw(tags, key)
        if key in ("start_date", "opening_date") and _is_future(value, today):
            return _planned_flaw(tags, key)
    return None


def _ended_flaw(tags: Mapping[str, str], key: str) -> Flaw:
    return Flaw(
        Level.NOTE,
        N_("%(name)s is er volgens OpenStreetMap niet meer (%(tag)s). We slaan het over."),
        N_("Is het er nog wel? Voeg het dan zelf toe."),
        facts=_named(tags, key),
    )


def _planned_flaw(tags: Mapping[str, str], key: str) -> Flaw:
    return Flaw(
        Level.NOTE,
        N_("%(name)s is er volgens OpenStreetMap nog niet (%(tag)s). We slaan het over."),
        N_("Is het er al wel? Voeg het dan zelf toe."),
        facts=_named(tags, key),
    )


def _named(tags: Mapping[str, str], key: str) -> Facts:
    name = next(filter(None, (tags.get(one) for one in NAME_TAGS)), N_("Een plek zonder naam"))
    return (("name", name[:80]), ("tag", f"{key}={tags[key]}"[:80]))


def _is_past(text: str, today: date) -> bool:
    """Return whether a date of OpenStreetMap (2020, 2020-05, ~2020-05-01) lies before today."""
    match = OSM_DATE.search(text)
    return bool(match and match[0] < today.isoformat()[: len(match[0])])


def _is_future(text: str, today: date) -> bool:
    match = OSM_DATE.fullmatch(text)
    return bool(match and match[0] > today.isoformat()[: len(match[0])])


def _origin(element: Mapping[str, Any]) -> dict[str, str] | Flaw:
    """Return the cells for id, source and licence, and the point if the element has a shape."""
    path = f"{as_text(element.get('type'))}/{as_text(element.get('id'))}"
    cells = {"id": path, "source_url": PAGE + path, "licence": LICENCE}
    if element.get("shape") is None:
        return cells
    point = point_of(element["shape"])
    if isinstance(point, Flaw):
        return point
    return cells | {"lon": f"{point[0]:.7f}", "lat": f"{point[1]:.7f}"}
