import csv
from collections import Counter
from statistics import median

from socialmap.places.gazetteer import (
    nearest_postcode,
    neighbourhoods,
    postcode_place,
    postcodes,
    regions,
    stations,
    towns,
)
from socialmap.places.geometry import in_kingdom, metres_between
from socialmap.places.names import beginning_with, places_by_key, places_named, resembling
from socialmap.places.spelling import key


def test_every_place_lies_in_the_netherlands_and_has_a_radius():
    for place in (*postcodes().values(), *towns(), *regions(), *neighbourhoods(), *stations()):
        assert in_kingdom(place.lon, place.lat), place
        assert 1_000 <= place.radius <= 100_000, place
        assert place.province, place


def test_no_two_places_have_the_same_label():
    labels = Counter(
        place.label
        for place in (*postcodes().values(), *towns(), *regions(), *neighbourhoods(), *stations())
    )
    assert [label for label, count in labels.items() if count > 1] == []


def test_there_are_twelve_provinces():
    assert len({place.province for place in postcodes().values()}) == 12


def test_postcodes_lie_where_they_are(shared):
    """Ninety-five in a hundred within two kilometres of the middle of their area."""
    with (shared / "data/places/nl_pc4_gazetteer.csv").open(encoding="utf-8") as file:
        known = {row["postcode"]: row for row in csv.DictReader(file) if row["inwoners"]}
    assert not set(known) - set(postcodes())
    away = sorted(
        metres_between(postcodes()[code].point, (float(row["lon"]), float(row["lat"])))
        for code, row in known.items()
    )
    assert median(away) < 500
    assert away[int(len(away) * 0.95)] < 2_000
    assert away[-1] < 11_000


def test_a_guess_that_contradicts_its_neighbours_is_mended():
    rotterdam = postcodes()["3063"].point
    assert metres_between(postcodes()["3062"].point, rotterdam) < 3_000


def test_numbers_that_are_no_postcodes_are_left_out():
    assert not {"1234", "5217", "7146"} & set(postcodes())


def test_a_whole_postcode_has_the_point_of_its_digits():
    assert postcode_place("3811", "lp").label == "3811 LP Amersfoort"
    assert postcode_place("3811", "lp").point == postcodes()["3811"].point
    assert postcode_place("0000") is None


def test_the_nearest_postcode_is_found():
    assert nearest_postcode(*postcodes()["1861"].point) is postcodes()["1861"]


def test_beginnings_give_large_places_first():
    assert [place.label for place in beginning_with("ut", 2)] == ["Utrecht", "Utrechtse Heuvelrug"]
    assert [place.label for place in beginning_with("381", 2)] == [
        "3811 Amersfoort",
        "3812 Amersfoort",
    ]
    assert beginning_with("u", 5) == []


def test_misspellings_resemble():
    assert [place.label for place in resembling("Zaltbomel", 3)] == ["Zaltbommel"]


def test_names_are_keys():
    assert places_by_key()["shertogenbosch"] == places_by_key()["denbosch"]


def test_every_part_of_a_town_is_found_beside_its_town():
    for place in neighbourhoods():
        name = place.label.partition(" (")[0]
        assert place in places_named(key(f"{name} {place.town}")), place
        assert place in places_named(key(f"{place.town} {name}")), place


def test_what_every_town_has_is_a_place_only_beside_a_town():
    assert not places_named("centrum")
    assert [place.label for place in places_named("zeistcentrum")] == ["Centrum (Zeist)"]


def test_a_region_holds_its_municipalities():
    twente = next(place for place in regions() if place.label == "Twente")
    for town in ("Enschede", "Almelo", "Hellendoorn", "Losser", "Tubbergen"):
        [place] = places_named(key(town))
        assert metres_between(twente.point, place.point) < twente.radius
