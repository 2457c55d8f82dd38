"""How the desk calls roles, how far they reach, what the audit log tells, and moments."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from flask import Flask
from flask_babel import format_datetime, gettext

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
ACTIONS: dict[str, str] = {
    "invite": N_("Uitgenodigd"),
    "accept_invitation": N_("Binnengekomen met een uitnodiging"),
    "give_role": N_("Rol gegeven"),
    "take_role": N_("Rol afgenomen"),
    "disable": N_("Account dichtgezet"),
    "enable": N_("Account geopend"),
    "review": N_("Account nagekeken: nog nodig"),
    "reset_second_factor": N_("Tweede stap gewist"),
    "sign_in": N_("Ingelogd"),
    "sign_in_failed": N_("Inloggen mislukt"),
    "sign_out": N_("Uitgelogd"),
    "sign_out_everywhere": N_("Overal uitgelogd"),
    "new_password": N_("Nieuw wachtwoord"),
    "change_address": N_("Ander mailadres"),
    "set_up_codes": N_("Codes ingesteld"),
    "stop_codes": N_("Codes uitgezet"),
    "add_passkey": N_("Passkey gemaakt"),
    "remove_passkey": N_("Passkey weggehaald"),
    "new_recovery_codes": N_("Nieuwe herstelcodes gemaakt"),
    "forget": N_("Persoon vergeten"),
    "import": N_("Lijst geïmporteerd"),
    "undo_import": N_("Import teruggedraaid"),
    "change_many": N_("Meer tegelijk gewijzigd"),
    "undo_change_many": N_("Wijziging van meer teruggedraaid"),
    "take_list": N_("Lijst meegenomen als bestand"),
    "mail.waiting": N_("Mail opnieuw verstuurd"),
    "mail.sent": N_("Mail is aangekomen"),
    "mail.settled": N_("Teruggekomen mail afgehandeld"),
    "mail.cancelled": N_("Mail niet verstuurd"),
    "mail.revive": N_("Mailadres weer gebruikt"),
    "unlisted": N_("Op de lijst ‘niet opnemen’ gezet"),
    "listed again": N_("Van de lijst ‘niet opnemen’ gehaald"),
    "add_member": N_("Organisatie lid gemaakt"),
    "remove_member": N_("Organisatie geen lid meer"),
    "offer_space": N_("Ruimte aangeboden"),
    "change_space": N_("Ruimte gewijzigd"),
    "withdraw_space": N_("Ruimte weggehaald"),
    "look_for_space": N_("Ruimte gezocht"),
    "stop_looking_for_space": N_("Ruimte niet meer gezocht"),
    "link_organisation": N_("Gekoppeld aan inloggen via de organisatie"),
}


def role_name(role: str) -> str:
    """What a role is called."""
    return str(gettext(ROLE_NAMES[Role(role)]))


def role_text(grant: Grant, organisations: Mapping[uuid.UUID, str] | None = None) -> str:
    """A role and how far it reaches: Coördinator in Utrecht."""
    name = role_name(grant.role)
    if grant.area:
        return str(gettext("%(role)s in %(area)s", role=name, area=grant.area))
    if grant.organisation_id:
        known = (organisations or {}).get(grant.organisation_id)
        organisation = known or gettext("een organisatie")
        return str(gettext("%(role)s van %(organisation)s", role=name, organisation=organisation))
    return name


def action_name(action: str) -> str:
    """What was done, as the log tells it; an action without words of its own stays as it is."""
    return str(gettext(ACTIONS[action])) if action in ACTIONS else action.replace("_", " ")


def stamp(moment: datetime | None) -> str:
    """A moment with its date and time: 21 nov 2026, 14.05; never, when there is none."""
    return str(format_datetime(moment, "d MMM yyyy, H.mm") if moment else gettext("nooit"))


def register(app: Flask) -> None:
    """Give templates these words."""
    for filter_ in (stamp, role_name, action_name):
        app.add_template_filter(filter_)
    app.add_template_global(role_text)
