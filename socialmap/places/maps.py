"""Compose maps with folium and our own files, and draw areas and town names where tiles fail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import orjson
import shapely
from branca.element import Figure
from folium import Map, TileLayer
from folium.template import Template
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from socialmap.config import resource
from socialmap.places.areas import outlines
from socialmap.places.gazetteer import towns
from socialmap.places.geometry import NETHERLANDS, Box, Point

FARTHEST, NEAREST = 6, 19  # zoom levels between which the tiles exist
# The level of areas to draw from each zoom level on, the finest first.
LEVELS = ((12, "neighbourhood"), (11, "district"), (0, "municipality"))
MOST_LABELS = 24
DETAIL = 600  # steps across the map; finer details of an outline are left out


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


class TileSource(NamedTuple):
    """Where tiles come from: an address with {z}, {x} and {y}, who made them, and which there are.

    `nearest` is the last zoom level that has tiles, and `box` the part of the earth that they
    show; None for the whole.
    """

    url: str
    attribution: str
    nearest: int = NEAREST
    box: Box | None = None


@cache
def draw_map(
    centre: Point, zoom: int, tiles: TileSource | None, stylesheet: str, name: str = "kaart"
) -> MapParts:
    """Compose a map around a centre; without a source of tiles it has none."""
    shell = Shell(name, centre, zoom, stylesheet)
    if tiles:
        limits: dict[str, Any] = {}
        if tiles.box:
            west, south, east, north = tiles.box
            limits["bounds"] = [[south, west], [north, east]]
        Tiles(
            tiles.url,
            attr=tiles.attribution or " ",
            min_zoom=FARTHEST,
            max_zoom=NEAREST,
            # Nearer than the tiles go, the last ones are drawn larger.
            max_native_zoom=min(tiles.nearest, NEAREST),
            name="tiles",
            **limits,
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
    """The GeoJSON to draw where there are no tiles: outlines of areas and names of towns.

    The outlines are the areas that were loaded, else those of the municipalities.
    """
    west, south, east, north = box
    inside = (
        max(west, NETHERLANDS[0]),
        max(south, NETHERLANDS[1]),
        min(east, NETHERLANDS[2]),
        min(north, NETHERLANDS[3]),
    )
    features: list[dict[str, Any]] = []
    if inside[0] < inside[2] and inside[1] < inside[3]:
        features = _areas(inside, zoom) or _municipal(inside)
    return {"type": "FeatureCollection", "features": [*features, *_labels(box)]}


def _areas(box: Box, zoom: int) -> list[dict[str, Any]]:
    """The loaded areas in a box, of the finest level for this zoom that has any."""
    for least, level in LEVELS:
        if zoom >= least and (features := outlines(level, box)):
            return features
    return []


@cache
def _municipalities() -> tuple[list[str], list[BaseGeometry], shapely.STRtree]:
    """The names and outlines of all municipalities, and an index on the outlines."""
    features = orjson.loads(resource("data", "gazetteer", "municipalities.geojson").read_bytes())
    features = features["features"]
    shapes = [shape(feature["geometry"]) for feature in features]
    return [feature["properties"]["name"] for feature in features], shapes, shapely.STRtree(shapes)


def _municipal(box: Box) -> list[dict[str, Any]]:
    """The outlines of municipalities in a box as GeoJSON features, as fine as they can be seen."""
    names, shapes, tree = _municipalities()
    hits = sorted(tree.query(shapely.box(*box)))
    drawn = shapely.coverage_simplify([shapes[index] for index in hits], (box[2] - box[0]) / DETAIL)
    return [
        {
            "type": "Feature",
            "properties": {"name": names[index]},
            "geometry": orjson.loads(shapely.to_geojson(outline)),
        }
        for index, outline in zip(hits, drawn, strict=True)
        if not outline.is_empty
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
