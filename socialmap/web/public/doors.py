"""Doors: pages of the site that help better than listings with what a person needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext

from socialmap.web.page.addresses import url_for
from socialmap.wording import N_


@dataclass(frozen=True)
class Door:
    """A question, the words of a link, and the page that it leads to."""

    question: str
    link: str
    endpoint: str
    values: Mapping[str, str] = field(default_factory=dict)


DOORS = {
    "start": Door(
        N_("Wil je zelf iets beginnen, of staat jullie groep nog niet op de kaart?"),
        N_("Vul het formulier in."),
        "contributing.new",
    ),
    "rooms": Door(
        N_("Zoek je een ruimte?"),
        N_("Bekijk welke ruimtes er te leen of te huur zijn."),
        "spaces.index",
    ),
    "offer_room": Door(
        N_("Heb je een ruimte over?"),
        N_("Lees hoe je die aanbiedt."),
        "pages.help_page",
        {"name": "ruimtes"},
    ),
    "volunteer": Door(
        N_("Wil je vrijwilliger worden?"),
        N_("Bekijk wie je helpt kiezen."),
        "public.search",
        {"vorm": "volunteer_work"},
    ),
    "team": Door(
        N_("Zoek je het wijkteam of de gemeente?"),
        N_("Lees wie je kunt bellen of mailen."),
        "pages.about",
        {"_anchor": "contact"},
    ),
    "join": Door(
        N_("Wil je weten hoe je meedoet?"),
        N_("Lees hoe deze kaart werkt."),
        "pages.help_page",
        {"name": "bewoners"},
    ),
    "wrong": Door(
        N_("Klopt er iets niet?"),
        N_("Lees hoe je dat meldt."),
        "pages.about",
        {"_anchor": "contact"},
    ),
}


def door_words(code: str) -> tuple[str, str, str]:
    """The question, the words of the link and the address of a door."""
    door = DOORS[code]
    return gettext(door.question), gettext(door.link), url_for(door.endpoint, **door.values)
