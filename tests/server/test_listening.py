"""One thread answers; who is slow, silent or unreadable keeps nobody else waiting."""

import os
import signal
import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.server.apps import ask, connect, raw, served, wait_for

MANY = 200
END = b"Host: x\r\nConnection: close\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("one")) as server:
        yield server


@pytest.fixture(scope="module")
def port(server):
    return server.port


def test_one_thread_answers_what_comes_one_after_the_other(port):
    with ThreadPoolExecutor(1) as one:
        answers = set(one.map(ask, [port] * 20, ["/"] * 20))
    assert len(answers) == 1


def test_slow_answers_keep_nobody_waiting(server, port):
    with ThreadPoolExecutor() as people:
        slow = [people.submit(ask, port, "/slow") for _ in range(3)]
        for _ in slow:
            ask(port, "/started")
        assert ask(port, "/")
        assert not any(each.done() for each in slow)
        server.go.touch()
        assert {each.result() for each in slow} == {"slow"}


def test_several_slow_answers_are_made_at_once(port):
    with ThreadPoolExecutor() as people:
        threads = set(people.map(ask, [port] * 4, ["/together"] * 4))
    assert len(threads) == 4


def test_connections_are_shared_out_over_the_processes(tmp_path):
    with served(tmp_path, 2) as server, ExitStack() as stack:
        several = [HTTPConnection("127.0.0.1", server.port, timeout=30) for _ in range(40)]
        for each in several:
            stack.callback(each.close)
            each.request("GET", "/")
        processes = Counter(each.getresponse().read().split()[0] for each in several)
    assert len(processes) == 2
    assert min(processes.values()) > 5


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost:",
        b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf",
        b"POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=["silent", "half a header", "half a body", "half a chunked body", "answer not read"],
)
def test_many_that_never_finish_keep_nobody_waiting(port, beginning):
    with ExitStack() as stack:
        for _ in range(MANY):
            held = stack.enter_context(connect(port))
            held.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            held.sendall(beginning)
        for _ in range(5):
            assert ask(port, "/")
            with connect(port) as other:
                other.sendall(b"POST /echo HTTP/1.1\r\n" + END + b"Content-Length: 3\r\n\r\nhoi")
                assert other.recv(1000).endswith(b"hoi")


def test_half_a_request_is_answered_once_it_is_whole(port):
    with connect(port) as half:
        half.sendall(b"POST /echo HTTP/1.1\r\nHost:")
        assert ask(port, "/")
        half.sendall(b" x\r\nContent-Length: 6\r\n\r\nhal")
        assert ask(port, "/")
        half.sendall(b"ves")
        assert half.recv(1000).endswith(b"\r\n\r\nhalves")


def test_a_killed_worker_is_replaced_and_no_request_is_lost(tmp_path):
    with served(tmp_path) as server:
        before = ask(server.port, "/").split()[0]
        os.kill(int(before), signal.SIGKILL)
        after = wait_for(lambda: ask(server.port, "/").split()[0])
    assert after != before


def test_the_workers_end_with_a_parent_that_is_killed(tmp_path):
    with served(tmp_path) as server:
        worker = ask(server.port, "/").split()[0]
        server.kill()
        wait_for(lambda: not Path(f"/proc/{worker}").exists())


def test_it_stops_at_once_whatever_is_held_open(tmp_path):
    with ExitStack() as stack:
        server = stack.enter_context(served(tmp_path, 2))
        for beginning in (
            b"",
            b"GET /",
            b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n",
        ):
            stack.enter_context(connect(server.port)).sendall(beginning)
        idle = HTTPConnection("127.0.0.1", server.port, timeout=30)
        stack.callback(idle.close)
        idle.request("GET", "/")
        assert idle.getresponse().read()
        server.send_signal(signal.SIGTERM)
        # The time limits for what is held open are 10 seconds and more.
        assert server.wait(timeout=8) == 0


