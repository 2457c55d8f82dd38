"""The map shell that folium composes, and the background for a map without tiles."""

import re

import orjson
import pytest
import shapely

from socialmap.db import db
from socialmap.places.gazetteer import municipalities, postcodes
from socialmap.places.maps import (
    TileSource,
    _municipalities,
    backdrop,
    box_around_points,
    draw_map,
)
from socialmap.places.models import Area

UTRECHT = (5.1214, 52.0907)
TILES = "https://tiles.example.org/{z}/{x}/{y}.png"
ATTRIBUTION = 'Kaart © <a href="https://example.org">Kadaster</a>'
AROUND = (5.0, 52.0, 5.3, 52.2)
SQUARE = "MULTIPOLYGON(((5.05 52.05,5.15 52.05,5.15 52.15,5.05 52.15,5.05 52.05)))"


def shell(tiles=TILES, **limits):
    source = TileSource(tiles, ATTRIBUTION, **limits) if tiles else None
    return draw_map(UTRECHT, 9, source, "/static/css/map.css")


def names(drawn, key):
    return [each["properties"][key] for each in drawn["features"] if key in each["properties"]]


def test_the_shell_needs_no_file_of_others_and_no_inline_style():
    parts = shell()
    assert parts.head == '<link rel="stylesheet" href="/static/css/map.css">'
    assert parts.body == '<div class="map" id="kaart"></div>'
    assert "style" not in parts.body
    assert re.findall(r"https?://[\w.]+", parts.script) == [
        "https://tiles.example.org",
        "https://example.org",
    ]


def test_the_script_draws_when_it_is_asked_and_cannot_be_closed_early():
    script = shell().script
    assert script.startswith("globalThis.socialmap = { drawMap(L, options) {")
    assert 'L.map("kaart"' in script
    assert "center: [52.0907, 5.1214]" in script
    assert '"minZoom": 6' in script
    assert "</" not in script


def test_the_same_settings_give_the_same_shell():
    assert shell() is shell()
    assert "tiles.addTo(kaart)" in shell().script


def test_without_tiles_there_is_no_layer():
    assert "tileLayer" not in shell(tiles="").script


@pytest.mark.parametrize("points", [[UTRECHT], [UTRECHT, (5.3, 52.3), (4.9, 51.9)]])
def test_the_box_around_points_holds_them_all(points):
    west, south, east, north = box_around_points(points)
    assert all(west < lon < east and south < lat < north for lon, lat in points)


def test_there_is_no_box_around_nothing():
    assert box_around_points([]) is None


def test_tiles_of_a_part_are_asked_for_that_part_and_drawn_larger_when_near():
    script = shell(nearest=14, box=(5.0, 52.0, 5.4, 52.2)).script
    assert '"maxNativeZoom": 14' in script
    assert re.findall(r"[\d.]+", script[script.index('"bounds"') :])[:4] == [
        *("52.0", "5.0", "52.2", "5.4"),
    ]


def test_without_areas_the_background_has_the_outlines_of_municipalities(app):
    drawn = backdrop(AROUND, 11)
    assert {"Utrecht", "Zeist", "De Bilt"} <= set(names(drawn, "name"))
    assert names(drawn, "approximate") == []
    assert "Utrecht" in names(drawn, "label")


def test_every_municipality_has_an_outline_around_its_postcodes(app):
    outlined, shapes, _ = _municipalities()
    inside = [
        shapes[outlined.index(municipality)].buffer(0.01).contains(shapely.Point(place.point))
        for code, municipality in municipalities().items()
        if (place := postcodes().get(code))
    ]
    assert sum(inside) / len(inside) > 0.97


def test_far_away_outlines_are_coarser(app):
    whole = len(orjson.dumps(backdrop((3.2, 50.7, 7.3, 53.7), 7)))
    assert whole < 300_000
    assert len(names(backdrop((3.2, 50.7, 7.3, 53.7), 7), "name")) > 300


def test_loaded_areas_go_before_those_of_municipalities(session):
    session.add(
        Area(level="municipality", code="GM0344", name="Utrecht", outline=f"SRID=4326;{SQUARE}")
    )
    db.session.flush()
    drawn = backdrop(AROUND, 13)
    assert names(drawn, "name") == ["Utrecht"]
    assert names(drawn, "approximate") == [False]


def test_outside_the_netherlands_nothing_is_drawn(app):
    assert backdrop((-3.0, 40.0, -2.0, 41.0), 9)["features"] == []


def test_names_of_towns_do_not_crowd_each_other(app):
    assert 8 < len(names(backdrop((3.2, 50.7, 7.3, 53.7), 7), "label")) <= 24
