"""The audit log: who did what, and when; to read and to search only."""

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


@dataclass(frozen=True)
class Asked:
    """What the form asks for, as it was typed; nonsense asks for nothing."""

    who: str
    about: str
    action: str
    first: str
    last: str

    @property
    def filled(self) -> dict[str, str]:
        """What was filled in, by the names of the fields."""
        pairs = {
            "wie": self.who, "over": self.about, "wat": self.action,
            "vanaf": self.first, "tot": self.last,
        }  # fmt: skip
        return {name: value for name, value in pairs.items() if value}


@blueprint.get("")
@needs(Permission.SEE_AUDIT)
def index() -> ResponseReturnValue:
    """Show a page of the log, the youngest first."""
    asked = Asked(
        *(request.args.get(name, "")[:200] for name in ("wie", "over", "wat", "vanaf", "tot"))
    )
    wish = audit.Wish(
        actor=_actor(asked.who),
        action=asked.action,
        subject=_actor(asked.about),
        first=_date(asked.first),
        last=_date(asked.last),
    )
    page = audit.search(wish, request.args.get("pagina", 1, type=int))
    return render_template(
        "audit/index.html",
        page=page,
        asked=asked,
        actions=[("", gettext("alles")), *((each, action_name(each)) for each in audit.actions())],
        names=names_of(
            {name for event in page.items for name in (event.actor, event.subject) if name}
        ),
    )


def _actor(typed: str) -> str:
    """How the log names whom someone typed: by mail address, or as the log has it."""
    person = queries.find_person(typed) if "@" in typed else None
    return person.actor if person else typed.strip()


def _date(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