def test_an_answer_in_progress_is_finished_before_it_stops(tmp_path):
    with served(tmp_path) as server, ThreadPoolExecutor() as people:
        slow = people.submit(ask, server.port, "/slow")
        ask(server.port, "/started")
        server.send_signal(signal.SIGINT)
        with pytest.raises(TimeoutError):
            slow.result(timeout=1)
        server.go.touch()
        assert slow.result() == "slow"
        assert server.wait(timeout=30) == 0


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + END + b"Host: y\r\n\r\n", 400),
        (b"GET /?q=" + b"a" * 9000 + b" HTTP/1.1\r\n" + END + b"\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + END + b"X: 1\r\n" * 120 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + END + b"X: " + b"a" * 200_000 + b"\r\n\r\n", 431),
        (b"POST /echo HTTP/1.1\r\n" + END + b"Content-Length: 4000000\r\n\r\n", 413),
        (b"POST /echo HTTP/1.1\r\n" + END + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    ],
    ids=["tls", "two hosts", "long address", "many headers", "long header", "large", "chunks"],
)
def test_what_cannot_be_read_is_refused(port, sent, status):
    assert raw(port, sent).startswith(f"HTTP/1.1 {status} ")


def test_a_body_cut_off_halfway_reaches_no_page(tmp_path):
    with served(tmp_path) as server:
        with connect(server.port) as half:
            half.sendall(b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
            half.shutdown(socket.SHUT_WR)
            assert b" 400 " in half.recv(1000)
        assert ask(server.port, "/")


def test_a_header_of_a_proxy_cannot_be_imitated_with_an_underscore(port):
    answer = raw(port, b"GET /header HTTP/1.1\r\n" + END + b"X_Forwarded_For: 9.9.9.9\r\n\r\n")
    assert "9.9.9.9" not in answer


def test_headers_that_come_twice_are_joined(port):
    sent = b"Cookie: a=1\r\nCookie: b=2\r\nAccept: x/1\r\nAccept: x/2\r\n\r\n"
    answer = raw(port, b"GET /header HTTP/1.1\r\n" + END + sent)
    assert '"Cookie":"a=1; b=2"' in answer
    assert '"Accept":"x/1,x/2"' in answer


@pytest.mark.parametrize(
    ("sent", "ending"),
    [
        (b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", "\r\n\r\nabcde"),
        (b"Content-Length: 0\r\n\r\n", "\r\n\r\n"),
        (b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\nabc", "\r\n\r\nabc"),
        (b"Content-Length: 199999\r\n\r\n" + b"x" * 199_999, "x" * 199_999),
    ],
    ids=["chunked", "empty", "continue", "longest"],
)
def test_a_body_arrives_whole(port, sent, ending):
    answer = raw(port, b"POST /echo HTTP/1.1\r\n" + END + sent)
    assert answer.endswith(ending)
    assert answer.startswith("HTTP/1.1 100 ") == (b"Expect" in sent)


def test_the_app_says_where_a_large_body_is_welcome(port):
    head = b" HTTP/1.1\r\n" + END + b"Content-Length: 2000000\r\n\r\n"
    assert raw(port, b"POST /large" + head + b"x" * 2_000_000).endswith("\r\n\r\n2000000")
    assert " 413 " in raw(port, b"POST /echo" + head)


def test_head_gives_the_headers_alone(port):
    answer = raw(port, b"HEAD /big HTTP/1.1\r\n" + END + b"\r\n")
    assert answer.startswith("HTTP/1.1 200 ")
    assert answer.endswith("\r\n\r\n")


def test_a_big_answer_has_its_length_and_arrives_whole(port):
    head, _, body = raw(port, b"GET /big HTTP/1.1\r\n" + END + b"\r\n").partition("\r\n\r\n")
    assert "content-length: 3000000" in head.lower()
    assert body == "x" * 3_000_000


def test_an_answer_that_fails_halfway_is_an_error_and_not_half_a_file(tmp_path):
    with served(tmp_path) as server:
        answer = raw(server.port, b"GET /broken?wat=geheim HTTP/1.1\r\n" + END + b"\r\n")
    assert answer.startswith("HTTP/1.1 500 ")
    assert "niet jouw schuld" in answer
    assert "half" not in answer
    assert "ValueError" in server.log
    assert "geheim" not in server.log
