"""How often somebody may try: per account and per network, counted for all workers together."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import delete, func, select

from socialmap.config import current_settings, secret_key
from socialmap.db import db
from socialmap.people.models import Attempt
from socialmap.times.clock import now

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Pace:
    """How many tries in how long a time, for one account and for one network."""

    account: int
    network: int
    within: timedelta

    @property
    def minutes(self) -> int:
        """How long to wait, for the sentence that says so."""
        return int(self.within.total_seconds() // 60)


PACES: Mapping[str, Pace] = {
    "sign_in": Pace(account=8, network=40, within=timedelta(minutes=15)),
    "mail": Pace(account=3, network=20, within=timedelta(hours=1)),
}


def too_many(what: str, account: str, peer: str) -> bool:
    """Whether there were too many tries for the account, or from the network of the peer."""
    pace, network = PACES[what], _word(wide_network(peer))
    _one_at_a_time(account)
    recent = (Attempt.what == what, Attempt.at > now() - pace.within)
    for column, word, most in (
        (Attempt.account, _word(account.strip().lower()), pace.account),
        (Attempt.network, network, pace.network),
    ):
        count = select(func.count()).where(*recent, column == word)
        if word and (db.session.scalar(count) or 0) >= most:
            return True
    return False


def _one_at_a_time(account: str) -> None:
    """Let tries for one account wait for each other; on SQLite all who write do."""
    if db.session.get_bind().dialect.name == "postgresql":
        word = _word(account.strip().lower())
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(word))))


def note(what: str, account: str, peer: str) -> None:
    """Count one more try, and forget the old ones."""
    db.session.execute(delete(Attempt).where(Attempt.at < now() - KEPT))
    word = _word(account.strip().lower())
    db.session.add(Attempt(what=what, account=word, network=_word(wide_network(peer))))
    db.session.flush()


def forgive(what: str, account: str) -> None:
    """Forget the tries for an account: it was the person after all."""
    word = _word(account.strip().lower())
    db.session.execute(delete(Attempt).where(Attempt.what == what, Attempt.account == word))


def wide_network(peer: str) -> str:
    """The network that the address of a peer is of (/24, or /48 in IPv6); empty for our own."""
    try:
        address = ip_address(peer)
    except ValueError:
        return ""
    if not address.is_global:
        return ""
    return str(ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))


def _word(text: str) -> str:
    """The same word for the same text, which only this installation can make; empty for none."""
    key = secret_key(current_settings()).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32] if text else ""
