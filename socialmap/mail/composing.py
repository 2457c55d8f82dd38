"""Turns a message of the outbox into mail, always the same and with the same id. Pure."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple

# Only ASCII goes to the server, so that any server can take it.
POLICY = SMTP.clone(cte_type="7bit")


class Letter(NamedTuple):
    """The content of a mail."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Outgoing:
    """A message to send, free of the database session."""

    id: uuid.UUID
    address: str
    subject: str
    text: str
    html: str
    made_at: datetime
    unsubscribe: str = ""


def domain_of(sender: str) -> str:
    """Return the domain of a sender's address, for the ids of its messages."""
    return sender.rpartition("@")[2].strip(" >") or "localhost"


def compose(message: Outgoing, sender: str) -> EmailMessage:
    """Return the message as mail: plain text, with HTML as alternative if there is any."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = sender
    mail["To"] = message.address
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.made_at)
    mail["Message-ID"] = f"<{message.id}@{domain_of(sender)}>"
    # Keeps automatic answers, such as out-of-office replies, from being sent back (RFC 3834).
    mail["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe:
        # One click in a mail program stops mail like this (RFC 8058).
        mail["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.text)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
        mail.set_boundary(f"={message.id.hex}")
    return mail
