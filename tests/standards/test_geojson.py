import json
from dataclasses import replace

from socialmap.standards.geojson import feature, geojson_parts
from tests.importing.samples import brought
from tests.standards.listed import FULL, exported

ONE_PLACE = replace(FULL, locations=FULL.locations[:1])


def document(*rows):
    return json.loads(b"".join(geojson_parts(rows)))


def test_a_listing_is_a_feature_with_its_point_in_wgs84():
    (feature,) = document(exported(ONE_PLACE))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [5.1214, 52.0907]}
    properties = feature["properties"]
    assert properties["name"] == FULL.name
    assert properties["street"] == "Kerkstraat 3"
    assert properties["walk_in"] is True
    assert properties["quiet"] is False
    assert properties["languages"] == ["nl", "ar"]
    assert properties["forms"] == ["group", "societal"]
    assert "visibility" not in properties


def test_more_places_are_more_points_and_none_is_no_geometry():
    assert feature(exported())["geometry"]["type"] == "MultiPoint"
    assert feature(exported(replace(FULL, locations=())))["geometry"] is None


def test_nothing_is_a_collection_too():
    assert document() == {"type": "FeatureCollection", "features": []}


def test_a_listing_comes_back_from_its_own_feature(tmp_path):
    path = tmp_path / "kaart.geojson"
    path.write_bytes(b"".join(geojson_parts([exported(ONE_PLACE)])))
    rows, remarks = brought(path)
    row = rows[FULL.name]
    place = replace(FULL.locations[0], precision=row.listing.locations[0].precision)
    assert row.listing == replace(
        ONE_PLACE, locations=(place,), confirmations=row.listing.confirmations
    )
    assert [each for each in remarks if each.level != "note"] == []
