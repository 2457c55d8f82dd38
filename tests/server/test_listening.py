"""One thread answers; who is slow, or silent, keeps nobody else waiting."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection

import pytest

from socialmap.server.listening import UNREADABLE

APP = """
import os, threading

released, four = threading.Event(), threading.Barrier(4)
paths = {
    "/slow": lambda: released.wait(20),
    "/release": released.set,
    "/together": lambda: four.wait(20),
}

def app(environ, start_response):
    paths.get(environ["PATH_INFO"], bool)()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{os.getpid()} {threading.current_thread().name}".encode()]
"""


@contextmanager
def served(folder, workers):
    (folder / "quick_and_slow.py").write_text(APP)
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    worker = ("--worker-class", "socialmap.server.listening.Listener", "--threads", "4")
    command = [sys.executable, "-m", "gunicorn", "quick_and_slow:app", "--no-control-socket"]
    command += [*worker, "--workers", str(workers)]
    command += ["--bind", f"127.0.0.1:{port}", "--chdir", str(folder)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as server:
        try:
            wait_for(lambda: ask(port, "/"))
            yield port
        finally:
            server.terminate()
            server.stderr.read()


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    with served(tmp_path_factory.mktemp("one"), 1) as port:
        yield port


def wait_for(condition):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with suppress(OSError):
            if condition():
                return
        time.sleep(0.1)
    raise TimeoutError


def ask(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return answer.read().decode()


def test_one_thread_answers_what_comes_one_after_the_other(port):
    assert len({ask(port, "/") for _ in range(20)}) == 1


def test_a_slow_answer_keeps_nobody_waiting(port):
    with ThreadPoolExecutor() as people:
        slow = people.submit(ask, port, "/slow")
        assert ask(port, "/")
        assert not slow.done()
        ask(port, "/release")
        assert slow.result()


def test_as_many_are_answered_at_once_as_there_are_threads(port):
    with ThreadPoolExecutor() as people:
        threads = set(people.map(ask, [port] * 4, ["/together"] * 4))
    assert len(threads) == 4


def test_connections_are_shared_out_over_the_processes(tmp_path):
    with served(tmp_path, 2) as port, ExitStack() as stack:
        wait_for(lambda: len({ask(port, "/").split()[0] for _ in range(4)}) == 2)
        several = [HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(10)]
        for each in several:
            stack.callback(each.close)
            each.request("GET", "/")
        processes = Counter(each.getresponse().read().split()[0] for each in several)
    assert len(processes) == 2
    assert min(processes.values()) > 1


def test_silent_connections_take_no_thread(port):
    silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
    try:
        time.sleep(0.3)
        assert ask(port, "/")
        silent[0].sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert silent[0].recv(100).startswith(b"HTTP/1.1 200")
    finally:
        for each in silent:
            each.close()


def test_half_a_request_keeps_nobody_waiting(port):
    with socket.create_connection(("127.0.0.1", port)) as half:
        half.sendall(b"GET / HTTP/1.1\r\nHost:")
        time.sleep(0.3)
        assert ask(port, "/")
        half.sendall(b" x\r\nConnection: close\r\n\r\n")
        assert half.recv(100).startswith(b"HTTP/1.1 200")


def test_what_is_no_request_gets_a_sentence(port):
    with socket.create_connection(("127.0.0.1", port)) as strange:
        strange.sendall(b"\x16\x03\x01\x02\r\n\r\n")
        answer = b"".join(iter(lambda: strange.recv(4096), b"")).decode()
    assert answer.startswith("HTTP/1.1 400")
    assert UNREADABLE[1] in answer
