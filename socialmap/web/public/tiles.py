"""The questions on the front page, each one a search."""

from __future__ import annotations

from dataclasses import dataclass

from socialmap.wording import N_


@dataclass(frozen=True)
class Tile:
    """A question in plain words, where it leads, an icon, and the arguments of its search.

    Its words put what fits best first; its filters leave out what does not fit.
    """

    question: str
    text: str
    icon: str
    args: tuple[tuple[str, str], ...]


TILES = (
    Tile(
        N_("Ik voel me alleen"),
        N_("Plekken waar je mag zijn zoals je bent, en maatjes"),
        "heart",
        (("wat", "eenzaam"), ("isolement", "individual")),
    ),
    Tile(
        N_("Ik zoek een warme plek"),
        N_("Binnenlopen zonder afspraak, met koffie en een praatje"),
        "coffee",
        (("soort", "warm_place"), ("drempel", "walk_in")),
    ),
    Tile(
        N_("Ik wil overdag iets doen"),
        N_("Rustig meewerken: op een boerderij, in een werkplaats of keuken"),
        "hand-heart",
        (("soort", "mild_work_setting"),),
    ),
    Tile(
        N_("Ik wil iets doen voor een ander"),
        N_("Meedoen met buren en vrijwilligers"),
        "handshake",
        (("wat", "vrijwilliger"), ("soort", "community_initiative"), ("soort", "volunteer_group")),
    ),
    Tile(
        N_("Ik wil samen eten"),
        N_("Aanschuiven, samen koken of eten delen"),
        "utensils",
        (("wat", "samen eten"), ("vorm", "shared_meal"), ("vorm", "food_sharing")),
    ),
    Tile(
        N_("Ik heb geldzorgen"),
        N_("Hulp bij brieven, geld, eten en kleding"),
        "euro",
        (("wat", "geldzorgen"), ("leefgebied", "money")),
    ),
    Tile(
        N_("Ik wil Nederlands oefenen"),
        N_("Praten in een taalcafé of met een taalmaatje"),
        "languages",
        (("vorm", "language_cafe"), ("vorm", "language_buddy"), ("vorm", "welcome_group")),
    ),
    Tile(
        N_("Ik wil naar buiten"),
        N_("Samen wandelen, bewegen en tuinieren"),
        "users",
        (
            ("vorm", "walking_group"),
            ("vorm", "exercise_group"),
            ("vorm", "community_garden"),
            ("vorm", "nature_volunteers"),
        ),
    ),
)
