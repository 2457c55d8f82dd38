"""What the script of the map asks for, and the map on the pages."""

from dataclasses import replace
from html import unescape

import pytest

from socialmap.config import current_settings
from tests.listings import UTRECHT, listing, put
from tests.places.test_tile_file import IMAGE, archive

AROUND = "5.0,52.0,5.3,52.2"


def fetch(client, **args):
    return client.get("/kaart/punten.json", query_string={"vak": AROUND, "zoom": "12", **args})


def test_pins_carry_all_that_a_button_needs(client, town):
    answer = fetch(client, wat="koffie")
    assert answer.json["total"] == 1
    assert answer.json["pins"] == [[*UTRECHT, "koffie-bij-noor", "warm_place", "Koffie bij Noor"]]


def test_a_page_tells_what_settings_are_called_and_where_listings_are(client, town):
    page = unescape(client.get("/zoeken").text)
    assert '"warm_place":["W","warme plek"]' in page
    assert 'data-listing-url="/initiatief/"' in page


def test_pins_follow_the_filters_of_the_list(client, town):
    assert {pin[3] for pin in fetch(client, soort="mild_work_setting").json["pins"]} == {
        "mild_work_setting"
    }


def test_who_comes_to_you_is_not_on_the_map(client, town):
    answer = fetch(client, vak="3,50,8,54", zoom="7")
    assert answer.json["total"] == 4
    assert "belcirkel" not in {pin[2] for pin in answer.json["pins"]}


def test_many_become_clusters_whose_counts_add_up(client, app):
    put(*(listing(f"Plek {n}", (5.05 + n / 4000, 52.05 + n % 9 / 200)) for n in range(320)))
    answer = fetch(client, zoom="9").json
    assert answer["clusters"]
    assert answer["total"] == 320
    assert len(answer["pins"]) + sum(each["count"] for each in answer["clusters"]) == 320


@pytest.mark.parametrize(
    "args",
    [{"vak": ""}, {"vak": "5,52,4,51"}, {"vak": "<script>"}, {"zoom": "99"}, {"zoom": "-1"},
     {"zoom": "²"}, {"zoom": "9" * 500}],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/kaart/punten.json", "/kaart/gebieden.json"])
def test_nonsense_is_refused_with_a_sentence(client, path, args):
    answer = client.get(path, query_string={"vak": AROUND, "zoom": "9"} | args)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.json["detail"].startswith("Vraag een stuk van de kaart")


def test_the_background_is_geojson_that_may_be_kept(client, app):
    answer = client.get("/kaart/gebieden.json", query_string={"vak": AROUND, "zoom": "11"})
    assert answer.mimetype == "application/geo+json"
    assert answer.json["type"] == "FeatureCollection"
    assert answer.headers["Cache-Control"] == "max-age=86400, public"


def test_the_map_opens_where_the_hits_are(client, town):
    page = client.get("/zoeken?wat=koffie&waar=utrecht").text
    west, south, east, north = map(float, page.split('data-bounds="')[1].split('"')[0].split(","))
    assert west < UTRECHT[0] < east
    assert south < UTRECHT[1] < north
    assert 'data-pins-url="/kaart/punten.json?wat=koffie&amp;waar=utrecht"' in page


def test_the_map_of_the_list_shows_what_was_asked_for(client, town):
    assert (
        'data-bounds="5.00000,52.00000,5.20000,52.10000"'
        in client.get("/zoeken?vak=5,52,5.2,52.1").text
    )


def test_a_map_of_nothing_found_shows_how_far_was_searched(client, town):
    page = client.get("/zoeken?wat=xqzwv&waar=utrecht&afstand=5").text
    west, _, east, _ = map(float, page.split('data-bounds="')[1].split('"')[0].split(","))
    assert 0.14 < east - west < 0.16  # ten kilometres


def test_an_empty_map_shows_the_region(client, app):
    page = client.get("/zoeken?wat=xqzwv").text
    west, _, east, _ = map(float, page.split('data-bounds="')[1].split('"')[0].split(","))
    assert 0.3 < east - west < 1.5


@pytest.fixture
def tile_file(app, tmp_path, monkeypatch):
    file = archive(tmp_path / "utrecht.pmtiles")
    chosen = replace(current_settings(), tiles_file=str(file), tiles_url="https://example.org/{z}")
    monkeypatch.setitem(app.extensions, "socialmap", chosen)
    return file


def test_tiles_of_our_own_ask_nobody_else(client, town, tile_file):
    answer = client.get("/zoeken")
    assert "/kaart/tegels/{z}/{x}/{y}" in answer.text
    assert "example.org/{z}" not in answer.text
    assert "example.org" not in answer.headers["Content-Security-Policy"]
    assert "Je telefoon of computer vraagt niets aan een ander." in client.get("/privacy").text
    image = client.get("/kaart/tegels/9/263/168")
    assert (image.data, image.mimetype) == (IMAGE + b"\x09", "image/png")
    assert client.get("/kaart/tegels/9/0/0").status_code == 404
    assert client.get(f"/kaart/tegels/99/{'9' * 30}/1").status_code == 404


def test_a_file_without_tiles_leaves_the_outlines(client, town, tile_file):
    tile_file.write_bytes(b"nothing")
    answer = client.get("/zoeken")
    assert answer.status_code == 200
    assert "L.tileLayer" not in answer.text
    assert client.get("/kaart/tegels/9/263/168").status_code in (400, 404)


def test_the_page_of_an_initiative_has_its_own_pin(client, town, tile_file):
    page = client.get("/initiatief/koffie-bij-noor").text
    assert "&#34;koffie-bij-noor&#34;,&#34;warm_place&#34;" in page
    assert 'data-pins-url=""' in page


def test_the_map_of_an_initiative_opens_on_its_street_and_needs_tiles(client, town, tile_file):
    path = "/initiatief/koffie-bij-noor"
    assert 'data-zoom="16"' in client.get(path).text
    tile_file.unlink()
    assert "data-map" not in client.get(path).text


@pytest.mark.parametrize(
    ("where", "words"), [("Zeist", ',""]'), ("52.0907,5.1214", '"Jij bent hier"]'), ("", "")]
)
def test_the_map_shows_where_the_search_is_from(client, town, where, words):
    page = unescape(client.get("/zoeken", query_string={"waar": where}).text)
    here = page.split('data-here="', 1)[1].split("data-pins-url", 1)[0]
    assert words in here
    assert bool(words) == here.startswith("[")


def test_a_part_of_the_map_has_no_circle(client, town):
    page = unescape(client.get("/zoeken?waar=Zeist&vak=5,52,5.3,52.2").text)
    assert ',0,""]' in page
