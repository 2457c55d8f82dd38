"""Let changes wait for a second person, and approve them or send them back. The door commits."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from socialmap.catalogue import actions
from socialmap.catalogue.actions import Change
from socialmap.catalogue.listing import Listing, from_document, to_document
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.reasons import Code, because
from socialmap.db import db
from socialmap.errors import ConflictProblem, ForbiddenProblem, Problem
from socialmap.lists.actions import apply_edit
from socialmap.lists.changes import STATUS, Edit
from socialmap.people.audit import Verb, note
from socialmap.proposals.second_look import is_on
from socialmap.review.models import Sort, State, WaitingChange
from socialmap.review.queries import effect, waiting_about
from socialmap.times.clock import now
from socialmap.wording import N_

# The changes of many that need no second person: to take off the map is urgent, and to say that
# something is still right writes nothing new.
AT_ONCE = ((STATUS, Status.PAUSED), (STATUS, Status.ARCHIVED))
CONFIRM = "confirm"


def must_wait(initiative: Initiative) -> bool:
    """Whether a change of the text of a listing waits: on the map, or only away for a while."""
    return initiative.status in (Status.PUBLISHED, Status.PAUSED) and is_on()


def many_must_wait(edit: Edit) -> bool:
    """Whether a change of many listings waits for a second person."""
    return is_on() and (edit.what, edit.value) not in AT_ONCE and edit.what != CONFIRM


def let_edit_wait(
    initiative: Initiative, before: Listing, after: Listing, change: Change
) -> WaitingChange:
    """Save another text of a listing until a second person has looked."""
    return _save(
        WaitingChange(
            sort=Sort.EDIT,
            initiative_id=initiative.id,
            version=initiative.version,
            before=to_document(before),
            after=to_document(after),
            actor=change.actor,
            reason=change.reason.text,
        )
    )


def publishing_must_wait(initiative: Initiative, to: str) -> bool:
    """Whether a step of a listing waits: that of a concept to the map.

    What comes back after a pause was looked at before, and its changes wait too.
    """
    return initiative.status == Status.DRAFT and to == Status.PUBLISHED and is_on()


def let_publishing_wait(initiative: Initiative, change: Change) -> WaitingChange:
    """Save the wish to put a listing on the map; raise ConflictProblem if it cannot go there."""
    if not actions.may_step(initiative, Status.PUBLISHED):
        raise ConflictProblem(actions.UNFINISHED)
    for other in waiting_about(initiative.id):
        if other.sort == Sort.PUBLISH:
            return other
    return _save(
        WaitingChange(
            sort=Sort.PUBLISH,
            initiative_id=initiative.id,
            version=initiative.version,
            actor=change.actor,
            reason=change.reason.text,
        )
    )


def let_many_wait(ids: Sequence[uuid.UUID], edit: Edit, change: Change) -> WaitingChange:
    """Save a change of many listings until a second person has looked."""
    return _save(
        WaitingChange(
            sort=Sort.MANY,
            edit={"what": edit.what, "value": edit.value},
            ids=[str(key) for key in ids],
            actor=change.actor,
            reason=change.reason.text,
        )
    )


def _save(waiting: WaitingChange) -> WaitingChange:
    db.session.add(waiting)
    db.session.flush()
    return waiting


def approve(waiting: WaitingChange, actor: str, today: date) -> None:
    """Publish what waited, in the name of who wrote it.

    Raise ForbiddenProblem if it is the person's own, and ConflictProblem if it waits no longer or
    the listing changed in the same place meanwhile.
    """
    _check(waiting)
    if waiting.actor == actor:
        raise ForbiddenProblem(N_("Dit schreef je zelf. Een ander moet ernaar kijken."))
    reason = because(Code.REVIEWED, waiting.reason, number=waiting.id)
    change = Change(actor=waiting.actor, reason=reason)
    if waiting.sort == Sort.MANY:
        apply_edit(waiting.listings, read_edit(waiting), change, today)
    elif waiting.initiative is None:
        raise ConflictProblem(N_("Dit initiatief is er niet (meer)."))
    elif waiting.sort == Sort.PUBLISH:
        actions.step(waiting.initiative, Status.PUBLISHED, change)
    else:
        merged = effect(waiting)
        if merged.clashes:
            raise ConflictProblem(
                N_("De vermelding is op dezelfde plaats veranderd. Stuur dit terug.")
            )
        actions.rewrite([(waiting.initiative.id, merged.listing)], change)
    _close(waiting, State.APPROVED, actor, Verb.APPROVE_CHANGE)


def read_edit(waiting: WaitingChange) -> Edit:
    """What a waiting change of many changes."""
    return Edit(waiting.edit.get("what", ""), waiting.edit.get("value", ""))


def written(waiting: WaitingChange) -> Listing:
    """The listing as the person wrote it."""
    return from_document(waiting.after)


def send_back(waiting: WaitingChange, actor: str, answer: str) -> None:
    """Send a change back to who wrote it; raise Problem without a reason."""
    _check(waiting)
    if not answer:
        raise Problem(N_("Schrijf op wat er anders moet."))
    waiting.answer = answer
    _close(waiting, State.SENT_BACK, actor, Verb.SEND_BACK_CHANGE)


def withdraw(waiting: WaitingChange, actor: str) -> None:
    """Withdraw a change of one's own; raise ForbiddenProblem for that of another."""
    if waiting.actor != actor:
        raise ForbiddenProblem(N_("Alleen wie dit schreef, trekt het in."))
    if waiting.state not in (State.WAITING, State.SENT_BACK):
        _check(waiting)
    _close(waiting, State.WITHDRAWN, actor, Verb.WITHDRAW_CHANGE)


def _check(waiting: WaitingChange) -> None:
    if waiting.state != State.WAITING:
        raise ConflictProblem(N_("Hierover is al beslist."))


def _close(waiting: WaitingChange, state: State, actor: str, verb: Verb) -> None:
    waiting.state, waiting.answered_by, waiting.answered_at = state, actor, now()
    # What was published stands in the history of the listing; the rest is of use to nobody.
    if state != State.SENT_BACK:
        waiting.before, waiting.after = {}, {}
    subject = f"initiative:{waiting.initiative_id}" if waiting.initiative_id else "second_look"
    note(actor, verb, subject)
    db.session.flush()
