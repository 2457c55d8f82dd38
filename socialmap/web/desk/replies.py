"""Replies to a proposer who asked for an answer: ready-made ones, and the mail that sends one."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext

from socialmap.mail import queue
from socialmap.proposals.models import Proposal, Subject
from socialmap.web.letters.rendering import letter
from socialmap.web.page.forms import TooLongProblem, read_typed
from socialmap.wording import N_

LONGEST = 2000  # characters of a reply of one's own
# By code: the name of the reply at the desk, and its text.
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
# The replies to offer, by the subject of the proposal.
FITTING = {
    Subject.CHANGED: ("done", "partly", "right"),
    Subject.OTHER: ("done", "right"),
    Subject.GONE: ("gone", "right"),
    Subject.UNLIST: ("off",),
    Subject.NEW: ("added", "there", "not_fitting"),
}


# The replies that fit when nothing is taken over, and when a new listing is put on the map.
REFUSING = frozenset({"right", "there", "not_fitting", "none"})
ADDING = frozenset({"added", "none"})
CHOOSE = N_("Kies een antwoord, schrijf het zelf, of kies ‘geen antwoord’.")
OTHERWISE = N_("Dit antwoord past niet bij wat je doet. Kies een ander.")


def name_of(proposal: Proposal) -> str:
    """The name of the initiative that a proposal is about."""
    if proposal.initiative:
        return proposal.initiative.name
    return str(proposal.changes.get("name", ""))


def replies_to(proposal: Proposal) -> list[tuple[str, str, str]]:
    """The replies to offer for a proposal: code, name and text."""
    name = name_of(proposal)
    return [
        (code, gettext(REPLIES[code][0]), gettext(REPLIES[code][1], name=name))
        for code in FITTING[Subject(proposal.subject)]
    ]


def sent_reply(proposal: Proposal, typed: Mapping[str, str]) -> str:
    """The reply in the form: the text that was written, else the ready-made one that was chosen.

    Raise TooLongProblem if the text does not fit.
    """
    written = read_typed(typed, ("reply",))["reply"]
    if len(written) > LONGEST:
        raise TooLongProblem("reply", written, LONGEST)
    if written or not proposal.email:
        return written
    chosen = typed.get("canned", "")
    return next((text for code, _, text in replies_to(proposal) if code == chosen), "")


def reply_trouble(proposal: Proposal, typed: Mapping[str, str], *, refusing: bool) -> str:
    """What is wrong with the chosen reply, in a sentence; empty when nothing is.

    A proposer who left a mail address must get a reply, and one that fits what is done.
    """
    if not proposal.email or read_typed(typed, ("reply",))["reply"]:
        return ""
    code = typed.get("canned", "")
    if not code:
        return str(gettext(CHOOSE))
    adding = proposal.subject == Subject.NEW and not refusing
    fits = REFUSING if refusing else ADDING if adding else {code}
    return "" if code in fits else str(gettext(OTHERWISE))


def mail_reply(proposal: Proposal, text: str) -> bool:
    """Queue the reply to the proposer; return False if there is no address or no text."""
    if not (proposal.email and text):
        return False
    rendered = letter("answer", title=name_of(proposal), reply=text)
    key, about = f"answer:{proposal.id}", f"proposal:{proposal.id}"
    return queue(proposal.email, *rendered, key=key, about=about)
