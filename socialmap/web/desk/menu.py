"""The menu of the desk: the pages that somebody may open, in the order of the work."""

from __future__ import annotations

import time
from collections.abc import Mapping
from http import HTTPStatus

from flask import Flask, Response, current_app, g, request, session
from flask_babel import gettext

from socialmap.cache import app_cache
from socialmap.catalogue.waiting import MOST, WaitingKind
from socialmap.guards import actor, current_person, may, my_reach, proposes
from socialmap.people.permissions import Permission
from socialmap.proposals.second_look import is_on
from socialmap.web.desk.apart import told_apart, told_apart_name
from socialmap.web.desk.today import count_waiting, my_kinds, number_words
from socialmap.wording import N_

MENU = (
    ("today.show", N_("Vandaag"), Permission.SEE_DESK),
    ("editing.new", N_("Nieuw"), Permission.EDIT),
    ("bulk.show", N_("Initiatieven"), Permission.SEE_DESK),
    ("answering.index", N_("Voorstellen"), Permission.ANSWER_PROPOSALS),
    ("duplicates.index", N_("Dubbelen"), Permission.MERGE),
    ("review.index", N_("Vier ogen"), Permission.EDIT),
    ("checking.index", N_("Nakijken"), Permission.EDIT),
    ("calling.index", N_("Bellen"), Permission.CALL),
    ("imports.index", N_("Import"), Permission.IMPORT),
    ("organisations.index", N_("Organisaties"), Permission.EDIT),
    ("rooms.index", N_("Ruimtes"), Permission.OFFER_ROOMS),
    ("quality.show", N_("Kwaliteit"), Permission.SEE_QUALITY),
    ("mailbox.index", N_("Post"), Permission.SEE_MAIL),
    ("reminding.index", N_("Herinneringen"), Permission.CHOOSE_REMINDERS),
    ("thesaurus.index", N_("Zoekwoorden"), Permission.CHANGE_WORDS),
    ("setting_up.index", N_("Instellingen"), Permission.SET_UP),
    ("people.index", N_("Mensen"), Permission.MANAGE_PEOPLE),
    ("audit.index", N_("Logboek"), Permission.SEE_AUDIT),
)


# The menu counts anew at least this often, in seconds, and after each form that the person sends.
COUNT_EVERY = 60
DID_AT = "did_at"  # in the session: the moment of the last of those forms

# The work that a page is for, if what waits there is all on its list.
WORK: dict[str, frozenset[WaitingKind]] = {
    "today.show": frozenset(WaitingKind),
    "answering.index": frozenset({WaitingKind.GONE, WaitingKind.PROPOSAL, WaitingKind.ADDITION}),
    "duplicates.index": frozenset({WaitingKind.DUPLICATE}),
    "imports.index": frozenset({WaitingKind.IMPORT}),
    "mailbox.index": frozenset({WaitingKind.MAIL}),
    "people.index": frozenset({WaitingKind.ACCOUNT}),
}


def desk_menu() -> list[tuple[str, str, str]]:
    """The pages that the signed-in person may open: endpoint, name, and how much waits there."""
    numbers = _my_numbers()
    return [
        (endpoint, gettext(name), _waiting(endpoint, numbers))
        for endpoint, name, permission in MENU
        if endpoint in current_app.view_functions
        and may(permission)
        # What nobody chose stands in nobody's way.
        and (endpoint != "review.index" or is_on())
    ]


def _my_numbers() -> dict[str, int]:
    """How many rows of each kind wait for the signed-in person, counted to MOST + 1."""
    kinds = my_kinds()
    if not kinds:
        return {}
    reach = my_reach(Permission.SEE_DESK)
    name = f"waiting:{actor()}"
    since = (session.get("sign_in"), session.get(DID_AT))
    key = (int(time.time() // COUNT_EVERY), since, frozenset(kinds), reach)
    just_counted: dict[str, int] | None = g.pop("waiting_numbers", None)
    if just_counted is not None:
        app_cache().put(name, key, just_counted)
    return app_cache().get(name, key, lambda: count_waiting(kinds, reach))


def _notice_deed(response: Response) -> Response:
    """Note in the session that its person did something, by which every process counts anew.

    A draft is saved many times, and is answered without a redirect: nothing is counted for it.
    """
    if (
        request.method == "POST"
        and response.status_code == HTTPStatus.SEE_OTHER
        and "_user_id" in session
    ):
        session[DID_AT] = time.time_ns()
    return response


def _waiting(endpoint: str, numbers: Mapping[str, int]) -> str:
    """How much waits on a page, in digits; empty for nothing."""
    mine = [number for kind, number in numbers.items() if kind in WORK.get(endpoint, ())]
    total = sum(min(number, MOST) for number in mine)
    return number_words(total, any(number > MOST for number in mine)) if total else ""


def register(app: Flask) -> None:
    """Give templates the menu, and what they need to show a link only to those who may use it."""
    app.after_request(_notice_deed)
    app.add_template_global(desk_menu)
    app.add_template_global(told_apart)
    app.add_template_filter(told_apart_name)
    app.add_template_global(current_person)
    app.add_template_global(may)
    app.add_template_global(proposes)
    app.add_template_global(Permission)
