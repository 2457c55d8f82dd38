import pytest

from socialmap.errors import FileProblem
from socialmap.importing.columns import NamelessProblem
from tests.importing.samples import brought, document, known_facts, table

SQUARE = [[[5.38, 52.15], [5.39, 52.15], [5.39, 52.16], [5.38, 52.16], [5.38, 52.15]]]


def feature(geometry=(5.387, 52.155), **properties):
    shape = (
        {"type": "Point", "coordinates": list(geometry)}
        if isinstance(geometry, tuple)
        else geometry
    )
    return {"type": "Feature", "properties": properties, "geometry": shape}


def collection(*features, **more):
    return {"type": "FeatureCollection", "features": list(features), **more}


def test_properties_are_columns_and_a_shape_is_a_point(tmp_path):
    polygon = {"type": "Polygon", "coordinates": SQUARE}
    path = document(
        tmp_path,
        collection(
            feature(naam="Koffie", soort="koffieuurtje", Omschrijving="Elke week.", inloop=True),
            feature(polygon, naam="Tuin", talen=["nl", "ar"]),
            feature(None, naam="Soos", plaats="Zeist"),
        ),
    )
    rows, _ = brought(path)
    assert list(rows) == ["Koffie", "Tuin", "Soos"]
    koffie, tuin, soos = (row.listing for row in rows.values())
    assert (koffie.kind, koffie.description, koffie.walk_in) == ("coffee_hour", "Elke week.", True)
    assert (koffie.locations[0].lon, koffie.locations[0].lat) == (5.387, 52.155)
    assert (round(tuin.locations[0].lat, 3), tuin.languages) == (52.155, ("nl", "ar"))
    assert (soos.locations[0].precision, rows["Soos"].line) == ("town", 3)


def test_columns_can_be_mapped_and_tags_of_openstreetmap_are_known(tmp_path):
    path = document(
        tmp_path, collection(feature(title="Koffie", **{"addr:city": "Soest", "x": "y"}))
    )
    assert brought(path)[0]["Koffie"].listing.locations[0].town == "Soest"
    rows, _ = brought(path, {"x": "organisatie", "title": "naam"})
    assert rows["Koffie"].listing.organisation == "y"


def test_an_id_of_the_feature_is_the_id_of_the_source(tmp_path):
    path = document(tmp_path, collection(feature(naam="Koffie") | {"id": 7}))
    assert brought(path)[0]["Koffie"].source_id == "7"


def test_one_feature_is_a_list_of_one(tmp_path):
    assert list(brought(document(tmp_path, feature(naam="Koffie")))[0]) == ["Koffie"]


def test_points_abroad_and_broken_shapes_are_refused_together(tmp_path):
    path = document(
        tmp_path,
        collection(
            feature((24.9, 60.1), naam="Helsinki", plaats="Zeist"),
            feature((4.4, 51.2), naam="Antwerpen"),
            feature({"type": "Point"}, naam="Kapot"),
            feature(naam="Hier"),
        ),
    )
    read = table(path)
    assert len(list(read.rows)) == 1
    groups = {group.lines: group.remark.sentence for group in read.refused.remarks.groups()}
    assert "buiten Nederland" in groups[1,]
    assert "ligt in" in groups[2,]
    assert "vorm op de kaart" in groups[3,]
    assert read.refused.wrong == [1, 2, 3]


def test_rijksdriehoek_is_read_and_swapped_degrees_are_turned(tmp_path):
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    path = document(tmp_path, collection(feature((155_000, 463_000), naam="Kei"), crs=named))
    assert round(brought(path)[0]["Kei"].listing.locations[0].lat, 3) == 52.155
    rows, remarks = brought(document(tmp_path, collection(feature((52.155, 5.387), naam="Kei"))))
    assert rows["Kei"].listing.locations[0].lat == 52.155
    assert any("verwisseld" in each.sentence for each in remarks)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (collection(crs={"properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}), "EPSG::3857"),
        (collection(), "geen enkele plek"),
        ({"type": "FeatureCollection"}, "geen enkele plek"),
        ({"type": "Polygon", "coordinates": SQUARE}, "soort Polygon"),
        ({"type": "Topology", "objects": {}}, "soort Topology"),
    ],
)
def test_what_is_no_list_of_places_in_degrees_is_refused(tmp_path, content, words):
    with pytest.raises(FileProblem, match=words):
        table(document(tmp_path, content))


def test_features_without_a_name_are_refused_with_their_properties(tmp_path):
    with pytest.raises(NamelessProblem, match="lat, lon, inwoners"):
        brought(document(tmp_path, collection(feature(inwoners=84))))


def test_an_export_of_overpass_turbo_is_read_by_its_tags(tmp_path):
    properties = {
        "@id": "way/5",
        "name": "De Kei",
        "amenity": "community_centre",
        "wheelchair": "yes",
    }
    path = document(
        tmp_path, collection(feature(**properties), feature(**{"@id": "node/6", "shop": "toys"}))
    )
    rows, remarks = brought(path)
    assert table(path).layout.format == "OpenStreetMap"
    assert rows["De Kei"].source_id == "way/5"
    assert known_facts(rows["De Kei"].listing)["locations"][0]["step_free"] is True
    assert [each.line for each in remarks if "sociale kaart" in each.sentence] == [2]


def test_a_real_export_of_healers_abroad_has_nothing_for_us(shared):
    folder = shared / "data" / "import"
    rows, remarks = brought(folder / "osm_overpass_turbo_healthcare_alternative_de.geojson")
    assert rows == {}
    assert {each.sentence[:22] for each in remarks} == {"Dit is geen plek die o"}
    assert len(remarks) == 1138


def test_the_name_may_be_called_naam_in_one_feature_and_name_in_another(tmp_path):
    def feature(**properties):
        point = {"type": "Point", "coordinates": [5.23, 52.09]}
        return {"type": "Feature", "geometry": point, "properties": properties}

    features = [feature(naam="De Kei"), feature(name="De Til", naam=""), feature(name="De Hoek")]
    path = document(tmp_path, {"type": "FeatureCollection", "features": features})
    assert list(brought(path)[0]) == ["De Kei", "De Til", "De Hoek"]


def test_of_several_points_one_is_taken_and_that_is_said(tmp_path):
    points = {"type": "MultiPoint", "coordinates": [[5.387, 52.155], [5.12, 52.09]]}
    rows, remarks = brought(document(tmp_path, collection(feature(points, naam="Koffie"))))
    assert len(rows["Koffie"].listing.locations) == 1
    assert [each.value for each in remarks if each.column == "geometry"] == ["MultiPoint"]
