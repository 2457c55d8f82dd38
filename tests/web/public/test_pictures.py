"""Pictures as residents get them: small, described, from our own address, and for a year."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from socialmap.catalogue.listing import Listing
from socialmap.images.actions import save
from socialmap.images.reading import read_picture
from tests.images.drawing import drawn, encoded
from tests.listings import put
from tests.web.conftest import EVERYTHING

ALT = 'Noor schenkt "koffie" in.'


@pytest.fixture
def picture(session):
    return save(read_picture(encoded(drawn(1200, 800), "JPEG")))


@pytest.fixture
def koffie(picture):
    put(replace(EVERYTHING, picture=picture, picture_alt=ALT))


def pictures(page, select="main img"):
    return BeautifulSoup(page.text, "html.parser").select(select)


def test_a_picture_is_answered_as_what_it_is_and_for_a_year(client, picture):
    answer = client.get(f"/afbeeldingen/{picture}-320.webp")
    assert answer.status_code == 200
    assert answer.mimetype == "image/webp"
    assert answer.data[:4] == b"RIFF"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    again = client.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        f"{'0' * 64}-160.webp",
        "{digest}-161.webp",
        "{digest}-160.jpg",
        "{digest}.webp",
        f"{'g' * 64}-160.webp",
        "..%2f..%2fsecret_key",
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(client, picture, path):
    assert client.get(f"/afbeeldingen/{path.format(digest=picture)}").status_code == 404


def test_the_page_of_a_listing_shows_it_with_its_words_and_its_size(client, koffie, picture):
    page = client.get("/initiatief/koffie-bij-noor")
    [image] = pictures(page, ".what img")
    assert image["alt"] == ALT
    assert (image["width"], image["height"]) == ("320", "214")
    assert image["loading"] == "lazy"
    assert image["src"] == f"/afbeeldingen/{picture}-320.webp"
    assert image["srcset"] == f"{image['src']} 1x, /afbeeldingen/{picture}-640.webp 2x"
    assert client.get(image["src"]).status_code == 200


def test_a_card_shows_a_small_one(client, koffie, picture):
    [image] = pictures(client.get("/zoeken?wat=koffie"), ".card img")
    assert (image["width"], image["height"], image["alt"]) == ("72", "72", ALT)
    assert image["src"] == f"/afbeeldingen/{picture}-160.webp"


def test_nothing_of_it_comes_from_another_host(client, koffie):
    page = client.get("/initiatief/koffie-bij-noor")
    assert "img-src 'self' data:" in page.headers["Content-Security-Policy"]
    assert all(image["src"].startswith("/") for image in pictures(page))


def test_a_picture_of_what_is_not_for_everybody_is_not_shown(client, picture):
    hidden = {"what": "internal"}
    put(replace(EVERYTHING, picture=picture, picture_alt=ALT, visibility=hidden))
    for path in ("/initiatief/koffie-bij-noor", "/zoeken?wat=koffie"):
        page = client.get(path)
        assert page.status_code == 200
        assert picture not in page.text
        assert "schenkt" not in page.text


def test_a_page_stands_without_a_picture_that_is_no_longer_stored(client):
    put(replace(EVERYTHING, picture="a" * 64, picture_alt=ALT))
    page = client.get("/initiatief/koffie-bij-noor")
    assert page.status_code == 200
    assert pictures(page, ".what img") == []


def test_most_listings_have_none(client):
    assert (Listing(name="Koffie").picture, Listing(name="Koffie").picture_alt) == ("", "")
    put(EVERYTHING)
    assert pictures(client.get("/initiatief/koffie-bij-noor"), ".what img") == []
