"""What a proposer reads: replies in plain words to begin from, sent by mail to who asked for it."""

from __future__ import annotations

from flask import request
from flask_babel import gettext

from socialmap.mail import queue
from socialmap.proposals.models import Proposal, Subject
from socialmap.web.letters.rendering import letter
from socialmap.web.public.contributions import read_typed
from socialmap.wording import N_

# By code what it is called, and what it says.
REPLIES: dict[str, tuple[str, str]] = {
    "done": (
        N_("Dank je wel, aangepast"),
        N_("Dank je wel voor je bericht over %(name)s. We hebben het aangepast."),
    ),
    "partly": (
        N_("Een deel aangepast"),
        N_(
            "Dank je wel voor je bericht over %(name)s. Een deel hebben we aangepast."
            " De rest konden we niet nagaan."
        ),
    ),
    "right": (
        N_("Het klopt al"),
        N_(
            "Dank je wel voor je bericht over %(name)s. We hebben het nagevraagd."
            " Het klopt zoals het er staat."
        ),
    ),
    "gone": (
        N_("Van de kaart gehaald"),
        N_("Dank je wel voor je bericht. %(name)s staat niet meer op de kaart."),
    ),
    "off": (
        N_("Van de kaart, en dat blijft zo"),
        N_("We hebben %(name)s van de kaart gehaald. We zorgen dat het zo blijft."),
    ),
    "added": (
        N_("Staat nu op de kaart"),
        N_("Dank je wel! %(name)s staat nu op de kaart."),
    ),
    "there": (
        N_("Staat er al"),
        N_("Dank je wel. %(name)s staat al op de kaart. Fijn dat je meedenkt."),
    ),
    "not_fitting": (
        N_("Past niet op de kaart"),
        N_(
            "Dank je wel voor je voorstel %(name)s. We zetten alleen plekken en groepen op de"
            " kaart waar mensen elkaar ontmoeten. Daarom staat het er niet op."
        ),
    ),
}
# Which come first, by what the proposal is about.
FITTING = {
    Subject.CHANGED: ("done", "partly", "right"),
    Subject.OTHER: ("done", "right"),
    Subject.GONE: ("gone", "right"),
    Subject.UNLIST: ("off",),
    Subject.NEW: ("added", "there", "not_fitting"),
}


# What is said when nothing was taken over, and when something new was put on the map.
REFUSING = frozenset({"right", "there", "not_fitting", "none"})
ADDING = frozenset({"added", "none"})
CHOOSE = N_("Kies een antwoord, schrijf het zelf, of kies ‘geen antwoord’.")
OTHERWISE = N_("Dit antwoord past niet bij wat je doet. Kies een ander.")


def name_of(proposal: Proposal) -> str:
    """What the initiative is called that a proposal is about."""
    if proposal.initiative:
        return proposal.initiative.name
    return str(proposal.changes.get("name", ""))


def replies_to(proposal: Proposal) -> list[tuple[str, str, str]]:
    """The replies that fit: code, what it is called, and what it says."""
    name = name_of(proposal)
    return [
        (code, gettext(REPLIES[code][0]), gettext(REPLIES[code][1], name=name))
        for code in FITTING[Subject(proposal.subject)]
    ]


def sent_reply(proposal: Proposal) -> str:
    """The reply that the form sends: the text that was written, else the one that was chosen."""
    written = read_typed(request.form, ("reply",))["reply"][:2000]
    if written or not proposal.email:
        return written
    chosen = request.form.get("canned", "")
    return next((text for code, _, text in replies_to(proposal) if code == chosen), "")


def reply_trouble(proposal: Proposal, *, refusing: bool) -> str:
    """What is wrong with the chosen reply to who asked for one; empty when nothing is."""
    if not proposal.email or read_typed(request.form, ("reply",))["reply"]:
        return ""
    code = request.form.get("canned", "")
    if not code:
        return str(gettext(CHOOSE))
    adding = proposal.subject == Subject.NEW and not refusing
    fits = REFUSING if refusing else ADDING if adding else {code}
    return "" if code in fits else str(gettext(OTHERWISE))


def mail_reply(proposal: Proposal, text: str) -> bool:
    """Queue the reply to who asked for one; False when there is nobody or nothing to send."""
    if not (proposal.email and text):
        return False
    told = letter("answer", title=name_of(proposal), reply=text)
    key, about = f"answer:{proposal.id}", f"proposal:{proposal.id}"
    return queue(proposal.email, *told, key=key, about=about)
