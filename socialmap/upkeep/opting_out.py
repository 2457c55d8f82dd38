"""Opting out: who wants no mail, by the link in a mail; and in again by their own wish."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Select, or_, select

from socialmap.catalogue.models import Contact, Initiative, Organisation
from socialmap.catalogue.scopes import Reach
from socialmap.config import current_settings, secret_key
from socialmap.db import db
from socialmap.errors import NotFoundProblem, Problem
from socialmap.mail.actions import cancel_waiting
from socialmap.mail.models import Message
from socialmap.people.audit import Verb, note
from socialmap.times.clock import now
from socialmap.upkeep.due import EMAIL
from socialmap.upkeep.magic_links import recipient
from socialmap.upkeep.models import AskedMail, OptOut
from socialmap.wording import N_

# How somebody opted out: with the button of a mail program, or on our page.
ONE_CLICK, ON_PAGE = "one_click", "page"
# The mails that the program sends by itself, by the beginning of their keys.
KINDS = ("reminder:", "hiding:")
UNKNOWN = N_("Deze link werkt niet (meer). Mail ons als je geen mail meer wilt.")
BY_THEMSELVES = N_("zelf, met de link in de mail")


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(secret_key(current_settings()), salt="no more mail")


def make_token(mail: AskedMail) -> str:
    """The token of the link in a mail, with which its reader stops mail like it."""
    return str(_signer().dumps(mail.id.hex))


def read_token(token: str) -> AskedMail:
    """The mail with this token; raise NotFoundProblem if it was not made here, or is too old."""
    try:
        mail = db.session.get(AskedMail, uuid.UUID(_signer().loads(token)))
    except (BadSignature, ValueError, TypeError, AttributeError) as error:
        raise NotFoundProblem(UNKNOWN) from error
    if mail is None or not mail.address:
        raise NotFoundProblem(UNKNOWN)
    return mail


def opted_out(mail: AskedMail) -> OptOut | None:
    """The opt-out that holds for the reader of a mail, if any."""
    theirs = or_(OptOut.recipient == mail.recipient, OptOut.address == mail.address)
    return db.session.scalar(select(OptOut).where(theirs, OptOut.ended_at.is_(None)).limit(1))


def opt_out(mail: AskedMail, how: str, reason: str = "") -> None:
    """Record that the reader of a mail wants no more, and cancel what waits for them.

    A second time only adds a reason.
    """
    found = opted_out(mail)
    if found is None:
        row = OptOut(recipient=mail.recipient, address=mail.address, how=how, reason=reason)
        db.session.add(row)
    elif reason:
        found.reason = reason
    for kind in KINDS:
        cancel_waiting(kind, or_(Message.about == mail.recipient, Message.address == mail.address))
    db.session.flush()


def take_back(mail: AskedMail) -> None:
    """Mail the reader of a mail again, who opted out and changed their mind."""
    theirs = or_(OptOut.recipient == mail.recipient, OptOut.address == mail.address)
    for row in db.session.scalars(select(OptOut).where(theirs, OptOut.ended_at.is_(None))):
        row.ended_at, row.ended_reason = now(), BY_THEMSELVES
    db.session.flush()


def opt_outs(reach: Reach) -> list[tuple[OptOut, str]]:
    """Who wants no mail, with the name of the organisation if it is one; the latest first.

    Only those with a listing within reach.
    """
    rows = db.session.scalars(
        select(OptOut).where(OptOut.ended_at.is_(None)).order_by(OptOut.id.desc())
    ).all()
    ids = reach.ids()
    if ids is not None and rows:
        rows = _within(rows, ids)
    names = {
        recipient(number, ""): name
        for number, name in db.session.execute(select(Organisation.id, Organisation.name))
    }
    return [(row, names.get(row.recipient, "")) for row in rows]


def _within(rows: Sequence[OptOut], ids: Select[*tuple[Any, ...]]) -> list[OptOut]:
    """Those of the opt-outs that have an initiative among these."""
    organisations = select(Initiative.organisation_id).where(Initiative.id.in_(ids)).distinct()
    theirs = {recipient(each, "") for each in db.session.scalars(organisations) if each}
    addresses = select(EMAIL).where(
        Contact.initiative_id.in_(ids), EMAIL.in_([row.address for row in rows])
    )
    among = set(db.session.scalars(addresses))
    return [row for row in rows if row.recipient in theirs or row.address in among]


def mail_again(reach: Reach, number: int, wish: str, actor: str) -> OptOut:
    """Mail somebody again who asked for it; `wish` tells how they asked.

    Raise Problem without a wish, and NotFoundProblem if it is not within reach.
    """
    row = next((row for row, _ in opt_outs(reach) if row.id == number), None)
    if row is None:
        raise NotFoundProblem(N_("Dit adres is er niet, of hoort niet bij jouw gebied."))
    if not wish:
        raise Problem(N_("Schrijf op wie erom vroeg, en hoe. Zonder hun wens mailen we niet weer."))
    row.ended_at, row.ended_reason = now(), wish
    note(actor, Verb.MAIL_AGAIN, f"opt_out:{row.id}")
    db.session.flush()
    return row
