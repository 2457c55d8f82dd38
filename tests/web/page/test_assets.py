"""Static files: their versions, how long they are kept, and gzip for who accepts it."""

import gzip
import re

import pytest
from werkzeug.test import Client

from socialmap.web.page.assets import asset_url, icon

BUDGETS = {
    "css/site.css": 20,
    "css/map.css": 4,
    "js/leaflet.js": 3,
    "js/site.js": 6,
    "js/map.js": 4,
    "js/pins.js": 2,
}  # kB, gzipped


@pytest.fixture
def sheet(client):
    """The address of the style sheet, as the front page names it."""
    return re.search(r'href="(/static/css/site\.css\?v=[0-9a-f]{10})"', client.get("/").text)[1]


def test_a_file_asked_for_by_version_is_kept_for_a_year(client, sheet):
    answer = client.get(sheet)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "max-age=31536000, public, immutable"


def test_a_file_without_version_is_kept_for_an_hour(client):
    answer = client.get("/static/css/site.css")
    assert answer.headers["Cache-Control"] == "max-age=3600, public"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_font_is_kept_for_a_month_as_one_that_comes_late_is_not_shown(client):
    preloaded = re.search(r'rel="preload"\s+href="([^"]+)"', client.get("/").text)[1]
    with client.get(preloaded) as font:
        assert font.headers["Cache-Control"] == "max-age=2592000, public"
    site = client.get("/static/css/site.css").text
    assert preloaded.removeprefix("/static") in site.replace("../", "/")
    assert site.count("font-display: optional") == 2
    assert "font-display: swap" not in site


def test_the_version_changes_with_the_content(app):
    with app.test_request_context():
        assert asset_url("css/site.css") != asset_url("css/print.css").replace("print", "site")
        assert asset_url("not/there.css") == "/static/not/there.css"


@pytest.mark.parametrize("path", ["/", "/static/css/site.css"])
def test_text_is_compressed_for_who_accepts_it(app, path):
    client = Client(app)
    plain, packed = client.get(path), client.get(path, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    without_nonce = [re.sub(rb'nonce="[^"]*"', b"", body) for body in
                     (plain.data, gzip.decompress(packed.data))]  # fmt: skip
    assert without_nonce[0] == without_nonce[1]


def test_what_did_not_change_is_not_sent_again(client):
    tag = client.get("/static/css/site.css", headers={"Accept-Encoding": "gzip"}).headers
    again = client.get("/static/css/site.css", headers={"If-Modified-Since": tag["Last-Modified"]})
    assert again.status_code == 304


@pytest.mark.parametrize(("path", "kilobytes"), BUDGETS.items())
def test_own_files_stay_small(client, path, kilobytes):
    packed = client.get(f"/static/{path}", headers={"Accept-Encoding": "gzip"}).data
    assert len(packed) <= kilobytes * 1000


def test_an_icon_is_hidden_from_who_listens():
    drawing = icon("phone")
    if not drawing:
        pytest.skip("the icons are copied to static/vendor by scripts/setup")
    assert drawing.startswith('<svg class="icon" aria-hidden="true" focusable="false"')
    assert drawing.endswith("</svg>")
    assert "<!--" not in drawing


def test_an_icon_that_is_not_there_leaves_the_word_alone():
    assert icon("not-an-icon") == ""
