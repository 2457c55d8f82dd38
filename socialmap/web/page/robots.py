"""Keep robots out of forms that need no account: a signed token, and a limit on how often."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import deque
from threading import Lock
from urllib.parse import urlsplit

from flask import Request, abort, current_app
from flask_babel import gettext
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from socialmap.people.attempts import wide_network
from socialmap.wording import N_

QUICKEST = 3  # seconds: nobody reads and answers faster
OLDEST = 24 * 3600  # seconds
HOUR = 3600  # seconds
# In one hour and one process: from everybody, and from one network.
MOST_IN_ALL = 200
MOST_FROM_ONE = 10
TOO_OLD = N_("Deze pagina stond te lang open. Je tekst staat er nog: verstuur hem opnieuw.")
TOO_QUICK = N_("Dat ging wel heel snel. Je tekst staat er nog: verstuur hem opnieuw.")
_SALT = secrets.token_bytes(16)


def _serializer(form: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt=form)


def make_token(form: str, subject: str) -> str:
    """A signed token that says which form was opened, about which subject, and when."""
    return str(_serializer(form).dumps(subject))


def token_trouble(form: str, subject: str, token: str) -> str:
    """Why a form with this token is refused, in a sentence: too old (or not ours) or too quick.

    Empty when nothing is wrong with it.
    """
    try:
        signed, made = _serializer(form).loads(token, max_age=OLDEST, return_timestamp=True)
    except (SignatureExpired, BadSignature):
        return str(gettext(TOO_OLD))
    if signed != subject:
        return str(gettext(TOO_OLD))
    return str(gettext(TOO_QUICK)) if time.time() - made.timestamp() < QUICKEST else ""


def refuse_other_sites(request: Request) -> None:
    """Answer 403 to a form that another site sent."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(403)
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        abort(403)


class Pace:
    """Counts the forms sent within an hour, without storing which address sent them."""

    def __init__(self, most_in_all: int = MOST_IN_ALL, most_from_one: int = MOST_FROM_ONE):
        self.most_in_all = most_in_all
        self.most_from_one = most_from_one
        self._sent: deque[tuple[float, str]] = deque()
        self._lock = Lock()

    def is_too_fast(self, peer: str, at: float | None = None) -> bool:
        """Count a form sent by a peer; True, uncounted, if the past hour had too many already.

        `at` is a monotonic moment in seconds, by default now.
        """
        moment = time.monotonic() if at is None else at
        network = network_of(peer)
        with self._lock:
            while self._sent and self._sent[0][0] <= moment - HOUR:
                self._sent.popleft()
            from_one = sum(sender == network for _, sender in self._sent) if network else 0
            if len(self._sent) >= self.most_in_all or from_one >= self.most_from_one:
                return True
            self._sent.append((moment, network))
            return False


def network_of(peer: str) -> str:
    """A keyed hash of the network of a peer's address; empty for an address within our own."""
    wide = wide_network(peer)
    return hashlib.blake2b(wide.encode(), key=_SALT, digest_size=8).hexdigest() if wide else ""
