"""A message as mail: the same message gives the same mail, with the same id. Pure."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple

# Only ASCII on the line, whatever a server understands.
POLICY = SMTP.clone(cte_type="7bit")


class Letter(NamedTuple):
    """What a mail says, in the order that the outbox takes it."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Outgoing:
    """What is needed of a message to send it."""

    id: uuid.UUID
    address: str
    subject: str
    text: str
    html: str
    made_at: datetime


def domain_of(sender: str) -> str:
    """The part after the @ of an address, which its message ids end in too."""
    return sender.rpartition("@")[2].strip(" >") or "localhost"


def compose(message: Outgoing, sender: str) -> EmailMessage:
    """The message as mail: plain text first, HTML beside it when there is any."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = sender
    mail["To"] = message.address
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.made_at)
    mail["Message-ID"] = f"<{message.id}@{domain_of(sender)}>"
    # No answer from somebody's holiday, and nothing of it goes back to a list.
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
        mail.set_boundary(f"={message.id.hex}")
    return mail
