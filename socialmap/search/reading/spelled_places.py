"""Misspelt names of places: which name was meant, and whether that is certain."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from socialmap.language.compounds import is_part, read_words, split
from socialmap.language.spelling import Vocabulary, corrections, sound
from socialmap.language.stems import base
from socialmap.places.gazetteer import Place
from socialmap.places.geocoding import NoPlace, OnePlace, PlaceAnswer, SeveralPlaces
from socialmap.places.names import parts_by_key, places_by_key, places_named
from socialmap.places.spelling import key

MOST_CHOICES = 6


@cache
def _names() -> Vocabulary:
    return Vocabulary.of({*places_by_key(), *parts_by_key()})


@cache
def _place_like() -> frozenset[str]:
    return frozenset(read_words("place_like.txt"))


def is_ordinary(word: str) -> bool:
    """Whether a word that resembles the name of a place is an ordinary word."""
    return word in _place_like() or is_part(word) or bool(split(base(word)))


def resembling_names(name: str) -> list[str]:
    """The names (keys) that a misspelt name may stand for, the nearest first.

    Names that sound the same leave out all others.
    """
    near = corrections(name, _names())
    same = [other for other, _ in near if sounds_like(other, name)]
    nearest = min((distance for _, distance in near), default=0)
    return same or [other for other, distance in near if distance == nearest]


def certain_name(name: str) -> str:
    """The one name (a key) that a misspelt name stands for; "" when that is not certain."""
    near = [other for other, distance in corrections(name, _names()) if distance == 1]
    same = [other for other in near if sounds_like(other, name)] or near
    return same[0] if len(same) == 1 else ""


def sounds_like(name: str, other: str) -> bool:
    """Whether two names sound the same: zijst and zeist."""
    return sound(name) == sound(other)


def meant_place(answer: PlaceAnswer, is_on_map: Callable[[Place], bool]) -> PlaceAnswer:
    """The answer for a place with a certain misspelling corrected.

    Of several places the one on this map is meant; `is_on_map` says whether a place has listings.
    """
    match answer:
        case SeveralPlaces(places):
            here = [place for place in places if is_on_map(place)]
            if len(here) == 1:
                others = tuple(place for place in places if place != here[0])
                return OnePlace(here[0], others=others)
        case NoPlace(text):
            return _corrected(text, is_on_map) or answer
    return answer


def _corrected(text: str, is_on_map: Callable[[Place], bool]) -> PlaceAnswer | None:
    name = key(text)
    near = resembling_names(name)
    if not near:
        return None
    several = list(dict.fromkeys(place for other in near for place in places_named(other)))
    here = [place for place in several if is_on_map(place)] if len(several) > 1 else several
    if len(here) == 1 and (certain_name(name) or len(several) > 1):
        return OnePlace(here[0], typed=text)
    return NoPlace(text, tuple(here or several)[:MOST_CHOICES])


def is_choice(answer: PlaceAnswer | None) -> bool:
    """Whether a person has to choose a place before there is anything to search."""
    match answer:
        case SeveralPlaces():
            return True
        case NoPlace(_, suggestions):
            return bool(suggestions)
    return False
