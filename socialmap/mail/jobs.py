"""The jobs of mail: send the outbox, read bounces, and delete old messages."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from socialmap.config import current_settings
from socialmap.db import transaction
from socialmap.jobs import job
from socialmap.mail.actions import forget_old
from socialmap.mail.bounces import collect
from socialmap.mail.models import Delivery
from socialmap.mail.sending import send_waiting
from socialmap.mail.transports import transport_of
from socialmap.times.clock import now
from socialmap.wording import N_

KEEP_FOR = timedelta(days=183)
STATUS_WORDS = {
    Delivery.SENT: "verstuurd",
    Delivery.WAITING: "uitgesteld",
    Delivery.FAILED: "mislukt",
    Delivery.BOUNCED: "onbestelbaar",
    Delivery.UNSURE: "onzeker",
    Delivery.BARRED: "tegengehouden",
}


@job("mail", N_("Mail versturen"), every="* * * * *")
def post() -> str:
    """Send the messages that wait in the outbox."""
    settings = current_settings()
    transport = transport_of(settings)
    if transport is None:
        return ""
    counts = send_waiting(transport, settings.sender)
    return ", ".join(
        f"{counts[status]} {words}" for status, words in STATUS_WORDS.items() if counts[status]
    )


@job("bounces", N_("Teruggekomen mail lezen"), every="*/10 * * * *")
def read_bounces() -> str:
    """Read the reports on mail that did not arrive."""
    folder = current_settings().mail_bounces
    return collect(Path(folder)) if folder else ""


@job("old-mail", N_("Oude post wissen"), every="40 3 * * *")
def delete_old() -> str:
    """Delete mail that was finished half a year ago: who wrote to whom need not be known."""
    with transaction():
        deleted = forget_old(now() - KEEP_FOR)
    return f"{deleted} gewist" if deleted else ""
