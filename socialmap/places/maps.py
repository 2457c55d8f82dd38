"""Compose maps with folium and our own files, and draw areas and town names where tiles fail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
import shapely
from branca.element import Figure
from folium import Map, TileLayer
from folium.template import Template
from shapely.geometry.base import BaseGeometry

from socialmap.places.areas import outlines
from socialmap.places.boundaries import postcode_cells
from socialmap.places.gazetteer import postcodes, towns
from socialmap.places.geometry import NETHERLANDS, Box, Point

FARTHEST, NEAREST = 6, 19  # zoom levels between which the tiles exist
# The level of areas to draw from each zoom level on, the finest first.
LEVELS = ((12, "neighbourhood"), (11, "district"), (0, "municipality"))
ESTIMATES = ((12, "postcode"), (10, "town"), (0, "province"))
MOST_LABELS = 24
DETAIL = 600  # steps across the map; finer details are left out of an estimated area


@dataclass(frozen=True)
class MapParts:
    """A map as parts of a page: for its head, for its body, and the content of a script.

    The script defines `socialmap.drawMap(L, options)`, which draws the map and returns it.
    """

    head: str
    body: str
    script: str


class Shell(Map):
    """A folium map with a fixed name, and without inline style, CDN or zoom lock."""

    _template = Template(
        """
        {% macro html(this, kwargs) %}
        <div class="map" id="{{ this.get_name() }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        const {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
          center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }}, ...options});
        {% endmacro %}
        """
    )
    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own class attribute

    def __init__(self, name: str, centre: Point, zoom: int, stylesheet: str):
        self.name = name
        lon, lat = centre
        super().__init__(
            location=(lat, lon),
            zoom_start=zoom,
            tiles=None,
            zoom_control=False,
            keyboard=False,
            min_zoom=FARTHEST,
            max_zoom=NEAREST,
        )
        # folium gives the zoom limits to the tile layer only; a map without tiles needs them too.
        self.options |= {"min_zoom": FARTHEST, "max_zoom": NEAREST}
        self.default_css = [("leaflet", stylesheet)]

    def get_name(self) -> str:
        """The name of the map: the id of its element and its variable in the script."""
        return self.name


class Tiles(TileLayer):
    """A tile layer with a fixed name."""

    def get_name(self) -> str:
        """The variable of the layer in the script."""
        return "tiles"


@cache
def draw_map(
    centre: Point,
    zoom: int,
    tiles_url: str,
    attribution: str,
    stylesheet: str,
    name: str = "kaart",
) -> MapParts:
    """Compose a map around a centre; with an empty `tiles_url` it has no tiles."""
    shell = Shell(name, centre, zoom, stylesheet)
    if tiles_url:
        Tiles(
            tiles_url,
            attr=attribution or " ",
            min_zoom=FARTHEST,
            max_zoom=NEAREST,
            name="tiles",
        ).add_to(shell)
    figure = shell.get_root()
    assert isinstance(figure, Figure)  # noqa: S101 - folium makes it one
    del figure.header._children["meta_http"]
    figure.render()
    drawing = "\n".join(line for line in figure.script.render().splitlines() if line.strip())
    return MapParts(
        head=figure.header.render().strip().replace("/>", ">"),
        body=figure.html.render().strip(),
        script="globalThis.socialmap = { drawMap(L, options) {\n"
        f"{drawing}\nreturn {name};\n}} }};",
    )


def box_around_points(points: Iterable[Point], margin: float = 0.004) -> Box | None:
    """The box that holds all points with a margin in degrees; None when there are no points."""
    points = list(points)
    if not points:
        return None
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return (
        min(lons) - margin,
        min(lats) - margin / 2,
        max(lons) + margin,
        max(lats) + margin / 2,
    )


def backdrop(box: Box, zoom: int) -> dict[str, Any]:
    """The GeoJSON to draw where there are no tiles: outlines of areas and names of towns."""
    west, south, east, north = box
    inside = (
        max(west, NETHERLANDS[0]),
        max(south, NETHERLANDS[1]),
        min(east, NETHERLANDS[2]),
        min(north, NETHERLANDS[3]),
    )
    features: list[dict[str, Any]] = []
    if inside[0] < inside[2] and inside[1] < inside[3]:
        features = _areas(inside, zoom) or _estimates(inside, zoom)
    return {"type": "FeatureCollection", "features": [*features, *_labels(box)]}


def _areas(box: Box, zoom: int) -> list[dict[str, Any]]:
    """The loaded areas in a box, of the finest level for this zoom that has any."""
    for least, level in LEVELS:
        if zoom >= least and (features := outlines(level, box)):
            return features
    return []


@cache
def _cells_by(part: str) -> tuple[list[str], list[BaseGeometry], shapely.STRtree]:
    """Estimated areas of all provinces, towns or postcodes: the union of their postcode cells.

    Returns their names, their shapes, and an index on the shapes.
    """
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for place, cell in zip(postcodes().values(), postcode_cells(postcodes().values()), strict=True):
        parts[{"province": place.province, "town": place.town}.get(part, cell.code)].append(
            cell.shape
        )
    shapes = [shapely.union_all(part) for part in parts.values()]
    return list(parts), shapes, shapely.STRtree(shapes)


def _estimates(box: Box, zoom: int) -> list[dict[str, Any]]:
    """Estimated areas in a box as GeoJSON features, for when no areas are loaded."""
    names, shapes, tree = _cells_by(next(part for least, part in ESTIMATES if zoom >= least))
    hits = sorted(tree.query(shapely.box(*box)))
    drawn = shapely.coverage_simplify([shapes[index] for index in hits], (box[2] - box[0]) / DETAIL)
    rounded = shapely.set_precision(drawn, 1e-4, mode="pointwise")
    return [
        {
            "type": "Feature",
            "properties": {"name": names[index], "approximate": True},
            "geometry": orjson.loads(shapely.to_geojson(outline)),
        }
        for index, outline in zip(hits, rounded, strict=True)
    ]


def _labels(box: Box) -> list[dict[str, Any]]:
    """The names of the largest towns in a box, at most MOST_LABELS, well apart from each other."""
    west, south, east, north = box
    chosen: list[tuple[float, float, str]] = []
    for town in towns():
        lon, lat = town.point
        if len(chosen) == MOST_LABELS:
            break
        if not (west < lon < east and south < lat < north):
            continue
        near = (
            abs(lon - x) < (east - west) / 5 and abs(lat - y) < (north - south) / 12
            for x, y, _ in chosen
        )
        if not any(near):
            chosen.append((lon, lat, town.town))
    return [
        {
            "type": "Feature",
            "properties": {"label": name},
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }
        for lon, lat, name in chosen
    ]
