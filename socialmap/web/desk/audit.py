"""The audit log at the desk: who did what, and when; it can be read and searched, not changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.guards import needs
from socialmap.people import audit, queries
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission
from socialmap.web.desk.role_words import action_name

blueprint = Blueprint("audit", __name__, url_prefix="/beheer/logboek")
FIELDS = ("wie", "over", "wat", "vanaf", "tot")


@dataclass(frozen=True)
class Question:
    """What was typed in the search form; a date that is none does not narrow the search."""

    who: str
    about: str
    action: str
    first: str
    last: str

    @property
    def filled(self) -> dict[str, str]:
        """The fields that were filled in, by their names in the address."""
        values = (self.who, self.about, self.action, self.first, self.last)
        return {name: value for name, value in zip(FIELDS, values, strict=True) if value}

    @property
    def wish(self) -> audit.AuditFilter:
        """The events to look for."""
        return audit.AuditFilter(
            actor=_actor(self.who),
            action=self.action,
            subject=_actor(self.about),
            first=_date(self.first),
            last=_date(self.last),
        )


@blueprint.get("")
@needs(Permission.SEE_AUDIT)
def index() -> ResponseReturnValue:
    """Show a page of the log, the latest events first."""
    question = Question(*(request.args.get(name, "")[:200] for name in FIELDS))
    page = audit.search(question.wish, request.args.get("pagina", 1, type=int))
    return render_template(
        "audit/index.html",
        page=page,
        question=question,
        actions=[
            ("", gettext("alles")),
            *((action, action_name(action)) for action in audit.actions()),
        ],
        names=names_of(
            {name for event in page.items for name in (event.actor, event.subject) if name}
        ),
    )


def _actor(typed: str) -> str:
    """The name in the log of a person typed by mail address; other text is searched as it is."""
    person = queries.find_person(typed) if "@" in typed else None
    return person.actor if person else typed.strip()


def _date(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
