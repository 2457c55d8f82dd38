"""The place that somebody names among the words of a question."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from socialmap.language.analysis import MOST_CHARACTERS
from socialmap.language.compounds import read_words
from socialmap.places.gazetteer import places_by_key, postcode_place
from socialmap.places.spelling import key, read_postcode

LONGEST_PLACE = 5  # words
PREPOSITIONS = frozenset(
    ["in", "te", "bij", "rond", "rondom", "nabij", "vlakbij", "omgeving", "regio", "gemeente"]
)
# What may stand between a preposition and its place: in de buurt van Zeist.
BETWEEN = PREPOSITIONS | {"de", "het", "buurt", "van"}
QUARTERS = frozenset(
    ["noord", "zuid", "oost", "west", "centrum", "noordoost", "noordwest", "zuidoost", "zuidwest"]
)
# Towns too, but in small letters the words are nearly always meant.
NEVER_PLACES = frozenset(
    [
        *("een", "buren", "anderen", "dieren", "hem", "heel", "neer", "handel", "winkel", "dorst"),
        *("de wijk", "de hoeve", "de punt", "de groeve"),
    ]
)
ARTICLES = frozenset(["de", "het"])


def split_place(text: str) -> tuple[str, str]:
    """The words of a text without the place that they name, and that place; "" when none is.

    A place stands at the end, or anywhere behind in, te, bij, rond, nabij or omgeving.
    """
    words = text.split()
    if len(text) > MOST_CHARACTERS:
        return " ".join(words), ""
    for start in range(1, len(words)):
        if words[start - 1].casefold() in BETWEEN and (end := _place_end(words, start)):
            first = _preposition(words, start)
            if first is not None and _is_meant(words, start, end):
                return " ".join(words[:first] + words[end:]), " ".join(words[start:end])
    for start in range(max(0, len(words) - LONGEST_PLACE), len(words)):
        place = words[start:]
        if _is_place(place) and _is_no_word(place):
            return " ".join(words[:start]), " ".join(place)
    return " ".join(words), ""


def _preposition(words: Sequence[str], start: int) -> int | None:
    """Where the words that lead to a place begin; None when there is no preposition."""
    first = start
    while first and words[first - 1].casefold() in BETWEEN:
        first -= 1
    lead = [word.casefold() for word in words[first:start]]
    return first if PREPOSITIONS.intersection(lead) else None


def _place_end(words: Sequence[str], start: int) -> int:
    """The end of the longest place that begins here; 0 when none does."""
    for end in range(min(start + LONGEST_PLACE, len(words)), start, -1):
        if _is_place(words[start:end]):
            return end
    return 0


def _is_place(words: Sequence[str]) -> bool:
    name = " ".join(words)
    if any(sign in name for sign in '"*'):
        return False
    code = read_postcode(name)
    if len(name) <= 7 and name[:4].isdecimal() and name.isascii():
        return bool(postcode_place(*code) if code else postcode_place(name))
    if len(words) > 1 and words[-1].casefold() in QUARTERS and key(name) not in places_by_key():
        words = words[:-1]
    return len(key(name)) > 2 and key(" ".join(words)) in places_by_key()


@cache
def _town_words() -> frozenset[str]:
    return frozenset(read_words("town_words.txt"))


def _is_no_word(place: Sequence[str]) -> bool:
    """Whether these words say nothing but the name of a place."""
    if len(place) > 1:
        return " ".join(place) not in NEVER_PLACES
    return key(place[0]) not in _town_words()


def _is_meant(words: Sequence[str], start: int, end: int) -> bool:
    """Whether a town behind a preposition is meant, when it is ordinary words as well."""
    place, before = words[start:end], words[start - 1].casefold()
    if _is_no_word(place) or any(word[:1].isupper() for word in place):
        return True
    # A town that is called after a farmer is not called the farmer.
    named = len(place) == 1 and before not in ARTICLES
    return named and end == len(words) and place[0].casefold() not in NEVER_PLACES
