import json

import pytest
import shapely
from geoalchemy2.shape import to_shape
from shapely.geometry import Point, box, mapping

from socialmap.db import db
from socialmap.errors import FileProblem
from socialmap.places.areas import (
    LEVELS,
    area_by_code,
    area_places,
    areas_named,
    outlines,
)
from socialmap.places.boundaries import LoadReport, load_areas, load_cells, postcode_cells
from socialmap.places.gazetteer import postcodes
from socialmap.places.geocoding import OnePlace, locate
from socialmap.places.geometry import metres_between
from socialmap.places.models import Area

AMERSFOORT = (5.3878, 52.1561)


def areas_at(lon, lat):
    """The areas that hold a point, the widest level first."""
    held = [
        area for area in db.session.query(Area) if to_shape(area.outline).covers(Point(lon, lat))
    ]
    return sorted(held, key=lambda area: (list(LEVELS).index(area.level), area.code))


def feature(code, name, geometry, **properties):
    return {
        "type": "Feature",
        "properties": {"code": code, "naam": name, **properties},
        "geometry": geometry,
    }


@pytest.fixture
def written(tmp_path):
    """Write features as a GeoJSON file."""

    def write(*features):
        path = tmp_path / "areas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        return path

    return write


TOWN = mapping(box(5.3, 52.1, 5.5, 52.2))
CENTRE = mapping(box(5.37, 52.15, 5.4, 52.16))


@pytest.fixture
def town(session, written):
    """A municipality with one neighbourhood."""
    load_areas(written(feature("GM1", "Dorpstad", TOWN)), "municipality", "naam", "code")
    load_areas(
        written(feature("BU1", "De Kern", CENTRE, gemeente="GM1")),
        "neighbourhood",
        "naam",
        "code",
        "gemeente",
    )


def test_areas_hold_points_from_wide_to_narrow(town):
    assert [area.name for area in areas_at(*AMERSFOORT)] == ["Dorpstad", "De Kern"]
    assert [area.name for area in areas_at(5.31, 52.11)] == ["Dorpstad"]
    assert areas_at(4.0, 51.0) == []


def test_areas_are_found_by_code_and_by_name_in_any_case(town):
    assert area_by_code("GM1").name == "Dorpstad"
    assert area_by_code("GM2") is None
    assert [area.code for area in areas_named(" de kern ")] == ["BU1"]


def test_a_loaded_area_can_be_searched_around(town):
    answer = locate("de kern", areas=area_places)
    assert isinstance(answer, OnePlace)
    place = answer.place
    assert (place.label, place.kind, place.radius) == ("De Kern (Dorpstad)", "neighbourhood", 1_000)


def test_loading_a_file_again_changes_nothing(session, written):
    path = written(feature("GM1", "Dorpstad", TOWN), feature("GM2", "Elders", CENTRE))
    assert load_areas(path, "municipality", "naam", "code") == LoadReport(2, 0, 0)
    assert load_areas(path, "municipality", "naam", "code") == LoadReport(0, 0, 2)
    session.expire_all()
    assert load_areas(path, "municipality", "naam", "code") == LoadReport(0, 0, 2)


def test_a_changed_outline_is_updated(session, town, written):
    path = written(feature("GM1", "Dorpstad", CENTRE))
    assert load_areas(path, "municipality", "naam", "code") == LoadReport(0, 1, 0)
    assert areas_at(5.31, 52.11) == []


def test_a_crossed_outline_is_mended(session, written):
    bow = {"type": "Polygon", "coordinates": [[[5, 52], [6, 53], [6, 52], [5, 53], [5, 52]]]}
    assert load_areas(written(feature("X", "Strik", bow)), "district", "naam", "code").mended == 1
    assert [area.name for area in areas_at(5.1, 52.5)] == ["Strik"]


def test_parts_with_one_code_are_one_area(session, written):
    parts = (feature("GM1", "Land", CENTRE), feature("GM1", "Land", mapping(box(5, 51, 5.1, 51.1))))
    assert load_areas(written(*parts), "municipality", "naam", "code") == LoadReport(1, 0, 0)
    assert [area.code for area in areas_at(5.05, 51.05)] == ["GM1"]
    assert [area.code for area in areas_at(*AMERSFOORT)] == ["GM1"]


@pytest.mark.parametrize(
    ("features", "sentence"),
    [
        ([feature("A", "RD", mapping(box(155_000, 463_000, 156_000, 464_000)))], "EPSG:28992"),
        ([feature("A", "Om", mapping(box(52.1, 5.3, 52.2, 5.5)))], "verkeerd om"),
        ([feature("A", "", TOWN)], "Gebied 1 heeft geen 'naam'. Wel: code, naam."),
        ([feature("A", "Punt", mapping(Point(5, 52)))], "geen vlak"),
        ([feature("A", "Leeg", None)], "geen vorm"),
        ([feature("A", "Krom", {"type": "Polygon", "coordinates": [["x"]]})], "geen vorm"),
        (["geen object"], "geen vorm"),
        ([], "features"),
    ],
)
def test_a_file_that_cannot_be_loaded_says_why(app, written, features, sentence):
    with pytest.raises(FileProblem, match=r".") as problem:
        load_areas(written(*features), "municipality", "naam", "code")
    assert sentence in str(problem.value)


