"""The map on a page, and the data that its script fetches: pins, and a background."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from flask import Blueprint, Response, request
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from socialmap.catalogue.models import Initiative
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.config import current_settings
from socialmap.errors import NotFoundProblem, Problem
from socialmap.guards import everybody
from socialmap.places.geocoding import OnePlace, locate
from socialmap.places.geometry import NETHERLANDS, Box, Point, box_around
from socialmap.places.maps import MapParts, TileSource, backdrop, box_around_points, draw_map
from socialmap.places.models import Location
from socialmap.places.tile_file import TileFileError, open_tiles
from socialmap.places.tile_file import tile as read_tile
from socialmap.search.pins import pins
from socialmap.search.query import SearchQuery
from socialmap.search.results import Pin, SearchResults
from socialmap.web.page.addresses import listing_url, url_for, with_args
from socialmap.web.page.assets import asset_url
from socialmap.web.page.wording import cached
from socialmap.wording import N_

REGION_ZOOM = 9
REGION_RADIUS = 25_000  # metres around the centre of the region, when there is nothing to show
STREET_RADIUS = 600
STREET_ZOOM = 16  # shows the streets around a door
# Of these the point on the map is that of the door.
EXACT = ("given", "address")
# Somebody who searches from these means where they are, not a town.
OWN_PLACES = ("point", "address")
ZOOMS = range(21)

blueprint = Blueprint("maps", __name__)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PageMap:
    """A map as a template needs it: its parts, the box to open with, and where its pins are.

    The script fetches pins from `pins_url`; without it `pins` are all there are, as JSON.
    `zoom` is the level to open with, 0 for one that shows the whole box; `here` is the place that
    was searched from, as JSON: longitude, latitude, radius in metres (0 for none) and words.
    """

    parts: MapParts
    box: Box
    pins_url: str = ""
    pins: str = "[]"
    wide: bool = False
    zoom: int = 0
    here: str = ""

    @property
    def head(self) -> Markup:
        """What belongs in the head of the page."""
        return Markup(self.parts.head)  # noqa: S704 - made by folium from our own settings

    @property
    def body(self) -> Markup:
        """The element of the map."""
        return Markup(self.parts.body)  # noqa: S704

    @property
    def script(self) -> Markup:
        """The inside of a script that draws the map when it is called."""
        return Markup(self.parts.script)  # noqa: S704

    @property
    def settings(self) -> str:
        """The letter and the name of each setting, as JSON, for the pins."""
        return setting_words()

    @property
    def listing_url(self) -> str:
        """The beginning of the address of every listing."""
        return listing_url("")

    @property
    def bounds(self) -> str:
        """West, south, east, north in degrees."""
        return ",".join(f"{degree:.5f}" for degree in self.box)


@cached
def setting_words() -> str:
    """The letter and the name of each setting in the language of the reader, as JSON."""
    terms = taxonomy().terms("setting")
    return orjson.dumps({term.code: [term.letter, _(term.nl)] for term in terms}).decode()


def _centre() -> Point:
    """The point in the middle of the region, as the settings name it."""
    answer = locate(current_settings().centre)
    if isinstance(answer, OnePlace):
        return answer.place.point
    return ((NETHERLANDS[0] + NETHERLANDS[2]) / 2, (NETHERLANDS[1] + NETHERLANDS[3]) / 2)


def tile_source() -> TileSource | None:
    """Where the tiles of the maps come from: a file of our own, an address, or nowhere."""
    settings = current_settings()
    if settings.tiles_file:
        try:
            file = open_tiles(Path(settings.tiles_file))
        except TileFileError as error:
            # The map can do without; `socialmap doctor` says the same.
            log.warning("tiles: %s", error)
            return None
        address = url_for("maps.background").removesuffix("gebieden.json")
        url = f"{address}tegels/{{z}}/{{x}}/{{y}}"
        return TileSource(url, file.attribution, file.zooms.nearest, file.box)
    if settings.tiles_url:
        return TileSource(settings.tiles_url, settings.tiles_attribution)
    return None


def _parts() -> MapParts:
    return draw_map(_centre(), REGION_ZOOM, tile_source(), asset_url("css/map.css"))


def _opening_box(results: SearchResults) -> Box:
    """The box that the map opens with: that of the query, the hits, the place, or the region."""
    if results.query.box:
        return results.query.box
    points = [
        (hit.lon, hit.lat) for hit in results.hits if hit.lon is not None and hit.lat is not None
    ]
    if isinstance(results.answer, OnePlace):
        place = results.answer.place.point
        if not points:
            return box_around(place, results.radius or REGION_RADIUS)
        points.append(place)
    return box_around_points(points) or box_around(_centre(), REGION_RADIUS)


def results_map(results: SearchResults) -> PageMap:
    """The map beside a list of results."""
    args = results.query.changed(box=None).to_args()
    address = with_args(url_for("maps.pins_in_box"), args)
    here = _here(results)
    return PageMap(_parts(), _opening_box(results), pins_url=address, wide=True, here=here)


def _here(results: SearchResults) -> str:
    """The place that was searched from; empty when the search is not about one place."""
    if not isinstance(results.answer, OnePlace):
        return ""
    place = results.answer.place
    # The map itself names towns.
    words = _("Jij bent hier") if place.kind in OWN_PLACES else ""
    radius = 0 if results.query.box else results.radius or 0
    return orjson.dumps([place.lon, place.lat, radius, words]).decode()


def place_map(location: Location | None, initiative: Initiative) -> PageMap | None:
    """The small map on the page of an initiative; None without a point to show.

    Nor without tiles: outlines of municipalities say nothing about a street.
    """
    point = location.at if location else None
    if point is None or location is None or tile_source() is None:
        return None
    pin = Pin(*point, initiative.slug, initiative.name, initiative.setting)
    box = box_around(point, STREET_RADIUS)
    zoom = STREET_ZOOM if location.precision in EXACT else 0
    return PageMap(_parts(), box, pins=orjson.dumps([_pin(pin)]).decode(), zoom=zoom)


def picking_map(points: list[Point]) -> PageMap:
    """The map on which pins are moved; without any points (lon, lat) it shows the region."""
    box = box_around_points(points) or box_around(_centre(), REGION_RADIUS)
    return PageMap(_parts(), box)


def _pin(pin: Pin) -> tuple[float, float, str, str, str]:
    """A pin as the map reads it: longitude, latitude, listing, setting and name."""
    return round(pin.lon, 6), round(pin.lat, 6), pin.slug, pin.setting, pin.name


def _read_box(args: MultiDict[str, str]) -> tuple[Box, int]:
    """The box and the zoom level of a request; raise Problem if they cannot be read."""
    box = SearchQuery.from_args(MultiDict({"vak": args.get("vak", "")}), taxonomy()).box
    zoom = args.get("zoom", str(REGION_ZOOM))
    if box is None or not (zoom.isascii() and zoom.isdigit() and int(zoom[:4]) in ZOOMS):
        raise Problem(
            N_("Vraag een stuk van de kaart: vak=west,zuid,oost,noord en zoom van 0 tot 20.")
        )
    return box, int(zoom)


def _json(content: dict[str, Any], media_type: str, seconds: int) -> Response:
    answer = Response(orjson.dumps(content), mimetype=media_type)
    answer.headers["Cache-Control"] = f"max-age={seconds}, public"
    return answer


@blueprint.get("/kaart/punten.json")
@everybody
def pins_in_box() -> Response:
    """The pins and clusters of a query in a part of the map."""
    box, zoom = _read_box(request.args)
    query = SearchQuery.from_args(request.args, taxonomy())
    on_map = pins(query.changed(box=None), box, zoom)
    return _json(
        {
            "pins": [_pin(pin) for pin in on_map.pins],
            "clusters": [
                {
                    "lon": cluster.lon,
                    "lat": cluster.lat,
                    "count": cluster.count,
                    "box": cluster.box,
                }
                for cluster in on_map.clusters
            ],
            "total": on_map.total,
        },
        "application/json",
        60,
    )


@blueprint.get("/kaart/tegels/<int:zoom>/<int:x>/<int:y>")
@everybody
def tile(zoom: int, x: int, y: int) -> Response:
    """A tile of the map, from the file of the operator."""
    file = current_settings().tiles_file
    found = read_tile(Path(file), zoom, x, y) if file else None
    if found is None:
        raise NotFoundProblem(N_("Hier is geen kaart van."))
    image, media_type = found
    answer = Response(image, mimetype=media_type)
    answer.headers["Cache-Control"] = f"max-age={7 * 24 * 3600}, public"
    return answer


@blueprint.get("/kaart/gebieden.json")
@everybody
def background() -> Response:
    """Outlines of areas and names of towns in a part of the map, as GeoJSON."""
    return _json(backdrop(*_read_box(request.args)), "application/geo+json", 24 * 3600)
