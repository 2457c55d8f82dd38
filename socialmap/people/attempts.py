"""Rate limits on signing in and asking for mail: per account and per network, for all workers."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import delete, func, select

from socialmap.config import current_settings, secret_key
from socialmap.db import db
from socialmap.people.models import Attempt
from socialmap.times.clock import now

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Pace:
    """How many attempts are allowed within a time, per account and per network."""

    account: int
    network: int
    within: timedelta

    @property
    def minutes(self) -> int:
        """The time in minutes, to show to the person."""
        return int(self.within.total_seconds() // 60)


PACES: Mapping[str, Pace] = {
    "sign_in": Pace(account=8, network=40, within=timedelta(minutes=15)),
    "mail": Pace(account=3, network=20, within=timedelta(hours=1)),
}


def too_many(what: str, account: str, peer: str) -> bool:
    """Whether the account, or the network of the peer's IP address, has used up its attempts.

    `what` is a key of PACES.
    """
    pace, network = PACES[what], _keyed_hash(wide_network(peer))
    _one_at_a_time(account)
    recent = (Attempt.what == what, Attempt.at > now() - pace.within)
    for column, key, most in (
        (Attempt.account, _keyed_hash(account.strip().lower()), pace.account),
        (Attempt.network, network, pace.network),
    ):
        count = select(func.count()).where(*recent, column == key)
        if key and (db.session.scalar(count) or 0) >= most:
            return True
    return False


def _one_at_a_time(account: str) -> None:
    """Let attempts for one account wait for each other; on SQLite all writers do so anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        key = _keyed_hash(account.strip().lower())
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(key))))


def note(what: str, account: str, peer: str) -> None:
    """Record one more attempt."""
    key = _keyed_hash(account.strip().lower())
    db.session.add(Attempt(what=what, account=key, network=_keyed_hash(wide_network(peer))))
    db.session.flush()


def forget_old(at: datetime) -> int:
    """Delete the attempts older than KEPT_FOR at a moment, and return their number."""
    deleted = delete(Attempt).where(Attempt.at < at - KEPT_FOR).returning(Attempt.id)
    return len(db.session.scalars(deleted).all())


def forgive(what: str, account: str) -> None:
    """Delete the attempts for an account, after the person has signed in."""
    key = _keyed_hash(account.strip().lower())
    db.session.execute(delete(Attempt).where(Attempt.what == what, Attempt.account == key))


def wide_network(peer: str) -> str:
    """Return the network of an IP address (/24, or /48 in IPv6); "" for one that is not public."""
    try:
        address = ip_address(peer)
    except ValueError:
        return ""
    if not address.is_global:
        return ""
    return str(ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))


def _keyed_hash(text: str) -> str:
    """Return a hash that only this installation can compute, as 32 hex digits; "" for no text."""
    key = secret_key(current_settings()).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32] if text else ""
