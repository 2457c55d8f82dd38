"""What someone may be typing: kinds, life domains, needs, initiatives and places."""

from __future__ import annotations

from dataclasses import dataclass

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.language.stems import stem
from socialmap.language.synonyms import need_phrases
from socialmap.places.geocoding import suggest_places
from socialmap.places.spelling import clean, name_words
from socialmap.search.finder import finder
from socialmap.search.matches import match
from socialmap.search.query import SearchQuery
from socialmap.search.words import Prefix, Wanted

SHORTEST = 2
LONGEST = 60
MOST = 8
MOST_TERMS, MOST_NEEDS, MOST_WORDS = 4, 2, 4
SCHEMES = {"kind": "vorm", "life_domain": "leefgebied"}


@dataclass(frozen=True)
class Suggestion:
    """A text that can be searched for; with a slug it is an initiative of that name."""

    text: str
    kind: str
    slug: str = ""


def suggest_what(typed: str) -> list[Suggestion]:
    """Kinds, life domains and needs with words that begin so, then initiatives of such a name."""
    typed = " ".join(typed.split())[:LONGEST]
    start = name_words(typed)
    if len("".join(start)) < SHORTEST:
        return []
    found = [
        Suggestion(term.nl, kind)
        for scheme, kind in SCHEMES.items()
        for term in taxonomy().terms(scheme)
        if any(_begins(name, start) for name in (term.nl, *term.aliases))
    ][:MOST_TERMS]
    found += [Suggestion(need, "vraag") for need in need_phrases() if _begins(need, start)][
        :MOST_NEEDS
    ]
    return found + _named(start)[: MOST - len(found)]


def _named(start: list[str]) -> list[Suggestion]:
    """Initiatives with a name of which words begin so, the best match first."""
    here = finder()
    prefixes = [Prefix(tuple(dict.fromkeys((word, stem(word))))) for word in start[:MOST_WORDS]]
    matched = match(here.snapshot, SearchQuery(), Wanted(tuple(prefixes)), None, here.at)
    cards = [hit.card for hit in here.hits([*matched.located, *matched.serving], 0, 4 * MOST)]
    return [
        Suggestion(card.name, "initiatief", card.slug)
        for card in cards
        if _begins(card.name, start)
    ]


def _begins(name: str, start: list[str]) -> bool:
    """Whether a name has these words, the last of which may still be half typed."""
    known = name_words(name)
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
