"""Who made a change and why, in Dutch words: for persons and for the map itself."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext

from socialmap.catalogue.reasons import Code, reason_of
from socialmap.wording import N_

# By the part of an actor before its colon, for actors that are no person with an account.
ACTORS = {
    "job": N_("de kaart zelf"),
    "initiative": N_("het initiatief, via de link in de mail"),
    "source": N_("een bron die we zelf ophalen"),
    "visitor": N_("een bezoeker"),
    "professional": N_("een professional"),
    "socialmap import": N_("een import"),
    "socialmap demo": N_("de voorbeelden"),
    "socialmap duplicates": N_("een beheerder, op de opdrachtregel"),
}
# The sentence of each reason that the map itself gives.
REASONS: dict[Code, str] = {
    Code.MERGED_INTO: N_("samengevoegd met %(slug)s"),
    Code.MERGED_WITH: N_("samengevoegd met %(slug)s"),
    Code.UNMERGED: N_("samenvoegen met %(slug)s teruggedraaid"),
    Code.PROPOSAL: N_("voorstel %(number)s"),
    Code.REVIEWED: N_("goedgekeurd door een ander (vier ogen, nummer %(number)s)"),
    Code.IMPORT_UNDONE: N_("import %(number)s teruggedraaid"),
    Code.BULK_UNDONE: N_("wijziging %(number)s via de lijst teruggedraaid"),
    Code.CHANGE_UNDONE: N_("Wijziging %(number)s teruggedraaid"),
    Code.VERSION_RESTORED: N_("Terug naar versie %(number)s"),
    Code.INITIATIVE_RIGHT: N_("Het initiatief zegt dat alles klopt"),
    Code.INITIATIVE_GONE: N_("Het initiatief zegt dat het er niet meer is"),
    Code.INITIATIVE_PAUSED: N_("Het initiatief zegt dat het er even niet is"),
    Code.INITIATIVE_BACK: N_("Het initiatief zegt dat het er weer is"),
    Code.DESK_RIGHT: N_("Nagekeken en het klopt nog"),
    Code.PHONE_RIGHT: N_("Aan de telefoon gehoord dat alles klopt"),
    Code.PHONE_GONE: N_("Aan de telefoon gehoord dat het er niet meer is"),
    Code.NOBODY_KNOWS: N_("Niemand kon zeggen of dit nog klopt"),
    Code.NOT_IN_FILE: N_("Stond niet meer in het bestand van de bron"),
    Code.BACK_AFTER_ALL: N_("Toch weer op de kaart gezet"),
    Code.BY_INITIATIVE: N_("gewijzigd door het initiatief zelf"),
    Code.BY_PROFESSIONAL: N_("gewijzigd door een professional"),
    Code.BY_VISITOR: N_("gewijzigd door een bezoeker"),
    Code.ORGANISATION_RENAMED: N_("de organisatie kreeg een andere naam"),
    Code.ORGANISATION_MERGED: N_("organisatie %(slug)s samengevoegd met een andere"),
    Code.ORGANISATION_UNMERGED: N_("samenvoegen van organisatie %(slug)s teruggedraaid"),
}


def actor_words(actor: str, names: Mapping[str, str]) -> str:
    """Who made a change: the name of a person, or the kind of actor."""
    name = names.get(actor, actor)
    if name != actor:
        return name
    kind = actor.partition(":")[0]
    if kind in ACTORS:
        return str(gettext(ACTORS[kind]))
    return actor if actor and kind != "person" else str(gettext("onbekend"))


def reason_words(stored: str) -> str:
    """Why a change was made, in Dutch, from the text that is stored with the change."""
    reason = reason_of(stored)
    if reason.code == Code.OWN_WORDS:
        return reason.words
    sentence = str(gettext(REASONS[reason.code], **reason.facts))
    return f"{sentence}: {reason.words}" if reason.words else sentence
