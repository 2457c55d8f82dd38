"""The audit log in Dutch: what each entry says was done, and to what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import gettext

from socialmap.people.audit import Verb
from socialmap.people.models import AuditEvent
from socialmap.people.permissions import Role
from socialmap.web.desk.editing.history_words import actor_words
from socialmap.web.desk.lists.words import EDIT_NAMES
from socialmap.web.desk.role_words import ACTIONS, ROLE_NAMES
from socialmap.web.page.field_words import field_name
from socialmap.web.page.filters import in_words
from socialmap.wording import N_

# What an entry says, with the facts that are stored with it.
SENTENCES: dict[Verb, str] = {
    Verb.INVITE: N_("Stuurde een uitnodiging."),
    Verb.ACCEPT_INVITATION: N_("Kwam binnen met een uitnodiging."),
    Verb.GIVE_ROLE: N_("Gaf de rol ‘%(role)s’%(area)s."),
    Verb.TAKE_ROLE: N_("Nam de rol ‘%(role)s’%(area)s af."),
    Verb.DISABLE: N_("Zette het account dicht."),
    Verb.ENABLE: N_("Opende het account weer."),
    Verb.REVIEW: N_("Keek het account na: het is nog nodig."),
    Verb.RESET_SECOND_FACTOR: N_("Wiste de tweede stap van het inloggen."),
    Verb.SIGN_IN: N_("Logde in met %(means)s."),
    Verb.SIGN_IN_FAILED: N_("Probeerde in te loggen, maar dat lukte niet."),
    Verb.SIGN_OUT: N_("Logde uit."),
    Verb.SIGN_OUT_EVERYWHERE: N_("Logde op alle apparaten uit."),
    Verb.NEW_PASSWORD: N_("Koos een nieuw wachtwoord."),
    Verb.CHANGE_ADDRESS: N_("Veranderde het mailadres."),
    Verb.SET_UP_CODES: N_("Stelde een app voor codes in."),
    Verb.STOP_CODES: N_("Zette de codes uit."),
    Verb.ADD_PASSKEY: N_("Maakte een passkey."),
    Verb.REMOVE_PASSKEY: N_("Haalde een passkey weg."),
    Verb.NEW_RECOVERY_CODES: N_("Maakte nieuwe herstelcodes."),
    Verb.FORGET: N_("Wiste alles over een persoon."),
    Verb.ERASE_PICTURE: N_("Wiste een foto of logo, ook uit de geschiedenis."),
    Verb.IMPORT: N_("Zette een lijst op de kaart: %(new)s nieuw, %(changed)s gewijzigd."),
    Verb.UNDO_IMPORT: N_("Draaide een import terug: %(restored)s terug, %(left)s gebleven."),
    Verb.REMOVE_DEMO: N_("Haalde de voorbeelden van de kaart: %(removed)s weg, %(kept)s gebleven."),
    Verb.EXPLAIN_WORDS: N_("Legde woorden uit een lijst uit: %(words)s."),
    Verb.FORGET_WORD: N_("Haalde de uitleg van een woord weg."),
    Verb.CHANGE_MANY: N_("Wijzigde %(count)s initiatieven tegelijk: %(what)s."),
    Verb.UNDO_CHANGE_MANY: N_("Draaide een wijziging van %(count)s initiatieven terug."),
    Verb.TAKE_LIST: N_("Nam een lijst mee als bestand, met %(count)s initiatieven."),
    Verb.REMOVE_SHARED_LIST: N_("Haalde een gedeelde lijst van een collega weg."),
    Verb.SEND_MAIL_AGAIN: N_("Liet een mail opnieuw versturen."),
    Verb.TAKE_MAIL_AS_SENT: N_("Zei dat een mail is aangekomen."),
    Verb.SETTLE_MAIL: N_("Handelde een teruggekomen mail af."),
    Verb.CANCEL_MAIL: N_("Hield een mail tegen."),
    Verb.REVIVE_ADDRESS: N_("Zei dat een mailadres weer werkt."),
    Verb.TURN_ON_REMINDERS: N_(
        "Zette herinneringen aan: hoogstens %(per_week)s mails per week, %(first_week)s in de "
        "eerste week."
    ),
    Verb.TURN_OFF_REMINDERS: N_("Zette herinneringen uit."),
    Verb.CHANGE_REMINDER_TEXT: N_("Wijzigde de tekst van de herinnering."),
    Verb.CHANGE_MAIL_CONTACT: N_("Wijzigde het mailadres of de taal van een organisatie."),
    Verb.MAIL_AGAIN: N_("Schreef op dat iemand weer mail wil krijgen."),
    Verb.CHANGE_THEME: N_("Wijzigde het uiterlijk, de teksten of de nummers."),
    Verb.TURN_ON_SECOND_LOOK: N_("Zette ‘vier ogen’ aan."),
    Verb.TURN_OFF_SECOND_LOOK: N_("Zette ‘vier ogen’ uit."),
    Verb.APPROVE_CHANGE: N_("Keurde een wijziging van een ander goed."),
    Verb.SEND_BACK_CHANGE: N_("Stuurde een wijziging terug naar wie hem schreef."),
    Verb.WITHDRAW_CHANGE: N_("Trok een eigen wijziging in."),
    Verb.ADD_WORD: N_("Voegde het zoekwoord ‘%(word)s’ toe, of wijzigde het."),
    Verb.TAKE_WORD: N_("Haalde het zoekwoord ‘%(word)s’ weg."),
    Verb.WORD_OFF: N_("Zette het zoekwoord ‘%(word)s’ uit."),
    Verb.WORD_ON: N_("Zette het zoekwoord ‘%(word)s’ weer aan."),
    Verb.UNLIST: N_("Zette ‘%(name)s’ op de lijst ‘niet opnemen’."),
    Verb.LIST_AGAIN: N_("Haalde ‘%(name)s’ van de lijst ‘niet opnemen’."),
    Verb.ADD_MEMBER: N_("Maakte ‘%(name)s’ lid van het platform."),
    Verb.REMOVE_MEMBER: N_("Zei dat ‘%(name)s’ geen lid meer is."),
    Verb.MAKE_ORGANISATION: N_("Zette de organisatie ‘%(name)s’ erbij."),
    Verb.CHANGE_ORGANISATION: N_("Wijzigde van de organisatie ‘%(name)s’: %(fields)s."),
    Verb.RENAME_ORGANISATION: N_("Gaf ‘%(before)s’ een andere naam: ‘%(name)s’."),
    Verb.MERGE_ORGANISATIONS: N_(
        "Voegde ‘%(other)s’ samen met ‘%(name)s’. Initiatieven die meegingen: %(listings)s."
    ),
    Verb.UNMERGE_ORGANISATIONS: N_(
        "Haalde ‘%(name)s’ weer los van ‘%(other)s’. Later gewijzigd en zo gelaten: %(left)s."
    ),
    Verb.PROPOSE_ORGANISATION: N_("Stelde een wijziging voor van de pagina van ‘%(name)s’."),
    Verb.REFUSE_ORGANISATION: N_("Nam het voorstel van ‘%(name)s’ niet over."),
    Verb.CLAIM_ORGANISATION: N_("Liet een mail sturen om te laten zien bij ‘%(name)s’ te horen."),
    Verb.PROVE_CLAIM: N_("Liet met de link in de mail zien bij ‘%(name)s’ te horen."),
    Verb.AGREE_TO_CLAIM: N_("Vond goed dat iemand van ‘%(name)s’ de plekken bijhoudt."),
    Verb.REFUSE_CLAIM: N_("Zette de link stil waarmee iemand ‘%(name)s’ wilde bijhouden."),
    Verb.TAKE_BACK_CLAIM: N_("Liet iemand niet langer ‘%(name)s’ bijhouden."),
    Verb.OFFER_ROOM: N_("Bood de ruimte ‘%(name)s’ aan."),
    Verb.CHANGE_ROOM: N_("Wijzigde een ruimte."),
    Verb.WITHDRAW_ROOM: N_("Haalde de ruimte ‘%(name)s’ weg."),
    Verb.LOOK_FOR_ROOM: N_("Zocht een ruimte voor ‘%(name)s’."),
    Verb.STOP_LOOKING_FOR_ROOM: N_("Stopte met zoeken naar een ruimte."),
    Verb.LINK_ORGANISATION: N_("Koppelde het account aan inloggen via de organisatie."),
}
MEANS = {
    "password": N_("een wachtwoord"),
    "code": N_("een wachtwoord en een code"),
    "recovery_code": N_("een herstelcode"),
    "passkey": N_("een passkey"),
    "invitation": N_("een uitnodiging"),
    "organisation": N_("het account van de organisatie"),
}
# By the part of a subject before its colon, for subjects that are no person.
SUBJECTS = {
    "space": N_("een ruimte"),
    "initiative": N_("een initiatief"),
    "organisation": N_("een organisatie"),
    "message": N_("een mail"),
    "area": N_("herinneringen in %(number)s"),
    "opt_out": N_("een adres dat geen mail wilde"),
    "theme": N_("het uiterlijk"),
    "words": N_("de zoekwoorden"),
    "second_look": N_("vier ogen"),
    "unlisted": N_("de lijst ‘niet opnemen’"),
    "import": N_("import %(number)s"),
    "bulk": N_("wijziging %(number)s via de lijst"),
    "view": N_("een gedeelde lijst"),
}


def event_sentence(event: AuditEvent) -> str:
    """What an entry says was done; the name of the deed if a fact is missing from an old entry."""
    if event.action not in set(Verb):
        return str(gettext("Iets wat deze versie niet meer kent."))
    verb = Verb(event.action)
    sentence = str(gettext(SENTENCES[verb]))
    try:
        return sentence % _facts(event.detail)
    except KeyError:
        return f"{gettext(ACTIONS[verb])}."


def subject_words(subject: str, names: Mapping[str, str]) -> str:
    """What an entry is about: the name of a person, a municipality, or the kind of thing."""
    kind, colon, number = subject.partition(":")
    if kind in SUBJECTS and (colon or kind == subject):
        return str(gettext(SUBJECTS[kind])) % {"number": number}
    return names.get(subject, subject)


def _facts(detail: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of an entry in Dutch words."""
    facts = dict(detail)
    if facts.get("role") in set(Role):
        facts["role"] = gettext(ROLE_NAMES[Role(facts["role"])])
    area = facts.get("area")
    facts["area"] = gettext(" in %(area)s", area=area) if area else ""
    if "means" in facts:
        facts["means"] = gettext(MEANS.get(facts["means"], N_("een andere manier")))
    if "fields" in facts:
        names = [field_name(name).lower() for name in str(facts["fields"]).split(",")]
        facts["fields"] = in_words(names)
    if "what" in facts:
        facts["what"] = gettext(EDIT_NAMES.get(facts["what"], N_("iets anders")))
    return facts


def register(app: Flask) -> None:
    """Give templates these words."""
    app.add_template_filter(event_sentence)
    for words in (subject_words, actor_words):
        app.add_template_global(words)
