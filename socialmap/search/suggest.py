"""Suggestions while someone types: kinds, life domains, needs, initiatives and places."""

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
    """A text to search for; with a slug it is the name of an initiative."""

    text: str
    kind: str
    slug: str = ""


def suggest_what(typed: str) -> list[Suggestion]:
    """Kinds, life domains and needs that begin with the typed words, then initiatives."""
    typed = " ".join(typed.split())[:LONGEST]
    start = name_words(typed)
    if len("".join(start)) < SHORTEST:
        return []
    suggestions = [
        Suggestion(term.nl, kind)
        for scheme, kind in SCHEMES.items()
        for term in taxonomy().terms(scheme)
        if any(_begins(name, start) for name in (term.nl, *term.aliases))
    ][:MOST_TERMS]
    suggestions += [Suggestion(need, "vraag") for need in need_phrases() if _begins(need, start)][
        :MOST_NEEDS
    ]
    return suggestions + _named(start)[: MOST - len(suggestions)]


def _named(start: list[str]) -> list[Suggestion]:
    """Initiatives whose name has words that begin with these, the best match first."""
    here = finder()
    prefixes = [Prefix(tuple(dict.fromkeys((word, stem(word))))) for word in start[:MOST_WORDS]]
    matches = match(here.snapshot, SearchQuery(), Wanted(tuple(prefixes)), None, here.at)
    cards = [hit.card for hit in here.hits([*matches.located, *matches.serving], 0, 4 * MOST)]
    return [
        Suggestion(card.name, "initiatief", card.slug)
        for card in cards
        if _begins(card.name, start)
    ]


def _begins(name: str, start: list[str]) -> bool:
    """Whether a name has these words in a row; the last one may be the start of its word."""
    words = name_words(name)
    for first in range(len(words) - len(start) + 1):
        part = words[first : first + len(start)]
        if part[:-1] == start[:-1] and part[-1].startswith(start[-1]):
            return True
    return False


def suggest_where(typed: str) -> list[Suggestion]:
    """Places whose name or postcode begins with the typed text, else those that resemble it."""
    typed = clean(typed)[:LONGEST]
    if len(typed) < SHORTEST:
        return []
    return [Suggestion(place.label, "plaats") for place in suggest_places(typed, MOST)]
