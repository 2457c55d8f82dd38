import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from socialmap.outside import Limits, OutsideError, ask

HERE = Limits(seconds=2, largest=1000, own_machine=True)


class Elsewhere(BaseHTTPRequestHandler):
    """Sends on, sends much, or takes its time."""

    def do_GET(self):
        kind, _, rest = self.path[1:].partition("/")
        if kind == "on":
            self.send_response(302)
            self.send_header("Location", rest.replace("_", "/"))
            self.end_headers()
            return
        self.send_response(404 if kind == "gone" else 200)
        self.end_headers()
        try:
            for _ in range(int(rest or 1)):
                self.wfile.write(b"x" * 100)
                time.sleep(0.2 if kind == "slow" else 0)
        except OSError:
            self.close_connection = True

    def log_message(self, *parts):
        pass


@pytest.fixture(scope="module")
def here():
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def why(url, limits=HERE, **asked):
    with pytest.raises(OutsideError) as refused:
        ask(url, limits, **asked)
    return refused.value.kind


def test_an_answer_is_read_whatever_its_status(here):
    assert ask(f"{here}/fine/2", HERE).body == b"x" * 200
    assert ask(f"{here}/gone/1", HERE).status == 404


def test_it_is_sent_on_when_that_is_allowed_and_not_too_often(here):
    assert ask(f"{here}/on/_fine_3", HERE, most_moves=1).url == f"{here}/fine/3"
    assert ask(f"{here}/on/_fine_3", HERE).status == 302
    assert why(f"{here}/on/_on_", most_moves=3) in {"moves", "scheme"}


def test_too_much_and_too_slow_is_not_waited_for(here):
    assert why(f"{here}/fine/20") == "large"
    assert why(f"{here}/slow/9", Limits(seconds=0.3, own_machine=True)) == "late"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "http://localhost:1/",
        "http://[::1]:1/",
        "http://10.0.0.7/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:10.0.0.7]/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "http://2130706433/",
    ],
)
def test_the_own_network_is_never_asked(url):
    assert why(url, Limits()) == "inside"


def test_nor_when_another_machine_sends_it_there(here):
    limits = Limits(seconds=2, own_machine=True)
    assert why(f"{here}/on/http:__10.0.0.7_", limits, most_moves=1) == "inside"


@pytest.mark.parametrize("url", ["ftp://example.org/", "file:///etc/passwd", "http://", "x", ""])
def test_only_web_addresses_are_asked(url):
    assert why(url) == "scheme"


def test_only_safe_ones_when_that_is_asked():
    assert why("http://example.org/", Limits(https_only=True)) == "scheme"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://a..b.example/", "http://x:99999/"])
def test_what_cannot_be_reached_is_an_error(url):
    assert why(url) in {"silent", "unknown", "scheme"}
