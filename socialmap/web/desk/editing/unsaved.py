"""The forms in which a person typed something that is not saved yet: their drafts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask_babel import gettext

from socialmap.catalogue import drafts
from socialmap.catalogue.queries import initiative_names
from socialmap.guards import signed_in
from socialmap.web.desk.editing.form import Form
from socialmap.web.desk.editing.sheet import address_of_form, clock_of


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
