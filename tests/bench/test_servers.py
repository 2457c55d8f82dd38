import os
import sys
from contextlib import ExitStack

import pytest

from socialmap.bench.client import ask
from socialmap.bench.servers import NotStartedError, Target, measure, start

SERVE = """
import http.server, sys
class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


@pytest.fixture
def server(tmp_path):
    (tmp_path / "page").write_text("hello")
    with ExitStack() as stack:
        yield start(stack, [sys.executable, "-c", SERVE, "{port}"], "/page", tmp_path)


def test_a_server_is_measured_and_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("socialmap.bench.servers.ROUNDS", 1)
    (tmp_path / "page").write_text("hello")
    with ExitStack() as stack:
        server = start(stack, [sys.executable, "-c", SERVE, "{port}"], "/page", tmp_path)
        report = measure([Target("page", server, ["/page"])], 1, tmp_path)
    assert report["page"]["per_second"] > 0
    assert report["page"]["failures"] == 0
    with pytest.raises(ProcessLookupError):
        os.kill(server.processes[0].pid, 0)


def test_the_client_of_our_own_counts_failures(server, tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _name: None)
    (load,) = ask(server.ports, ["/page", "/away"], 1, tmp_path)
    assert 0 < load.failures < load.answers


def test_a_server_that_does_not_start_says_why(tmp_path):
    with ExitStack() as stack, pytest.raises(NotStartedError, match="no such thing"):
        start(stack, [sys.executable, "-c", "raise SystemExit('no such thing')"], "/", tmp_path)
