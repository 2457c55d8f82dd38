"""Find the place among the words of a query: koffie in Zeist is koffie, and Zeist."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache

from socialmap.language.analysis import MOST_CHARACTERS
from socialmap.language.compounds import read_words
from socialmap.places.gazetteer import MIDDLE, box_town, postcode_place
from socialmap.places.names import begins_a_name, places_named
from socialmap.places.spelling import key, read_postcode
from socialmap.search.reading.spelled_places import (
    certain_name,
    is_ordinary,
    resembling_names,
    sounds_like,
)

LONGEST_PLACE = 5  # words
# Prepositions that lead to a place and hardly to anything else.
LEADS_TO_PLACE = frozenset(
    [
        *("in", "te", "rond", "rondom", "nabij", "vlakbij", "omgeving", "regio", "gemeente"),
        *("near", "around", "close", "nahe", "dans", "près", "autour", "cerca"),
    ]
)
PREPOSITIONS = LEADS_TO_PLACE | {"bij", "bei", "à", "vanuit"}
# Words that may stand between a preposition and its place: in de buurt van Zeist, à côté de Soest.
BETWEEN = PREPOSITIONS | {
    *("de", "het", "buurt", "van", "stad", "dorp", "wijk", "the", "to", "of", "area", "city"),
    *("der", "von", "nähe", "côté", "du", "la"),
}
QUARTERS = MIDDLE | frozenset(
    ["noord", "zuid", "oost", "west", "noordoost", "noordwest", "zuidoost", "zuidwest"]
)
STATION = frozenset(["station", "cs", "centraal"])
COUNTRIES = frozenset(["nederland", "nl", "netherlands", "holland"])
# These are names of towns, but in lower case nearly always mean the word.
NEVER_PLACES = frozenset(
    [
        *("een", "buren", "anderen", "dieren", "hem", "heel", "neer", "handel", "winkel", "dorst"),
        *(
            "nederland",
            "Nederland",
            "de wijk",
            "de hoeve",
            "de punt",
            "de groeve",
            "halve maan",
            "oud west",
            "het veld",
        ),
    ]
)
ARTICLES = frozenset(["de", "het", "een", "mijn", "je", "jouw", "ons", "onze", "hun", "z'n", "m'n"])
# Endings of a name in Turkish: Utrecht'te, Amersfoort'ta.
TURKISH_ENDING = re.compile(r"(?<=\w)['’][td][ea](?:ki)?$")
# The other spellings of aan den join what stands beside them.
ON_THE = re.compile(r"\ba[./ ]*d\b|a/d|aan", re.IGNORECASE)
# Letters of a misspelt place without a preposition: if it sounds right, and else.
SHORTEST_MISSPELT, LONG_MISSPELT = 6, 8


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The place among the words of a query, the words read as it, and the other words."""

    where: str
    read: str
    rest: str


class _Text:
    """The words of a query, and what is known of words and of names.

    `is_word` says whether a word means something else than a place; `areas` are the keys of names
    of loaded areas.
    """

    def __init__(self, text: str, is_word: Callable[[str], bool], areas: Collection[str]):
        self.words = tuple(text.split())
        self.is_word = is_word
        self.areas = areas
        self.lower = [word.casefold().strip(".,;:!?") for word in self.words]
        self.keys = [key(TURKISH_ENDING.sub("", word)) for word in self.lower]
        # Only with one of these the key of a name is not that of its words.
        self.joined = bool(ON_THE.search(text))
        self.ends = [_place_end(self, start) for start in range(len(self.words))]

    def name(self, start: int, end: int) -> str:
        """The words from `start` up to `end` as the key of a name."""
        if self.joined:
            return key(" ".join(self.lower[start:end]))
        return "".join(self.keys[start:end])

    def is_capital(self, place: int) -> bool:
        word = self.words[place]
        return word[:1].isupper() and not (len(word) > 1 and word.isupper())


def split_place(
    text: str,
    is_word: Callable[[str], bool] = lambda _: False,
    areas: Collection[str] = (),
) -> tuple[str, str]:
    """The words of a text without its place, and the place; "" when there is none."""
    found = next(places_in(text, is_word, areas), None)
    return (found.rest, found.where) if found else (" ".join(text.split()), "")


def places_in(
    text: str, is_word: Callable[[str], bool], areas: Collection[str] = ()
) -> Iterator[PlaceWords]:
    """The places that a text may name, the likeliest first.

    A place stands after a preposition such as in or bij, at the end, at the start, or where its
    name means nothing else. `is_word` says whether a word means something else than a place.
    """
    if len(text) > MOST_CHARACTERS or any(sign in text for sign in '"*'):
        return
    here = _Text(text, is_word, areas)
    words = here.words
    for find in (_after_preposition, _at_the_end, _elsewhere, _misspelt):
        for first, start, end in find(here):
            first, begin, finish = _with_unknown_part(here, first, start, end)
            rest = " ".join((*words[:first], *words[finish:])).strip(" ,;")
            name = " ".join(words[begin:finish]).strip(" ,;")
            yield PlaceWords(
                TURKISH_ENDING.sub("", name), " ".join(words[first:finish]).strip(" ,;"), rest
            )


Span = tuple[int, int, int]  # the first word that leads to a place, its first word, its end


def _after_preposition(here: _Text) -> Iterator[Span]:
    for start in range(1, len(here.words)):
        if here.lower[start - 1] not in BETWEEN or not (end := here.ends[start]):
            continue
        first = _preposition(here, start, PREPOSITIONS)
        if first is not None and _means_place(here, start, end):
            yield first, start, end


