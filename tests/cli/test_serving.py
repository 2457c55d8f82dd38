import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from socialmap.cli.serving import address, options, refuse_taken_port
from socialmap.config import SettingError, read_settings


@pytest.fixture
def port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def settings(**values):
    return read_settings(
        {f"SOCIALMAP_{name.upper()}": str(value) for name, value in values.items()}
    )


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104
        ("::1", "http://[::1]:8000"),
        ("kaart.example.org", "http://kaart.example.org:8000"),
    ],
)
def test_the_address_is_one_that_a_browser_can_open(host, expected):
    assert address(settings(host=host)) == expected


def test_search_words_are_in_no_access_log():
    assert not {"accesslog", "access_log_format"} & set(options(settings(), workers=2))


def test_a_taken_port_is_one_sentence(port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(SettingError, match="set SOCIALMAP_PORT"):
            refuse_taken_port(settings(port=port))
    refuse_taken_port(settings(port=port))


def test_it_says_where_it_serves_and_stops_when_told(port, tmp_path):
    environ = os.environ | {"SOCIALMAP_DATA": str(tmp_path), "SOCIALMAP_PORT": str(port)}
    command = [sys.executable, "-m", "socialmap", "serve", "--prepare", "--workers", "1"]
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert "191 new" in server.stdout.readline()
            assert f"http://127.0.0.1:{port}" in server.stdout.readline()
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
                assert page.status == 200
            with pytest.raises(urllib.error.HTTPError, match="414") as refused:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/zoeken?wat={'a' * 9999}")
            assert "minder woorden" in refused.value.read().decode()
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=10) == 0
        assert "aaa" not in (told := server.stderr.read())
        assert "ip=" not in told
