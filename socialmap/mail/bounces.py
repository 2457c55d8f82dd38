"""Bounced mail: read delivery reports (RFC 3464) from a folder, and mark what they report."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import cast

from sqlalchemy import select

from socialmap.db import db, transaction
from socialmap.mail.actions import mark_dead
from socialmap.mail.models import Delivery
from socialmap.mail.models import Message as Queued
from socialmap.times.clock import now

# A larger file is not a delivery report.
MOST_BYTES = 1_000_000
OUR_ID = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")


@dataclass(frozen=True)
class Bounce:
    """A report about one address; `permanent` if no later mail will arrive either."""

    message_id: uuid.UUID | None
    address: str
    permanent: bool
    reason: str


def read_bounces(content: bytes) -> list[Bounce]:
    """Return the failed addresses of a report; none if it is no report or only a delay. Pure."""
    mail = message_from_bytes(content, policy=default)
    report = next(_parts(mail, "message/delivery-status"), None)
    if report is None:
        return []
    ours = _our_id(mail)
    bounces = []
    for fields in cast(list[Message], report.get_payload()):
        if str(fields.get("Action", "")).strip().lower() != "failed":
            continue
        address = str(fields.get("Original-Recipient") or fields.get("Final-Recipient") or "")
        status = str(fields.get("Status", "")).strip()
        reason = str(fields.get("Diagnostic-Code", "")).rpartition(";")[2].strip() or status
        mailed = address.rpartition(";")[2].strip(" <>").lower()
        # 5.2.2 is a full mailbox, 5.3 a mail server in trouble, 5.7 a policy: the address exists.
        permanent = status.startswith("5.") and not status.startswith(("5.2.2", "5.7", "5.3"))
        bounces.append(Bounce(ours, mailed, permanent, " ".join(reason.split())[:500]))
    return bounces


def _parts(mail: Message, kind: str) -> Iterator[Message]:
    return (part for part in mail.walk() if part.get_content_type() == kind)


def _our_id(mail: Message) -> uuid.UUID | None:
    """Return the id of the bounced message, from the copy of its headers in the report."""
    for kind in ("message/rfc822", "text/rfc822-headers"):
        for part in _parts(mail, kind):
            text = part.as_string()
            if header := re.search(rf"^Message-ID:\s*{OUR_ID.pattern}", text, re.I | re.M):
                return uuid.UUID(header[1])
    return None


def collect(folder: Path) -> str:
    """Read the reports in a folder, mark what bounced, move each to `done`; return a summary."""
    read = bounced = 0
    for path in waiting_files(folder):
        content = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
        with transaction():
            bounced += sum(_mark(bounce) for bounce in read_bounces(content))
        # After the commit: if killed in between, it is read again, with the same result.
        done = folder / "done"
        done.mkdir(exist_ok=True)
        path.rename(done / path.name)
        read += 1
    return f"{read} gelezen, {bounced} onbestelbaar" if read else ""


def waiting_files(folder: Path) -> list[Path]:
    """Return the mails in a Maildir (new and cur), or the .eml files in a plain folder."""
    if (folder / "new").is_dir():
        parts = [folder / "new", folder / "cur"]
        return sorted(path for part in parts if part.is_dir() for path in part.iterdir())
    return sorted(folder.glob("*.eml")) if folder.is_dir() else []


def _mark(bounce: Bounce) -> bool:
    """Mark the bounced message, and its address if permanent; return False if it is not ours."""
    message = db.session.get(Queued, bounce.message_id) if bounce.message_id else None
    # Only an address that we mailed: anybody can send us a report about somebody else's.
    if message is None or (bounce.address and bounce.address != message.address):
        message = _latest_to(bounce.address) if bounce.message_id is None else None
    if message is None:
        return False
    message.status, message.trouble, message.changed_at = Delivery.BOUNCED, bounce.reason, now()
    if bounce.permanent:
        mark_dead(message.address, bounce.reason, message)
    return True


def _latest_to(address: str) -> Queued | None:
    """Return the last message that was sent to an address, or None."""
    sent = (Queued.address == address, Queued.status == Delivery.SENT)
    return db.session.scalar(
        select(Queued).where(*sent).order_by(Queued.changed_at.desc()).limit(1)
    )
