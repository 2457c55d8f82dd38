"""Requests to other servers: limited in time and size, and never to the own network."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

USER_AGENT = "socialmap (social map of initiatives)"
THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})
MOVED = frozenset({301, 302, 303, 307, 308})
MOST_MOVES = 5
CHUNK = 65_536  # bytes
PORTS = {"https": 443, "http": 80}
# A DNS lookup has no time limit of its own: if it takes too long, its thread is left behind.
_lookups = ThreadPoolExecutor(8, thread_name_prefix="lookup")


class OutsideError(Exception):
    """The server gave no usable answer; `kind` says in one word why, `message` in a sentence."""

    def __init__(self, kind: str, message: str):
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True)
class Response:
    """The answer of a server, and the URL that it came from after redirects."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long the whole request may take (seconds), and how large its body may be (bytes)."""

    seconds: float = 10.0
    largest: int = 200_000
    # True only for an address that the operator set, which may be on this machine.
    own_machine: bool = False
    https_only: bool = False


def ask(
    url: str, limits: Limits, *, method: str = "GET", accept: str = "*/*", most_moves: int = 0
) -> Response:
    """Return the answer of a URL, of whatever status; raise OutsideError if there is none.

    At most `most_moves` redirects are followed, all within the same limits.
    """
    until = time.monotonic() + limits.seconds
    for _ in range(min(most_moves, MOST_MOVES) + 1):
        answer = _ask_one(url, limits, method, accept, until)
        if answer.status not in MOVED or "location" not in answer.headers or not most_moves:
            return answer
        url = urljoin(url, answer.headers["location"])
    raise OutsideError("moves", f"{url} is sent on too often")


def _ask_one(url: str, limits: Limits, method: str, accept: str, until: float) -> Response:
    try:
        connection = _connect(url, limits, until)
        try:
            parts = urlsplit(url)
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = {"User-Agent": USER_AGENT, "Accept": accept, "Accept-Encoding": "identity"}
            connection.request(method, path, headers=headers)
            with connection.getresponse() as response:
                received = {name.lower(): value for name, value in response.getheaders()}
                moved = response.status in MOVED
                body = b"" if moved else _read(connection, response, limits, until)
        finally:
            connection.close()
    except (OSError, ValueError, http.client.HTTPException) as error:
        late = isinstance(error, TimeoutError)
        kind = "late" if late else "tls" if isinstance(error, ssl.SSLError) else "silent"
        raise OutsideError(kind, f"{urlsplit(url).netloc}: {error}") from error
    return Response(url, response.status, received, body)


def _connect(url: str, limits: Limits, until: float) -> http.client.HTTPConnection:
    """Connect to the IP address that was checked: a second DNS lookup could give another one."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in PORTS or not host or (limits.https_only and parts.scheme != "https"):
        raise OutsideError("scheme", f"not a web address to ask: {url}")
    port = parts.port or PORTS[parts.scheme]
    address = _look_up(host, port, limits, until)
    left = _seconds_left(until)
    plain = socket.create_connection((address, port), timeout=left)
    if parts.scheme == "http":
        connection = http.client.HTTPConnection(host, port, timeout=left)
        connection.sock = plain
        return connection
    secure = http.client.HTTPSConnection(host, port, timeout=left)
    try:
        secure.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise
    return secure


def _look_up(host: str, port: int, limits: Limits, until: float) -> str:
    """Return the first IP address of a host; raise OutsideError if any is in the own network."""
    try:
        entries = _lookups.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM).result(
            timeout=_seconds_left(until)
        )
    except TooLate as error:
        raise OutsideError("late", f"looking up {host} takes too long") from error
    except UnicodeError as error:
        raise OutsideError("unknown", f"{host} is not a name") from error
    except socket.gaierror as error:
        raise OutsideError("unknown", f"{host} is not known") from error
    addresses = [str(entry[4][0]) for entry in entries]
    own = limits.own_machine and host in THIS_MACHINE
    for address in addresses:
        parsed = ipaddress.ip_address(address.partition("%")[0])
        parsed = getattr(parsed, "ipv4_mapped", None) or parsed
        if not (parsed.is_global or (own and parsed.is_loopback)) or parsed.is_multicast:
            raise OutsideError("inside", f"{host} is {parsed}, an address inside the own network")
    return addresses[0]


def _read(
    connection: http.client.HTTPConnection,
    response: http.client.HTTPResponse,
    limits: Limits,
    until: float,
) -> bytes:
    """Return the body; raise OutsideError if it is too large, TimeoutError if it is too slow."""
    body = b""
    while chunk := response.read1(CHUNK):
        body += chunk
        if len(body) > limits.largest:
            raise OutsideError("large", f"an answer of more than {limits.largest} bytes")
        left = _seconds_left(until)
        if connection.sock:
            connection.sock.settimeout(left)
    return body


def _seconds_left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("takes too long")
    return left
