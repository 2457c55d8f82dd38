"""Words of the desk for roles and their reach, for actions in the audit log, and for moments."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from flask import Flask
from flask_babel import format_datetime, gettext

from socialmap.people.audit import Verb
from socialmap.people.models import Grant
from socialmap.people.permissions import Role
from socialmap.wording import N_

ROLE_NAMES: dict[Role, str] = {
    Role.ADMINISTRATOR: N_("Beheerder"),
    Role.COORDINATOR: N_("Coördinator"),
    Role.EDITOR: N_("Redacteur"),
    Role.PROFESSIONAL: N_("Professional"),
    Role.POLICY_OFFICER: N_("Beleidsmedewerker"),
}
MEANINGS: dict[Role, str] = {
    Role.ADMINISTRATOR: N_("Mag alles, ook mensen uitnodigen en het logboek lezen."),
    Role.COORDINATOR: N_("Houdt de kaart bij, overal of in één gemeente."),
    Role.EDITOR: N_("Houdt de initiatieven van één organisatie bij."),
    Role.PROFESSIONAL: N_("Ziet ook wat alleen voor professionals is."),
    Role.POLICY_OFFICER: N_("Leest de cijfers over de kaart."),
}
ACTIONS: dict[Verb, str] = {
    Verb.INVITE: N_("Uitgenodigd"),
    Verb.ACCEPT_INVITATION: N_("Binnengekomen met een uitnodiging"),
    Verb.GIVE_ROLE: N_("Rol gegeven"),
    Verb.TAKE_ROLE: N_("Rol afgenomen"),
    Verb.DISABLE: N_("Account dichtgezet"),
    Verb.ENABLE: N_("Account geopend"),
    Verb.REVIEW: N_("Account nagekeken: nog nodig"),
    Verb.RESET_SECOND_FACTOR: N_("Tweede stap gewist"),
    Verb.SIGN_IN: N_("Ingelogd"),
    Verb.SIGN_IN_FAILED: N_("Inloggen mislukt"),
    Verb.SIGN_OUT: N_("Uitgelogd"),
    Verb.SIGN_OUT_EVERYWHERE: N_("Overal uitgelogd"),
    Verb.NEW_PASSWORD: N_("Nieuw wachtwoord"),
    Verb.CHANGE_ADDRESS: N_("Ander mailadres"),
    Verb.SET_UP_CODES: N_("Codes ingesteld"),
    Verb.STOP_CODES: N_("Codes uitgezet"),
    Verb.ADD_PASSKEY: N_("Passkey gemaakt"),
    Verb.REMOVE_PASSKEY: N_("Passkey weggehaald"),
    Verb.NEW_RECOVERY_CODES: N_("Nieuwe herstelcodes gemaakt"),
    Verb.FORGET: N_("Persoon vergeten"),
    Verb.ERASE_PICTURE: N_("Foto gewist"),
    Verb.IMPORT: N_("Lijst geïmporteerd"),
    Verb.UNDO_IMPORT: N_("Import teruggedraaid"),
    Verb.REMOVE_DEMO: N_("Voorbeelden weggehaald"),
    Verb.EXPLAIN_WORDS: N_("Woorden uit een lijst uitgelegd"),
    Verb.FORGET_WORD: N_("Uitleg van een woord weggehaald"),
    Verb.CHANGE_MANY: N_("Meer tegelijk gewijzigd"),
    Verb.UNDO_CHANGE_MANY: N_("Wijziging van meer teruggedraaid"),
    Verb.TAKE_LIST: N_("Lijst meegenomen als bestand"),
    Verb.REMOVE_SHARED_LIST: N_("Gedeelde lijst weggehaald"),
    Verb.SEND_MAIL_AGAIN: N_("Mail opnieuw verstuurd"),
    Verb.TAKE_MAIL_AS_SENT: N_("Mail is aangekomen"),
    Verb.SETTLE_MAIL: N_("Teruggekomen mail afgehandeld"),
    Verb.CANCEL_MAIL: N_("Mail niet verstuurd"),
    Verb.REVIVE_ADDRESS: N_("Mailadres weer gebruikt"),
    Verb.TURN_ON_REMINDERS: N_("Herinneringen aangezet"),
    Verb.TURN_OFF_REMINDERS: N_("Herinneringen uitgezet"),
    Verb.CHANGE_REMINDER_TEXT: N_("Tekst van de herinnering gewijzigd"),
    Verb.CHANGE_MAIL_CONTACT: N_("Mailadres of taal van een organisatie gewijzigd"),
    Verb.MAIL_AGAIN: N_("Wil weer mail krijgen"),
    Verb.CHANGE_THEME: N_("Uiterlijk gewijzigd"),
    Verb.TURN_ON_SECOND_LOOK: N_("Vier ogen aangezet"),
    Verb.TURN_OFF_SECOND_LOOK: N_("Vier ogen uitgezet"),
    Verb.APPROVE_CHANGE: N_("Werk van een ander goedgekeurd"),
    Verb.SEND_BACK_CHANGE: N_("Werk van een ander teruggestuurd"),
    Verb.WITHDRAW_CHANGE: N_("Eigen wijziging ingetrokken"),
    Verb.ADD_WORD: N_("Eigen zoekwoord toegevoegd of gewijzigd"),
    Verb.TAKE_WORD: N_("Eigen zoekwoord weggehaald"),
    Verb.WORD_OFF: N_("Zoekwoord uitgezet"),
    Verb.WORD_ON: N_("Zoekwoord weer aangezet"),
    Verb.UNLIST: N_("Op de lijst ‘niet opnemen’ gezet"),
    Verb.LIST_AGAIN: N_("Van de lijst ‘niet opnemen’ gehaald"),
    Verb.ADD_MEMBER: N_("Organisatie lid gemaakt"),
    Verb.REMOVE_MEMBER: N_("Organisatie geen lid meer"),
    Verb.MAKE_ORGANISATION: N_("Organisatie erbij gezet"),
    Verb.CHANGE_ORGANISATION: N_("Organisatie gewijzigd"),
    Verb.RENAME_ORGANISATION: N_("Organisatie een andere naam gegeven"),
    Verb.MERGE_ORGANISATIONS: N_("Organisaties samengevoegd"),
    Verb.UNMERGE_ORGANISATIONS: N_("Organisaties weer uit elkaar gehaald"),
    Verb.PROPOSE_ORGANISATION: N_("Wijziging van een organisatie voorgesteld"),
    Verb.REFUSE_ORGANISATION: N_("Voorstel van een organisatie niet overgenomen"),
    Verb.CLAIM_ORGANISATION: N_("Mail gevraagd om bij een organisatie te horen"),
    Verb.PROVE_CLAIM: N_("Laten zien bij een organisatie te horen"),
    Verb.AGREE_TO_CLAIM: N_("Goedgevonden dat een organisatie zelf bijhoudt"),
    Verb.REFUSE_CLAIM: N_("Link voor een organisatie stilgezet"),
    Verb.TAKE_BACK_CLAIM: N_("Iemand houdt een organisatie niet meer bij"),
    Verb.OFFER_ROOM: N_("Ruimte aangeboden"),
    Verb.CHANGE_ROOM: N_("Ruimte gewijzigd"),
    Verb.WITHDRAW_ROOM: N_("Ruimte weggehaald"),
    Verb.LOOK_FOR_ROOM: N_("Ruimte gezocht"),
    Verb.STOP_LOOKING_FOR_ROOM: N_("Ruimte niet meer gezocht"),
    Verb.LINK_ORGANISATION: N_("Gekoppeld aan inloggen via de organisatie"),
}


def role_name(role: str) -> str:
    """The name of a role: Beheerder."""
    return str(gettext(ROLE_NAMES[Role(role)]))


def role_text(grant: Grant, organisations: Mapping[uuid.UUID, str] | None = None) -> str:
    """A role with its municipality or organisation, if any: Coördinator in Utrecht."""
    name = role_name(grant.role)
    if grant.area:
        return str(gettext("%(role)s in %(area)s", role=name, area=grant.area))
    if grant.organisation_id:
        organisation = (organisations or {}).get(grant.organisation_id)
        organisation = organisation or gettext("een organisatie")
        return str(gettext("%(role)s van %(organisation)s", role=name, organisation=organisation))
    return name


def action_name(action: str) -> str:
    """An action of the log in words; one without words here keeps its own name."""
    return str(gettext(ACTIONS[Verb(action)])) if action in ACTIONS else action.replace("_", " ")


def stamp(moment: datetime | None) -> str:
    """A moment as date and time in Amsterdam: 21 nov 2026, 14.05; nooit for None."""
    return str(format_datetime(moment, "d MMM yyyy, H.mm") if moment else gettext("nooit"))


def register(app: Flask) -> None:
    """Give templates these words."""
    for filter_ in (stamp, role_name, action_name):
        app.add_template_filter(filter_)
    app.add_template_global(role_text)