@pytest.mark.parametrize("content", [b"", b"niets", b"[1]", b"{}", b"\xff\xfe\x00"])
def test_a_file_that_is_no_geojson_says_so(app, tmp_path, content):
    path = tmp_path / "areas.geojson"
    path.write_bytes(content)
    with pytest.raises(FileProblem, match="geen GeoJSON"):
        load_areas(path, "municipality", "naam", "code")
    with pytest.raises(FileProblem, match="niet te lezen"):
        load_areas(tmp_path / "nowhere", "municipality", "naam", "code")
    with pytest.raises(FileProblem, match="Kies uit: municipality"):
        load_areas(path, "planet", "naam", "code")


def test_a_file_that_is_too_large_says_so(app, written, monkeypatch):
    monkeypatch.setattr("socialmap.places.boundaries.LARGEST", 10)
    with pytest.raises(FileProblem, match="te groot"):
        load_areas(written(feature("GM1", "Dorpstad", TOWN)), "municipality", "naam", "code")


def test_outlines_are_geojson_for_the_map(town):
    (drawn,) = outlines("municipality")
    assert drawn["properties"] == {
        "code": "GM1",
        "name": "Dorpstad",
        "level": "municipality",
        "approximate": False,
    }
    shape = shapely.from_geojson(json.dumps(drawn["geometry"]))
    assert shape.equals(box(5.3, 52.1, 5.5, 52.2))
    assert outlines("municipality", (4, 50, 4.1, 50.1)) == []
    assert outlines("district") == []


def test_a_cell_holds_its_postcode_and_no_other():
    some = [place for code, place in postcodes().items() if code.startswith("38")]
    drawn = {cell.code: cell for cell in postcode_cells(some)}
    assert set(drawn) == {place.label[:4] for place in some}
    for place in some:
        holders = [code for code, cell in drawn.items() if cell.shape.contains(Point(place.point))]
        assert holders == [place.label[:4]]


def test_a_lone_postcode_has_a_round_cell():
    (cell,) = postcode_cells([postcodes()["3811"]])
    west, south, east, north = cell.shape.bounds
    assert metres_between((west, 52.156), (east, 52.156)) == pytest.approx(10_000, rel=0.02)
    assert metres_between((5.388, south), (5.388, north)) == pytest.approx(10_000, rel=0.02)


def test_every_postcode_has_a_cell_of_its_own():
    drawn = postcode_cells(postcodes().values())
    assert len(drawn) == len(postcodes())
    assert all(cell.shape.is_valid and not cell.shape.is_empty for cell in drawn)


def test_cells_are_estimates_until_a_real_outline_comes(session, written):
    assert load_cells(["3811", "3812"]) == LoadReport(2, 0, 0)
    assert load_cells(["3811", "3812"]) == LoadReport(0, 0, 2)
    assert area_by_code("3811").approximate
    real = written(feature("3811", "3811", CENTRE))
    assert load_areas(real, "postcode", "naam", "code") == LoadReport(0, 1, 0)
    assert load_cells(["3811"]) == LoadReport(0, 0, 1)
    assert not area_by_code("3811").approximate


def test_the_municipalities_of_the_netherlands_load(session, shared):
    path = shared / "data/places/nl_gemeenten_2024.geojson"
    report = load_areas(path, "municipality", "gemeentenaam", "gemeentecode")
    assert (report.new, report.changed, report.same) == (342, 0, 0)
    assert [area.name for area in areas_at(*AMERSFOORT)] == ["Amersfoort"]
    assert load_areas(path, "municipality", "gemeentenaam", "gemeentecode").same == 342
    drawn = outlines("municipality")
    assert len(json.dumps(drawn)) < 600_000
    assert all(to_shape(area_by_code(each["id"]).outline).is_valid for each in drawn[:5])


def test_the_neighbourhoods_of_amsterdam_load(session, shared):
    path = shared / "data/places/amsterdam_buurten_2024.geojson"
    report = load_areas(path, "neighbourhood", "naam", "cbsCode", "ligtInWijkId")
    assert (report.new, report.changed, report.same) == (518, 0, 0)
    assert [area.name for area in areas_at(4.8847, 52.3866)] == ["Planciusbuurt-Noord"]
    assert locate("planciusbuurt-noord", areas=area_places).place.kind == "neighbourhood"