def _at_the_end(here: _Text) -> Iterator[Span]:
    last = len(here.words)
    for start in range(max(0, last - LONGEST_PLACE), last):
        if here.ends[start] == last and _only_a_place(here, start, last):
            yield start, start, last


def _elsewhere(here: _Text) -> Iterator[Span]:
    """Places at the start or amid the words, whose names mean nothing else."""
    start = 0
    while start < len(here.words):
        end = here.ends[start]
        if end and _only_a_place(here, start, end) and here.lower[start - 1] not in ARTICLES:
            yield start, start, end
        start = end or start + 1


def _misspelt(here: _Text) -> Iterator[Span]:
    """Words that look like the name of a place, or stand where only a place can stand."""
    for start in range(1, len(here.words)):
        if here.lower[start - 1] not in BETWEEN or here.lower[start] in BETWEEN:
            continue
        first = _preposition(here, start, LEADS_TO_PLACE)
        if first is None or here.is_word(here.lower[start]) or not here.keys[start].isalpha():
            continue
        if here.is_capital(start) or _looks_misspelt(here.keys[start]):
            yield first, start, start + 1
    last = len(here.words) - 1
    name = here.keys[last] if here.words else ""
    if len(name) < SHORTEST_MISSPELT or here.is_word(here.lower[last]) or is_ordinary(name):
        return
    meant = certain_name(name)
    if meant and (len(name) >= LONG_MISSPELT or sounds_like(meant, name)):
        yield last, last, last + 1


def _looks_misspelt(name: str) -> bool:
    return bool(resembling_names(name)) and not is_ordinary(name)


def _preposition(here: _Text, start: int, prepositions: Collection[str]) -> int | None:
    """The index of the first word that leads to a place; None without a preposition."""
    first = start
    while first and here.lower[first - 1] in BETWEEN:
        first -= 1
    lead = {here.lower[place] for place in range(first, start)}
    return first if lead.intersection(prepositions) else None


def _place_end(here: _Text, start: int) -> int:
    """The index after the longest place that starts at `start`; 0 when there is none."""
    first = here.keys[start]
    may_begin = here.areas or here.joined or first in STATION or first[:4].isdecimal()
    if not (may_begin or begins_a_name(first)):
        return 0
    for end in range(min(start + LONGEST_PLACE, len(here.words)), start, -1):
        if _is_place(here, start, end):
            return end
    return 0


def _is_place(here: _Text, start: int, end: int) -> bool:
    if here.lower[start][:4].isdecimal():
        text = " ".join(here.lower[start:end])
        if len(text) > 7 or not text.isascii():
            return False
        code = read_postcode(text)
        four = code[0] if code else text
        return bool(postcode_place(four) or (len(four) == 4 and box_town(four)))
    if end - start > 1 and here.lower[start] in BETWEEN - ARTICLES - {"stad"}:
        return False
    name = here.name(start, end)
    if _is_name(here, name):
        return True
    if end - start > 1 and here.lower[end - 1] in QUARTERS | STATION | COUNTRIES:
        return _is_place(here, start, end - 1)
    return end - start > 1 and here.lower[start] == "station" and _is_place(here, start + 1, end)


def _is_name(here: _Text, name: str) -> bool:
    return len(name) > 2 and (bool(places_named(name)) or name in here.areas)


@cache
def _town_words() -> frozenset[str]:
    return frozenset(read_words("town_words.txt"))


def _only_a_place(here: _Text, start: int, end: int) -> bool:
    """Whether these words mean nothing else than the name of a place."""
    name = here.name(start, end)
    if end - start == 1:
        if here.words[start] in NEVER_PLACES:
            return False
        own = name in here.areas and not places_named(name)
        return name not in _town_words() and not (own and here.is_word(here.lower[start]))
    text = " ".join(here.words[start:end])
    parts = places_named(name)
    named_by_article = here.lower[start] in ARTICLES and not here.is_capital(end - 1)
    if named_by_article and (not parts or parts[0].kind == "neighbourhood"):
        return False
    return text not in NEVER_PLACES


def _means_place(here: _Text, start: int, end: int) -> bool:
    """Whether words after a preposition mean the place rather than their ordinary meaning."""
    if _only_a_place(here, start, end):
        return True
    if any(map(here.is_capital, range(start, end))):
        return " ".join(here.words[start:end]) not in NEVER_PLACES
    # Behind an article it is an ordinary word: bij de boer is not the town Boer.
    without_article = end - start == 1 and here.lower[start - 1] not in ARTICLES
    return without_article and end == len(here.words) and here.lower[start] not in NEVER_PLACES


def _with_unknown_part(here: _Text, first: int, start: int, end: int) -> Span:
    """The place with the words beside it that name a part of it: Zeist Kersenpit.

    Such a word is written with a capital, or stands between a preposition and the town.
    """
    places = places_named(here.name(start, end))
    if not places or places[0].kind not in {"town", "municipality"}:
        return first, start, end
    if end < len(here.words) and here.is_capital(end) and _may_be_part(here, end):
        return first, start, end + 1
    before = start - 1
    if before > 0 and _may_be_part(here, before):
        lead = _preposition(here, before, LEADS_TO_PLACE)
        if lead is not None or here.is_capital(before):
            return before if lead is None else lead, before, end
    return first, start, end


def _may_be_part(here: _Text, place: int) -> bool:
    word = here.lower[place]
    return word.isalpha() and word not in BETWEEN and not here.is_word(word)
