import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest

from socialmap.config import SettingError, read_settings
from socialmap.engine import sqlite_driver
from socialmap.server.serving import address, open_sockets
from tests.server.apps import wait_for


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


@pytest.mark.parametrize(("host", "workers"), [("127.0.0.1", 2), ("::1", 1)])
def test_a_taken_port_is_one_sentence(host, workers):
    with ExitStack() as stack:
        ours = open_sockets(settings(host=host, port=0), 1)[0]
        stack.enter_context(ours)
        ours.listen()
        port = ours.getsockname()[1]
        with pytest.raises(SettingError, match="set SOCIALMAP_PORT"):
            open_sockets(settings(host=host, port=port), workers)


def test_it_says_where_it_serves_and_stops_at_a_signal(port, tmp_path):
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
            for path in ("zoeken", "zoeken.json"):
                with pytest.raises(urllib.error.HTTPError, match="414") as refused:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}?wat={'a' * 9999}")
                assert "minder woorden" in refused.value.read().decode()
            with pytest.raises(urllib.error.HTTPError, match="413") as refused:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/aanmelden", data=b"a=" * 200_000)
            assert "te groot" in refused.value.read().decode()
        finally:
            server.send_signal(signal.SIGTERM)
        # The jobs of the first minute may be busy: they are waited for.
        assert server.wait(timeout=30) == 0
        assert "aaa" not in (output := server.stderr.read())
        assert "ip=" not in output


def test_the_jobs_run_beside_the_server_and_stop_with_it(port, tmp_path):
    environ = os.environ | {
        "SOCIALMAP_DATA": str(tmp_path), "SOCIALMAP_PORT": str(port), "SOCIALMAP_DEMO": "0",
    }  # fmt: skip
    command = [sys.executable, "-m", "socialmap"]
    subprocess.run([*command, "db", "upgrade"], env=environ, check=True, capture_output=True)
    with subprocess.Popen(
        [*command, "serve", "--workers", "1"], env=environ, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            worker = wait_for(lambda: children(server.pid, "jobs"))
            os.kill(worker, signal.SIGKILL)
            assert wait_for(lambda: ran(tmp_path / "socialmap.sqlite"))
            worker = wait_for(lambda: children(server.pid, "jobs"))
        finally:
            server.kill()
    wait_for(lambda: not alive(worker))


def children(pid, word):
    """The id of a process that runs, was started by another, and has a word in its command."""
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = (each / "stat").read_text().rpartition(")")[2].split()[1]
            if parent == str(pid) and word in (each / "cmdline").read_text().split("\0"):
                return int(each.name)
    return None


def alive(pid):
    with suppress(OSError):
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def ran(database):
    driver = sqlite_driver()
    with closing(driver.connect(database)) as connection:
        return connection.execute("SELECT id FROM job_run WHERE name = 'mail'").fetchone()
