"""The menu of the desk: the pages that somebody may open, in the order of the work."""

from __future__ import annotations

from flask import Flask, current_app
from flask_babel import gettext

from socialmap.guards import current_person, may, proposes
from socialmap.people.permissions import Permission
from socialmap.proposals.second_look import is_on
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


def desk_menu() -> list[tuple[str, str]]:
    """The pages that the signed-in person may open: endpoint and name."""
    return [
        (endpoint, gettext(name))
        for endpoint, name, permission in MENU
        if endpoint in current_app.view_functions
        and may(permission)
        # What nobody chose stands in nobody's way.
        and (endpoint != "review.index" or is_on())
    ]


def register(app: Flask) -> None:
    """Give templates the menu, and what they need to show a link only to those who may use it."""
    app.add_template_global(desk_menu)
    app.add_template_global(current_person)
    app.add_template_global(may)
    app.add_template_global(proposes)
    app.add_template_global(Permission)
