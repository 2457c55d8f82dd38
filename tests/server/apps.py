"""A server with a small app, in a process of its own, for the tests of this folder."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress

SERVE = """
import sys
from socialmap.config import read_settings
from socialmap.server.serving import Parent, open_sockets

sys.path.insert(0, sys.argv[1])
from small import make_app

settings = read_settings({"SOCIALMAP_PORT": sys.argv[2], "SOCIALMAP_DATA": sys.argv[1]})
parent = Parent(make_app, open_sockets(settings, int(sys.argv[3])))
sys.exit(parent.run(lambda: print("ready", flush=True)))
"""
APP = """
import os, sys, threading, time
from pathlib import Path
from flask import Flask, Response, abort, request
from socialmap.server import REFUSED

started, together = threading.Semaphore(0), threading.Barrier(4)
go = Path(__file__).with_name("go")


def make_app():
    app = Flask("small")
    app.config["MAX_CONTENT_LENGTH"] = 200_000

    @app.before_request
    def refuse():
        if status := request.environ.get(REFUSED):
            abort(status, "geweigerd")

    @app.url_value_preprocessor
    def let_in(endpoint, values):
        if endpoint == "large":
            request.max_content_length = 3_000_000

    @app.get("/")
    def who():
        return f"{os.getpid()} {threading.current_thread().name}"

    @app.get("/slow")
    def slow():
        started.release()
        while not go.exists():
            time.sleep(0.02)
        return "slow"

    @app.get("/started")
    def wait_for_slow():
        started.acquire(timeout=30)
        return ""

    @app.get("/together")
    def meet():
        together.wait(30)
        return threading.current_thread().name

    @app.route("/echo", methods=["POST", "PUT"])
    def echo():
        return request.get_data()

    @app.post("/large", endpoint="large")
    def large():
        return str(len(request.get_data()))

    @app.get("/big")
    def big():
        return Response((b"x" * 100_000 for _ in range(30)), mimetype="text/plain")

    @app.get("/broken")
    def broken():
        def parts():
            yield b"half"
            raise ValueError("secret words")
        return Response(parts())

    @app.get("/header")
    def header():
        return dict(request.headers)

    return app
"""


@contextmanager
def served(folder, workers=1):
    """Serve the small app until the block ends; gives the process and its port."""
    (folder / "small.py").write_text(APP)
    (folder / "serve.py").write_text(SERVE)
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    command = [sys.executable, str(folder / "serve.py"), str(folder), str(port), str(workers)]
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout.readline() == "ready\n"
            server.port, server.go = port, folder / "go"
            yield server
        finally:
            server.terminate()
            server.wait(timeout=60)
            server.log = server.stderr.read()


def ask(port, path, timeout=30):
    """The body of an answer, asked over a connection of its own."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=timeout) as answer:
        return answer.read().decode()


def connect(port):
    connection = socket.create_connection(("127.0.0.1", port))
    connection.settimeout(30)
    return connection


def raw(port, sent):
    """All that the server answers until it closes the connection."""
    with connect(port) as connection:
        connection.sendall(sent)
        with suppress(ConnectionResetError):
            return b"".join(iter(lambda: connection.recv(65536), b"")).decode("utf-8", "replace")
    return ""


def wait_for(find, seconds=60):
    """The first true value that the function gives; errors of connecting are no answer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError):
            if found := find():
                return found
        time.sleep(0.1)
    raise TimeoutError
