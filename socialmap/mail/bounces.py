"""Mail that came back: delivery reports (RFC 3464) in a folder, read and taken away."""

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

# A report that is larger is none.
MOST_BYTES = 1_000_000
OUR_ID = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")


@dataclass(frozen=True)
class Bounce:
    """What a report says of one address; `permanent` when no later mail will arrive either."""

    message_id: uuid.UUID | None
    address: str
    permanent: bool
    reason: str


def read_bounces(content: bytes) -> list[Bounce]:
    """The addresses that a report says failed; none when it is no report, or a delay. Pure."""
    mail = message_from_bytes(content, policy=default)
    report = next(_parts(mail, "message/delivery-status"), None)
    if report is None:
        return []
    ours = _our_id(mail)
    found = []
    for fields in cast(list[Message], report.get_payload()):
        if str(fields.get("Action", "")).strip().lower() != "failed":
            continue
        address = str(fields.get("Original-Recipient") or fields.get("Final-Recipient") or "")
        status = str(fields.get("Status", "")).strip()
        reason = str(fields.get("Diagnostic-Code", "")).rpartition(";")[2].strip() or status
        mailed = address.rpartition(";")[2].strip(" <>").lower()
        # 5.2.2 is a full mailbox, 5.7 a policy: somebody is there.
        permanent = status.startswith("5.") and not status.startswith(("5.2.2", "5.7", "5.3"))
        found.append(Bounce(ours, mailed, permanent, " ".join(reason.split())[:500]))
    return found


def _parts(mail: Message, kind: str) -> Iterator[Message]:
    return (part for part in mail.walk() if part.get_content_type() == kind)


def _our_id(mail: Message) -> uuid.UUID | None:
    """The id of the message that came back, from the copy (of its headers) in the report."""
    for kind in ("message/rfc822", "text/rfc822-headers"):
        for part in _parts(mail, kind):
            text = part.as_string()
            if found := re.search(rf"^Message-ID:\s*{OUR_ID.pattern}", text, re.I | re.M):
                return uuid.UUID(found[1])
    return None


def collect(folder: Path) -> str:
    """Read the reports in a folder, mark what they say, and take each away; a sentence on it."""
    read = bounced = 0
    for path in waiting_files(folder):
        content = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
        with transaction():
            bounced += sum(_mark(each) for each in read_bounces(content))
        # After the commit: killed between the two, it is read again, and says the same again.
        done = folder / "done"
        done.mkdir(exist_ok=True)
        path.rename(done / path.name)
        read += 1
    return f"{read} gelezen, {bounced} onbestelbaar" if read else ""


def waiting_files(folder: Path) -> list[Path]:
    """The mails in a Maildir (new and cur), or the .eml files in a plain folder."""
    if (folder / "new").is_dir():
        places = [folder / "new", folder / "cur"]
        return sorted(p for place in places if place.is_dir() for p in place.iterdir())
    return sorted(folder.glob("*.eml")) if folder.is_dir() else []


def _mark(bounce: Bounce) -> bool:
    """Mark the message that came back, and the address when nobody is there; True when ours."""
    message = db.session.get(Queued, bounce.message_id) if bounce.message_id else None
    # Only the address that we mailed: anybody can send us a report about somebody else's.
    if message is None or (bounce.address and bounce.address != message.address):
        message = _latest_to(bounce.address) if bounce.message_id is None else None
    if message is None:
        return False
    message.status, message.trouble, message.changed_at = Delivery.BOUNCED, bounce.reason, now()
    if bounce.permanent:
        mark_dead(message.address, bounce.reason, message)
    return True


def _latest_to(address: str) -> Queued | None:
    sent = (Queued.address == address, Queued.status == Delivery.SENT)
    return db.session.scalar(
        select(Queued).where(*sent).order_by(Queued.changed_at.desc()).limit(1)
    )
