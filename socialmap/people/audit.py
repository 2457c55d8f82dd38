"""The audit log: who did what, and when. It is added to and searched, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import select

from socialmap.db import db
from socialmap.paging import PER_PAGE, Page, page_of
from socialmap.people.models import AuditEvent
from socialmap.times.clock import AMSTERDAM


class Verb(StrEnum):
    """What the log keeps, as it is stored; `web.desk.role_words` has the Dutch words of each."""

    INVITE = "invite"
    ACCEPT_INVITATION = "accept_invitation"
    GIVE_ROLE = "give_role"
    TAKE_ROLE = "take_role"
    DISABLE = "disable"
    ENABLE = "enable"
    REVIEW = "review"
    RESET_SECOND_FACTOR = "reset_second_factor"
    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    SIGN_OUT_EVERYWHERE = "sign_out_everywhere"
    NEW_PASSWORD = "new_password"  # noqa: S105 - not a secret
    CHANGE_ADDRESS = "change_address"
    SET_UP_CODES = "set_up_codes"
    STOP_CODES = "stop_codes"
    ADD_PASSKEY = "add_passkey"
    REMOVE_PASSKEY = "remove_passkey"
    NEW_RECOVERY_CODES = "new_recovery_codes"
    FORGET = "forget"
    ERASE_PICTURE = "erase_picture"
    IMPORT = "import"
    UNDO_IMPORT = "undo_import"
    REMOVE_DEMO = "remove_demo"
    EXPLAIN_WORDS = "explain_words"
    FORGET_WORD = "forget_word"
    CHANGE_MANY = "change_many"
    UNDO_CHANGE_MANY = "undo_change_many"
    TAKE_LIST = "take_list"
    REMOVE_SHARED_LIST = "remove_shared_list"
    SEND_MAIL_AGAIN = "mail.waiting"
    TAKE_MAIL_AS_SENT = "mail.sent"
    SETTLE_MAIL = "mail.settled"
    CANCEL_MAIL = "mail.cancelled"
    REVIVE_ADDRESS = "mail.revive"
    TURN_ON_REMINDERS = "turn_on_reminders"
    TURN_OFF_REMINDERS = "turn_off_reminders"
    CHANGE_REMINDER_TEXT = "change_reminder_text"
    CHANGE_MAIL_CONTACT = "change_mail_contact"
    MAIL_AGAIN = "mail_again"
    CHANGE_THEME = "change_theme"
    TURN_ON_SECOND_LOOK = "turn_on_second_look"
    TURN_OFF_SECOND_LOOK = "turn_off_second_look"
    APPROVE_CHANGE = "approve_change"
    SEND_BACK_CHANGE = "send_back_change"
    WITHDRAW_CHANGE = "withdraw_change"
    ADD_WORD = "add_word"
    TAKE_WORD = "take_word"
    WORD_OFF = "word_off"
    WORD_ON = "word_on"
    UNLIST = "unlisted"
    LIST_AGAIN = "listed again"
    ADD_MEMBER = "add_member"
    REMOVE_MEMBER = "remove_member"
    MAKE_ORGANISATION = "make_organisation"
    CHANGE_ORGANISATION = "change_organisation"
    RENAME_ORGANISATION = "rename_organisation"
    MERGE_ORGANISATIONS = "merge_organisations"
    UNMERGE_ORGANISATIONS = "unmerge_organisations"
    PROPOSE_ORGANISATION = "propose_organisation"
    REFUSE_ORGANISATION = "refuse_organisation"
    CLAIM_ORGANISATION = "claim_organisation"
    PROVE_CLAIM = "prove_claim"
    AGREE_TO_CLAIM = "agree_to_claim"
    REFUSE_CLAIM = "refuse_claim"
    TAKE_BACK_CLAIM = "take_back_claim"
    OFFER_ROOM = "offer_space"
    CHANGE_ROOM = "change_space"
    WITHDRAW_ROOM = "withdraw_space"
    LOOK_FOR_ROOM = "look_for_space"
    STOP_LOOKING_FOR_ROOM = "stop_looking_for_space"
    LINK_ORGANISATION = "link_organisation"


def note(actor: str, verb: Verb, subject: str = "", **detail: object) -> None:
    """Add what `actor` did to the log, in the transaction in which it is done.

    Neither `subject` nor `detail` may name a person or hold an address, because the log stays when
    a person is forgotten.
    """
    db.session.add(AuditEvent(actor=actor, action=verb, subject=subject, detail=detail))


@dataclass(frozen=True)
class AuditFilter:
    """What to search the log for: actor, verb, subject, and first and last day (Amsterdam)."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None


def search(wish: AuditFilter, number: int, per_page: int = PER_PAGE) -> Page[AuditEvent]:
    """Return a page of the matching events, newest first."""
    conditions = []
    for column, value in (
        (AuditEvent.actor, wish.actor),
        (AuditEvent.action, wish.action),
        (AuditEvent.subject, wish.subject),
    ):
        if value:
            conditions.append(column == value)
    if wish.first:
        conditions.append(AuditEvent.at >= _midnight(wish.first))
    if wish.last:
        conditions.append(AuditEvent.at < _midnight(wish.last + timedelta(days=1)))
    rows = select(AuditEvent).where(*conditions).order_by(AuditEvent.id.desc())
    return page_of(rows, number, per_page)


def about(subject: str, most: int = PER_PAGE) -> Sequence[AuditEvent]:
    """Return the latest events about a subject, newest first."""
    rows = select(AuditEvent).where(AuditEvent.subject == subject)
    return db.session.scalars(rows.order_by(AuditEvent.id.desc()).limit(most)).all()


def actions() -> Sequence[str]:
    """Return the verbs that occur in the log, in alphabetical order."""
    return db.session.scalars(
        select(AuditEvent.action).distinct().order_by(AuditEvent.action)
    ).all()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, AMSTERDAM)
