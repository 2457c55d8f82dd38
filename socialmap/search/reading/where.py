"""Split the place off the words of a query: koffie in Zeist is koffie, and Zeist."""

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
# Words that may stand between a preposition and its place: in de buurt van Zeist.
BETWEEN = PREPOSITIONS | {"de", "het", "buurt", "van"}
QUARTERS = frozenset(
    ["noord", "zuid", "oost", "west", "centrum", "noordoost", "noordwest", "zuidoost", "zuidwest"]
)
# These are names of towns, but in lower case nearly always mean the word.
NEVER_PLACES = frozenset(
    [
        *("een", "buren", "anderen", "dieren", "hem", "heel", "neer", "handel", "winkel", "dorst"),
        *("de wijk", "de hoeve", "de punt", "de groeve"),
    ]
)
ARTICLES = frozenset(["de", "het"])


def split_place(text: str) -> tuple[str, str]:
    """The words of a text without its place, and the place; "" when there is none.

    A place is at the end, or anywhere after a preposition such as in, bij or rond.
    """
    words = text.split()
    if len(text) > MOST_CHARACTERS:
        return " ".join(words), ""
    for start in range(1, len(words)):
        if words[start - 1].casefold() in BETWEEN and (end := _place_end(words, start)):
            first = _preposition(words, start)
            if first is not None and _means_place(words, start, end):
                return " ".join(words[:first] + words[end:]), " ".join(words[start:end])
    for start in range(max(0, len(words) - LONGEST_PLACE), len(words)):
        place = words[start:]
        if _is_place(place) and _only_a_place(place):
            return " ".join(words[:start]), " ".join(place)
    return " ".join(words), ""


def _preposition(words: Sequence[str], start: int) -> int | None:
    """The index of the first word that leads to a place; None without a preposition."""
    first = start
    while first and words[first - 1].casefold() in BETWEEN:
        first -= 1
    lead = [word.casefold() for word in words[first:start]]
    return first if PREPOSITIONS.intersection(lead) else None


def _place_end(words: Sequence[str], start: int) -> int:
    """The index after the longest place that starts at `start`; 0 when there is none."""
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


def _only_a_place(place: Sequence[str]) -> bool:
    """Whether these words mean nothing else than the name of a place."""
    if len(place) > 1:
        return " ".join(place) not in NEVER_PLACES
    return key(place[0]) not in _town_words()


def _means_place(words: Sequence[str], start: int, end: int) -> bool:
    """Whether words after a preposition mean the place rather than their ordinary meaning."""
    place, before = words[start:end], words[start - 1].casefold()
    if _only_a_place(place) or any(word[:1].isupper() for word in place):
        return True
    # Behind an article it is an ordinary word: bij de boer is not the town Boer.
    without_article = len(place) == 1 and before not in ARTICLES
    return without_article and end == len(words) and place[0].casefold() not in NEVER_PLACES
