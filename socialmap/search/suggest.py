"""What someone may be typing: names of kinds and life domains, initiatives, and places."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from socialmap.catalogue.models import Initiative
from socialmap.catalogue.queries import PUBLISHED
from socialmap.catalogue.taxonomy import Term, taxonomy
from socialmap.db import db
from socialmap.places.geocoding import suggest_places
from socialmap.places.spelling import clean, words

SHORTEST = 2
LONGEST = 60
MOST = 8
SCHEMES = {"kind": "vorm", "life_domain": "leefgebied"}


@dataclass(frozen=True)
class Suggestion:
    """A text that can be searched for; with a slug it is an initiative of that name."""

    text: str
    kind: str
    slug: str = ""


def suggest_what(typed: str) -> list[Suggestion]:
    """Kinds and life domains of which a word begins so, then initiatives of that name."""
    typed = clean(typed)[:LONGEST]
    start = words(typed)
    if len(typed) < SHORTEST or not start:
        return []
    found = [
        Suggestion(term.nl, kind)
        for scheme, kind in SCHEMES.items()
        for term in taxonomy().terms(scheme)
        if _begins(term, start)
    ][:MOST]
    named = db.session.execute(
        select(Initiative.name, Initiative.slug)
        .where(PUBLISHED, Initiative.name.istartswith(typed, autoescape=True))
        .order_by(Initiative.name)
        .limit(MOST - len(found))
    )
    return found + [Suggestion(name, "initiatief", slug) for name, slug in named]


def _begins(term: Term, start: list[str]) -> bool:
    """Whether a name of the term has these words, the last of which may still be half typed."""
    for name in (term.nl, *term.aliases):
        known = words(name)
        for first in range(len(known) - len(start) + 1):
            part = known[first : first + len(start)]
            if part[:-1] == start[:-1] and part[-1].startswith(start[-1]):
                return True
    return False


def suggest_where(typed: str) -> list[Suggestion]:
    """Places whose name or postcode begins so, else those that resemble it."""
    typed = clean(typed)[:LONGEST]
    if len(typed) < SHORTEST:
        return []
    return [Suggestion(place.label, "plaats") for place in suggest_places(typed, MOST)]
