import json

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from socialmap.cli.areas import areas_group
from socialmap.places.models import Area

SQUARE = [[[5.1, 52.0], [5.2, 52.0], [5.2, 52.1], [5.1, 52.1], [5.1, 52.0]]]


@pytest.fixture
def file(tmp_path):
    feature = {
        "type": "Feature",
        "properties": {"naam": "Oost", "code": "BU1"},
        "geometry": {"type": "Polygon", "coordinates": SQUARE},
    }
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return str(path)


def run(*args):
    return CliRunner().invoke(areas_group, args, catch_exceptions=False)


def test_areas_are_loaded_once(session, file):
    args = ["load", file, "--level", "neighbourhood", "--name", "naam", "--code", "code"]
    assert run(*args).output == "1 new, 0 changed, 0 the same\n"
    assert run(*args).output == "0 new, 0 changed, 1 the same\n"
    assert session.scalar(select(Area.name).where(Area.code == "BU1")) == "Oost"


def test_postcode_areas_are_estimated_per_province(session):
    assert run("estimate", "Flevoland").output.endswith("0 changed, 0 the same\n")
    assert session.scalar(select(func.count()).where(Area.approximate)) > 50


def test_an_unknown_province_is_answered_with_the_known_ones(app):
    result = run("estimate", "Urecht")
    assert result.exit_code == 2
    assert "Utrecht" in result.stderr
