import csv
import json

import pytest

from socialmap.config import resource
from socialmap.errors import FileProblem
from socialmap.fields.facts import codes_of, read_code, read_kind
from socialmap.fields.flaws import Flaw, Level
from socialmap.fields.schema import READERS
from socialmap.importing.columns import COLUMNS
from socialmap.importing.files.osm import known_tags, rules, texts_of
from tests.importing.samples import brought, document, table

CENTRE = {"name": "De Kei", "amenity": "community_centre"}
HERE = {"lat": 52.155, "lon": 5.387}


def element(number=1, kind="node", tags=CENTRE, **where):
    return {"type": kind, "id": number, "tags": tags, **(where or HERE)}


def answer(*elements, **more):
    return {"version": 0.6, "elements": list(elements), **more}


def test_every_rule_gives_a_text_that_its_field_can_read():
    fields = {column.field for column in COLUMNS}
    with resource("data", "importing", "osm_tags.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert row["field"] in fields, row
            if row["text"] != "*":
                assert row["value"] != "*", row
                assert not isinstance(READERS[row["field"]](row["text"]), Flaw), row
    assert {read_kind, read_code} <= set(READERS.values())
    assert codes_of("audience")("older_people") == ("older_people",)


def test_no_tag_has_two_meanings_for_one_field():
    for key, of_key in rules().items():
        pairs = [(rule.value, rule.field) for rule in of_key]
        assert len(pairs) == len(set(pairs)), key


@pytest.mark.parametrize(
    ("tags", "texts"),
    [
        ({"amenity": "community_centre"}, {"kind": "community_centre"}),
        ({"amenity": "community_centre", "community_centre": "youth_centre"}, {"kind": "youth_group"}),
        ({"social_facility": "food_bank;clothing_bank"}, {"kind": "food_bank"}),
        ({"amenity": "restaurant"}, {}),
        ({"social_facility": "nursing_home"}, {}),
        ({"phone": "1", "contact:phone": "2"}, {"phone": "1 | 2"}),
        ({"name": "Keien", "name:nl": "De Kei"}, {"name": "De Kei"}),
        ({"fee": "no", "wheelchair": "limited"}, {"cost": "gratis"}),
        ({"opening_hours": "10:00-17:00"}, {"hours": "Mo-Su 10:00-17:00"}),
        ({"social_facility:for": "senior; migrant"}, {"audiences": "older_people | newcomers"}),
    ],
)  # fmt: skip
def test_tags_tell_what_an_element_is(tags, texts):
    assert texts_of(tags) == texts
    assert known_tags()["addr:street"] == "street"


def test_an_element_becomes_a_listing(tmp_path):
    tags = CENTRE | {
        "addr:street": "Kamp", "addr:housenumber": "8", "addr:postcode": "3811AR",
        "addr:city": "Amersfoort", "phone": "+31 33 461 23 45", "operator": "Stichting Kei",
        "opening_hours": "Mo-Fr 09:00-17:00", "wheelchair": "yes", "toilets:wheelchair": "no",
        "website": "https://kei.example.org", "operator:type": "ngo", "building": "yes",
    }  # fmt: skip
    rows, remarks = brought(document(tmp_path, answer(element(123, tags=tags))))
    listing, place = rows["De Kei"].listing, rows["De Kei"].listing.locations[0]
    assert rows["De Kei"].source_id == "node/123"
    assert listing.source_url == "https://www.openstreetmap.org/node/123"
    assert listing.licence.startswith("ODbL")
    assert (listing.kind, listing.organisation) == ("community_centre", "Stichting Kei")
    assert (listing.hours, listing.phone, listing.sphere) == (
        "Mo-Fr 09:00-17:00",
        "+31334612345",
        "communal",
    )
    assert (place.street, place.postcode, place.lat) == ("Kamp 8", "3811 AR", 52.155)
    assert (place.step_free, place.accessible_toilet) == (True, False)
    assert [each.column for each in remarks] == ["beschrijving"]


@pytest.mark.parametrize(
    "where",
    [
        {"center": HERE},
        {"bounds": {"minlat": 52.154, "minlon": 5.386, "maxlat": 52.156, "maxlon": 5.388}},
        {"nodes": [11, 12, 13, 14, 11]},
    ],
)
def test_a_way_has_the_point_that_overpass_was_asked_for(tmp_path, where):
    corners = [(5.386, 52.154), (5.388, 52.154), (5.388, 52.156), (5.386, 52.156)]
    nodes = [
        {"type": "node", "id": 11 + place, "lon": lon, "lat": lat}
        for place, (lon, lat) in enumerate(corners)
    ]
    rows, remarks = brought(document(tmp_path, answer(*nodes, element(kind="way", **where))))
    place = rows["De Kei"].listing.locations[0]
    assert (round(place.lon, 3), round(place.lat, 3)) == (5.387, 52.155)
    assert {each.line for each in remarks} == {5}


def test_a_way_without_a_point_has_its_address(tmp_path):
    tags = CENTRE | {"addr:city": "Zeist"}
    rows, _ = brought(document(tmp_path, answer(element(kind="way", tags=tags, nodes=[1]))))
    assert rows["De Kei"].listing.locations[0].precision == "town"


def test_a_tag_that_is_not_in_the_table_can_be_mapped(tmp_path):
    path = document(tmp_path, answer(element(tags=CENTRE | {"cuisine": "soep"})))
    rows, _ = brought(path, {"cuisine": "samenvatting", "bron": ""})
    assert rows["De Kei"].listing.summary == "soep"
    assert rows["De Kei"].listing.source_url == ""


def test_an_answer_that_was_cut_off_is_refused(tmp_path):
    path = document(tmp_path, answer(element(), remark="runtime error: Query timed out"))
    with pytest.raises(FileProblem, match="timed out"):
        table(path)


def helsinki(shared):
    return json.loads((shared / "data" / "import" / "osm_helsinki_overpass.json").read_text())


def test_another_country_is_refused_in_one_breath_per_reason(shared):
    rows, remarks = brought(shared / "data" / "import" / "osm_helsinki_overpass.json")
    assert rows == {}
    errors = [each for each in remarks if each.level == Level.ERROR]
    assert len(errors) == 4
    assert {each.sentence for each in errors} == {
        "Dit punt ligt buiten Nederland. We slaan het over."
    }
    skipped = [each for each in remarks if each.level == Level.NOTE]
    assert len({(each.sentence, each.column, each.value) for each in skipped}) == 1


def test_the_same_file_moved_to_amersfoort_comes_in(shared, tmp_path):
    moved = helsinki(shared)
    for each in moved["elements"]:
        each["tags"] = {
            key: value
            for key, value in each["tags"].items()
            if key not in ("addr:country", "addr:city", "addr:postcode")
        }
        if "lat" in each:
            each["lat"], each["lon"] = each["lat"] - 8.022, each["lon"] - 19.56
    rows, _ = brought(document(tmp_path, moved))
    assert {row.listing.kind or row.listing.setting for row in rows.values()} == {
        "community_centre",
        "volunteer_group",
    }
    assert all(row.listing.locations[0].precision == "given" for row in rows.values())
    assert all(row.source_id.startswith("node/") for row in rows.values())
    assert len(rows) == 4
