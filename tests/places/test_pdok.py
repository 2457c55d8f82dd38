import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from socialmap.config import read_settings
from socialmap.outside import Limits
from socialmap.places import pdok
from socialmap.places.geocoding import geocode_address, locate
from socialmap.places.pdok import Pdok, geocoder_for

HOUSE = {
    "type": "adres",
    "weergavenaam": "Kerkplein 3, 3811LP Amersfoort",
    "centroide_ll": "POINT(5.38901234 52.15501234)",
    "gemeentenaam": "Amersfoort",
    "woonplaatsnaam": "Amersfoort",
    "provincienaam": "Utrecht",
    "postcode": "3811LP",
    "straatnaam": "Kerkplein",
    "nummeraanduiding_id": "0307200000000001",
}


def answer(*docs):
    return 200, {}, json.dumps({"response": {"docs": docs}}).encode()


class Locatieserver(BaseHTTPRequestHandler):
    """A server that answers as the test says, and records its requests."""

    def do_GET(self):
        self.server.asked.append((urlsplit(self.path), self.headers))
        time.sleep(self.server.delay)
        status, headers, body = self.server.reply
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, *parts):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Locatieserver) as server:
        server.asked, server.delay, server.reply = [], 0, answer(HOUSE)
        server.url = f"http://127.0.0.1:{server.server_port}/free"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_an_address_is_found_to_the_house(server):
    located = geocode_address("Kerkplein 3", "3811 LP", "Amersfoort", Pdok(server.url))
    assert (located.lon, located.lat) == (5.38901234, 52.15501234)
    assert (located.precision, located.bag_id) == ("address", "0307200000000001")
    assert (located.town, located.municipality) == ("Amersfoort", "Amersfoort")


def test_the_request_names_its_sender_and_the_type(server):
    Pdok(server.url).address("Kerkplein 3", "3811 LP", "Amersfoort")
    url, headers = server.asked[0]
    assert parse_qs(url.query) == {
        "q": ["Kerkplein 3 3811 LP Amersfoort"],
        "rows": ["1"],
        "fq": ["type:adres"],
    }
    assert headers["User-Agent"].startswith("socialmap")


def test_a_typed_address_is_found(server):
    place = locate("Kerkplein 3, Amersfoort", geocoder=Pdok(server.url)).place
    assert (place.label, place.kind) == ("Kerkplein 3, 3811LP Amersfoort", "address")


def test_the_same_question_is_answered_from_the_cache(server):
    geocoder = Pdok(server.url)
    assert geocoder.search("Kerkplein 3") == geocoder.search("Kerkplein 3")
    assert len(server.asked) == 1


def test_an_answer_with_another_address_is_refused(server):
    geocoder = Pdok(server.url)
    assert geocoder.address("Kerkplein 3", "3811 LX", "Amersfoort") is None
    assert geocoder.address("Kerkplein 3", "", "Deventer") is None
    assert geocoder.search("Iets heel anders 3") is None
    assert geocoder.search("kerkplein 3") is not None


@pytest.mark.parametrize(
    "doc",
    [
        {},
        HOUSE | {"centroide_ll": "POINT(155000 463000)"},
        HOUSE | {"centroide_ll": None},
        HOUSE | {"type": "perceel"},
    ],
)
def test_a_document_without_a_dutch_point_is_no_place(server, doc):
    server.reply = answer(doc)
    assert Pdok(server.url).search("Kerkplein 3") is None
    assert Pdok(server.url).address("Kerkplein 3", "3811 LP", "Amersfoort") is None


def test_no_documents_is_no_failure(server):
    server.reply = answer()
    geocoder = Pdok(server.url)
    assert geocoder.search("Kerkplein 3") is None
    assert geocoder.silent_until == 0


@pytest.mark.parametrize(
    "reply",
    [
        (500, {}, b"broken"),
        (302, {"Location": "http://127.0.0.1:1/elsewhere"}, b""),
        (200, {}, b"<html>not json"),
        (200, {}, b"[]"),
        (200, {}, b'{"response": {"docs": 5}}'),
        (200, {}, b"\xff\xfe"),
        (200, {}, b" " * 300_000),
    ],
)
def test_a_failing_service_leaves_the_answer_to_the_tables(server, reply, caplog):
    server.reply = reply
    geocoder = Pdok(server.url)
    located = geocode_address("Kerkplein 3", "3811 LP", "Amersfoort", geocoder)
    assert located.precision == "postcode"
    assert "PDOK" in caplog.text
    assert "Kerkplein" not in caplog.text
    assert geocode_address("Kerkplein 4", "3811 LP", "Amersfoort", geocoder) is not None
    assert len(server.asked) == 1, "a failing service is given rest"


def test_a_slow_service_is_not_waited_for(server, monkeypatch):
    monkeypatch.setattr(pdok, "LIMITS", Limits(seconds=0.1, own_machine=True))
    server.delay = 0.5
    start = time.monotonic()
    assert Pdok(server.url).search("Kerkplein 3") is None
    assert time.monotonic() - start < 0.4


def test_a_service_that_is_not_there_leaves_the_answer_to_the_tables():
    located = geocode_address("Kerkplein 3", "3811 LP", "", Pdok("http://127.0.0.1:1/free"))
    assert located.precision == "postcode"


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/free", "file:///etc/passwd", "http://"])
def test_only_web_addresses_are_requested(url):
    assert Pdok(url).search("Kerkplein 3") is None


def test_a_name_that_leads_into_the_own_network_is_refused(server, monkeypatch, caplog):
    monkeypatch.setattr(
        "socket.getaddrinfo",
        lambda *_, **__: [(2, 1, 6, "", ("127.0.0.1", server.server_port))],
    )
    url = f"http://service.example:{server.server_port}/free"
    assert Pdok(url).search("Kerkplein 3") is None
    assert server.asked == []
    assert "inside the own network" in caplog.text


def test_the_operator_chooses_the_geocoder(server):
    assert geocoder_for(read_settings({})) is None
    chosen = {"SOCIALMAP_GEOCODER": "pdok", "SOCIALMAP_PDOK_URL": server.url}
    assert geocoder_for(read_settings(chosen)).search("Kerkplein 3").kind == "address"
    assert geocoder_for(read_settings(chosen)) is geocoder_for(read_settings(chosen))


def test_the_street_at_a_point_is_asked_and_named(server):
    server.reply = answer({"type": "weg", "weergavenaam": "Dorpsstraat, Zeist"})
    place = locate("52.09, 5.24", geocoder=Pdok(server.url)).place
    assert (place.street, place.town) == ("Dorpsstraat", "Zeist")
    url, _ = server.asked[0]
    assert url.path == "/reverse"
    assert parse_qs(url.query) == {
        "lat": ["52.0900"],
        "lon": ["5.2400"],
        "type": ["weg"],
        "rows": ["1"],
    }


def test_without_an_answer_a_point_has_its_town_alone(server):
    server.reply = (500, {}, b"")
    place = locate("52.09, 5.24", geocoder=Pdok(server.url)).place
    assert (place.street, place.town) == ("", "Zeist")
