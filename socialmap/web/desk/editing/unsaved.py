"""The forms in which a person typed something that is not saved yet: their drafts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from socialmap.catalogue import drafts
from socialmap.catalogue.drafts import Draft
from socialmap.catalogue.queries import initiative_names
from socialmap.guards import signed_in
from socialmap.times.clock import AMSTERDAM, today
from socialmap.web.desk.editing.form import Form
from socialmap.web.page import filters

# A draft of a copy is named by the listing that it is a copy of.
COPY = "copy:"


@dataclass(frozen=True)
class UnsavedForm:
    """A form with unsaved text: its name, its address, and when it was typed."""

    name: str
    address: str
    time: str
    is_new: bool


def unsaved_forms() -> list[UnsavedForm]:
    """The unsaved forms of the signed-in person, the latest first."""
    mine = {draft: _id_of(draft.subject) for draft in drafts.drafts_of(signed_in().id)}
    names = initiative_names([id_ for id_ in mine.values() if id_])
    return [
        UnsavedForm(
            name=names[id_] if id_ else Form(draft.form).get("name") or gettext("nog zonder naam"),
            address=address_of_form(draft.subject),
            time=clock_of(draft),
            is_new=id_ is None,
        )
        for draft, id_ in mine.items()
        if id_ is None or id_ in names
    ]


def _id_of(subject: str) -> uuid.UUID | None:
    """The listing that a draft is about; None for a new one."""
    try:
        return uuid.UUID(subject)
    except ValueError:
        return None


def copied_in(subject: str) -> uuid.UUID | None:
    """The listing of which a draft is a copy; None if it is about another subject."""
    try:
        return uuid.UUID(subject.removeprefix(COPY)) if subject.startswith(COPY) else None
    except ValueError:
        return None


def address_of_form(subject: str) -> str:
    """The address of the form with a draft."""
    if copied := copied_in(subject):
        return url_for("editing.new", kopie=copied)
    try:
        return url_for("editing.edit", initiative_id=uuid.UUID(subject))
    except ValueError:
        return url_for("editing.new")


def clock_of(draft: Draft) -> str:
    """The time at which a draft was saved: 10.42, with the day when that is not today."""
    local = draft.at.astimezone(AMSTERDAM)
    day = "" if local.date() == today() else f"{filters.weekday(local.date(), short=True)} "
    return f"{day}{filters.clock(local)}"
