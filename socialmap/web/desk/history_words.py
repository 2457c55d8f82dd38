"""Who made a change and why, in Dutch words: also what the map noted by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask_babel import gettext

from socialmap.wording import N_

# By what stands before the colon of an actor, for who is no person with an account.
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
# What the map writes down as a reason, and how that reads.
REASONS = (
    (r"merged (?:into|with) (?P<slug>\S+?)(?:: (?P<why>.*))?", N_("samengevoegd met %(slug)s")),
    (r"undo of merging (?P<slug>\S+)", N_("samenvoegen met %(slug)s teruggedraaid")),
    (r"proposal (?P<number>\d+)(?:: (?P<why>.*))?", N_("voorstel %(number)s")),
    (r"undo of import (?P<number>\d+)", N_("import %(number)s teruggedraaid")),
)


def actor_words(actor: str, names: Mapping[str, str]) -> str:
    """Who made a change: the name of a person, or who it was otherwise."""
    name = names.get(actor, actor)
    if name != actor:
        return name
    kind = actor.partition(":")[0]
    if kind in ACTORS:
        return str(gettext(ACTORS[kind]))
    return actor if actor and kind != "person" else str(gettext("onbekend"))


def reason_words(reason: str) -> str:
    """Why a change was made, in Dutch."""
    for pattern, sentence in REASONS:
        if found := re.fullmatch(pattern, reason):
            said = str(gettext(sentence, **found.groupdict()))
            why = found.groupdict().get("why")
            return f"{said}: {why}" if why else said
    return str(gettext(reason)) if reason else ""
