"""Forms without cookies: a signed token, a trap for robots, and how often is too often."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import deque
from threading import Lock
from urllib.parse import urlsplit

from flask import abort, current_app, request
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from socialmap.people.attempts import wide_network

QUICKEST = 3  # seconds: nobody reads and answers faster
OLDEST = 24 * 3600
HOUR = 3600
# In one hour and one process: from everybody, and from one network.
MOST_IN_ALL = 200
MOST_FROM_ONE = 10
_SALT = secrets.token_bytes(16)


def _serializer(form: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt=form)


def make_token(form: str, subject: str) -> str:
    """A token that says which form was opened, for what, and when."""
    return str(_serializer(form).dumps(subject))


def token_trouble(form: str, subject: str, token: str) -> str:
    """What is wrong with a token: "", "old" (or not ours) or "quick"."""
    try:
        known, made = _serializer(form).loads(token, max_age=OLDEST, return_timestamp=True)
    except (SignatureExpired, BadSignature):
        return "old"
    if known != subject:
        return "old"
    return "quick" if time.time() - made.timestamp() < QUICKEST else ""


def refuse_strangers() -> None:
    """Answer 403 to a form that another site sent."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(403)
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        abort(403)


def one_line(text: str) -> str:
    """The text on one line, without signs that cannot be shown or stored."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


class Pace:
    """Counts what comes in within an hour; forgets who it came from."""

    def __init__(self, most_in_all: int = MOST_IN_ALL, most_from_one: int = MOST_FROM_ONE):
        self.most_in_all = most_in_all
        self.most_from_one = most_from_one
        self._seen: deque[tuple[float, str]] = deque()
        self._one_at_a_time = Lock()

    def is_too_fast(self, peer: str, at: float | None = None) -> bool:
        """Count one more from a peer, unless there were too many in the past hour."""
        moment = time.monotonic() if at is None else at
        network = network_of(peer)
        with self._one_at_a_time:
            while self._seen and self._seen[0][0] <= moment - HOUR:
                self._seen.popleft()
            from_one = sum(known == network for _, known in self._seen) if network else 0
            if len(self._seen) >= self.most_in_all or from_one >= self.most_from_one:
                return True
            self._seen.append((moment, network))
            return False


def network_of(peer: str) -> str:
    """A word for the network of a peer that says nothing about it; empty for a proxy of ours."""
    wide = wide_network(peer)
    return hashlib.blake2b(wide.encode(), key=_SALT, digest_size=8).hexdigest() if wide else ""
