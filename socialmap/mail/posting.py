"""The jobs of the mail: send what waits, and read what came back."""

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

KEPT = timedelta(days=183)
TOLD = {
    Delivery.SENT: "verstuurd",
    Delivery.WAITING: "uitgesteld",
    Delivery.FAILED: "mislukt",
    Delivery.BOUNCED: "onbestelbaar",
    Delivery.UNSURE: "onzeker",
}


@job("mail", N_("Mail versturen"), every="* * * * *")
def post() -> str:
    """Send the mail that waits."""
    settings = current_settings()
    transport = transport_of(settings)
    if transport is None:
        return ""
    counts = send_waiting(transport, settings.sender)
    return ", ".join(f"{counts[each]} {TOLD[each]}" for each in TOLD if counts[each])


@job("bounces", N_("Teruggekomen mail lezen"), every="*/10 * * * *")
def read_what_came_back() -> str:
    """Read the reports of mail that did not arrive."""
    folder = current_settings().mail_bounces
    return collect(Path(folder)) if folder else ""


@job("old-mail", N_("Oude post wissen"), every="40 3 * * *")
def forget() -> str:
    """Take away mail that was done with half a year ago: who wrote to whom need not be known."""
    with transaction():
        number = forget_old(now() - KEPT)
    return f"{number} gewist" if number else ""
