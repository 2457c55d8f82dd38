"""Read a listing: the features of the lexicon that it has, where, and how much they count."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from socialmap.isolation.forms import ANSWERS, NONE
from socialmap.isolation.lexicon import (
    SILENT,
    Lexicon,
    kind_feature,
    kinds,
    threshold_feature,
)
from socialmap.isolation.roles import roles_in, somebody_in
from socialmap.isolation.stems import stem_of
from socialmap.isolation.surroundings import denied, is_institution, only_around
from socialmap.language.analysis import word_terms
from socialmap.language.stems import Stems
from socialmap.language.tokens import words

TEXTS = ("name", "summary", "description")
MOST_CHARACTERS = 2_000  # of each text that are read: the beginning says what a thing is
# How much a word counts by its position. The first words of a text say what the thing is.
NAME, HEAD, BODY, TAIL = 1.8, 1.3, 0.8, 0.5
HEAD_WORDS, BODY_WORDS = 7, 60
KIND_IN_NAME = 2.0  # factor for a kind that the name has
GIVEN_KIND = 4.0
# How much a part of a compound counts: the last says what the thing is.
LAST_PART, OTHER_PART = 0.7, 0.4
SENTENCE_ENDS = frozenset(".!?;:\n")
NOTHING = ANSWERS.index(NONE)
# The factor for each further word for the same form: six hobbies are not six times one.
NEXT = 0.75


@dataclass(frozen=True, slots=True)
class Described:
    """What the classifier reads of a listing: `kind` is a code or empty.

    `thresholds` are the facts about a low threshold that are known to hold, of those that have
    points in `thresholds.csv`.
    """

    name: str
    summary: str = ""
    description: str = ""
    kind: str = ""
    thresholds: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()


class TextWord(NamedTuple):
    """A word that is not silent: folded, its stem, and the stems of its parts in order."""

    folded: str
    stem: str
    parts: tuple[str, ...]


class Feature(NamedTuple):
    """A feature that a listing has: the phrase as written, its field, and how much it counts."""

    name: str
    phrase: str
    where: str
    amount: float


_WORD = re.compile(r"([^\W_]+)")


@lru_cache(maxsize=20_000)
def _word(written: str) -> TextWord | None:
    """A written word as a TextWord; None when it is silent."""
    folded = "".join(words(written))
    if len(folded) < 2 or folded in SILENT:
        return None
    if folded.isdecimal():
        return TextWord(folded, folded, ())
    return TextWord(folded, stem_of(folded), tuple(term for term, _ in word_terms(folded)[1:]))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text cut around its words, the cuts that are words that are not silent, and those words.

    ends: per word how many sentences ended before it.
    """

    cuts: Sequence[str]
    places: Sequence[int]
    words: Sequence[TextWord]
    stems: Stems
    ends: Sequence[int]

    def written(self, first: int, last: int) -> str:
        """The text from one word to another, as it was written."""
        if first == last:
            return self.cuts[self.places[first]]
        return "".join(self.cuts[self.places[first] : self.places[last] + 1])


@lru_cache(maxsize=64)
def _read(text: str) -> _Text:
    cuts = _WORD.split(text[:MOST_CHARACTERS])
    places, words_read, ends = [], [], []
    ended = 0
    for place in range(1, len(cuts), 2):
        before = cuts[place - 1]
        ended += before != " " and not SENTENCE_ENDS.isdisjoint(before)
        if word := _word(cuts[place]):
            places.append(place)
            words_read.append(word)
            ends.append(ended)
    return _Text(cuts, places, words_read, tuple([word[1] for word in words_read]), ends)


def text_stems(text: str) -> Stems:
    """The stems of the words of a text that are not silent, in order."""
    return _read(text).stems


def text_words(text: str) -> Sequence[TextWord]:
    """The words of a text that are not silent, in order."""
    return _read(text).words


# A feature where it is seen: how much it counts there, its name, and the field; then the text with
# the first and the last of its words, or else the words themselves. The phrase is cut out at the
# end, for most features are seen again where they count more.
Sighting = tuple[float, str, str, _Text | None, int, int, str]
# Where something is seen, without how much it counts and its name.
Seen = tuple[str, _Text, int, int, str]
# Per feature where it counts most; the first of those that count the same.
Best = dict[str, Sighting]


def features_of(described: Described, lexicon: Lexicon) -> list[Feature]:
    """The features of a listing, each once, where it counts most."""
    best: Best = {}
    if kind := kinds().get(described.kind):
        name = kind_feature(kind.code)
        best[name] = (GIVEN_KIND, name, "kind", None, 0, 0, kind.name)
    for fact in described.thresholds:
        name = threshold_feature(fact)
        best[name] = (1.0, name, "threshold", None, 0, 0, lexicon.written[name])
    before, whole = "", 0
    for where in TEXTS:
        if text := getattr(described, where):
            read = _read(text)
            # Most descriptions begin with the summary: what is seen again there counts no more.
            again = before == "summary" and _begins_with(read, described.summary)
            whole = _see_phrases(read, where, lexicon, best, whole if again else 0)
            _see_roles(read, where, best)
            before = where
    return _dampened(best.values(), lexicon)


def _begins_with(text: _Text, other: str) -> bool:
    """Whether a text has the same words as another before any other word."""
    stems = _read(other).stems
    return text.stems[: len(stems)] == stems


def _dampened(sightings: Iterable[Sighting], lexicon: Lexicon) -> list[Feature]:
    """The features, the strongest first; each further one for the same form counts less."""
    before: dict[int, int] = defaultdict(int)
    leaning, nothing = lexicon.leaning, (-1, 0.0)
    leanings = [(each, *leaning.get(each[1], nothing)) for each in sightings]
    leanings.sort(key=lambda item: -item[0][0] * item[2])
    dampened = []
    for (amount, name, where, text, first, last, given), form, points in leanings:
        phrase = text.written(first, last) if text else given
        dampened.append(Feature(name, phrase, where, amount * NEXT ** before[form]))
        before[form] += points > 0
    return dampened


def _see_phrases(text: _Text, where: str, lexicon: Lexicon, best: Best, begin: int = 0) -> int:
    """See the features of one text, from left to right; the longest phrase at each position.

    Begin at this word; return the word before which any text that begins like this one has the
    same phrases: from there on, one may be cut off by the end.
    """
    stems, lengths, in_name = text.stems, lexicon.lengths, where == "name"
    number, total, whole = begin, len(stems), -1
    while number < total:
        sizes = lengths.get(stems[number])
        if whole < 0 and sizes and number + sizes[0] > total:
            whole = number
        phrase = _longest(stems, number, sizes, lexicon) if sizes else ()
        last = number + len(phrase) - 1 if phrase else number
        amount, seen = _amount(where, number), (where, text, number, last, "")
        if phrase:
            names = _counting(phrase, stems, number, lexicon)
            _see(best, names, seen, amount, amount * KIND_IN_NAME if in_name else amount)
        elif text.words[number].parts:
            for part, share in _parts(text, number):
                much = amount * share
                _see(best, lexicon.features.get((part,), ()), seen, much, much)
        number = last + 1
    return total if whole < 0 else whole


def _see(
    best: Best, names: Iterable[str], seen: Seen, amount: float, amount_of_kinds: float
) -> None:
    """Note features in some words of a text, each if it counts more here than before."""
    for name in names:
        much = amount_of_kinds if name.startswith("kind:") else amount
        known = best.get(name)
        if known is None or much > known[0]:
            best[name] = (much, name, *seen)


def _counting(phrase: Stems, stems: Stems, place: int, lexicon: Lexicon) -> tuple[str, ...]:
    """The features of a phrase that count here.

    A school in which something happens is no school, and "geen behandeling" is no treatment.
    """
    if is_institution(phrase) and only_around(stems, place):
        return ()
    features = lexicon.features[phrase]
    if denied(stems, place):
        return tuple(
            feature for feature in features if lexicon.leaning.get(feature, (-1, 0.0))[0] != NOTHING
        )
    return features


def _parts(text: _Text, place: int) -> Iterator[tuple[str, float]]:
    """The parts of a compound that count, and how much; a schoolyard is no school."""
    parts = text.words[place].parts
    for part in parts:
        if part == parts[-1]:
            if not (is_institution((part,)) and only_around(text.stems, place)):
                yield part, LAST_PART
        elif not is_institution((part,)):
            yield part, OTHER_PART


def _see_roles(text: _Text, where: str, best: Best) -> None:
    """See the roles that each sentence of a text has."""
    if not somebody_in(text.stems):
        return
    first = 0
    for _, group in groupby(text.ends):
        stems = text.stems[first : (after := first + len(list(group)))]
        for name, (start, end) in roles_in(stems):
            amount = _amount(where, first + start)
            _see(best, (name,), (where, text, first + start, first + end, ""), amount, amount)
        first = after


def _longest(stems: Stems, place: int, sizes: Iterable[int], lexicon: Lexicon) -> Stems:
    """The longest known phrase of these sizes that begins here; empty when there is none."""
    for size in sizes:
        phrase = stems[place : place + size]
        if phrase in lexicon.features:
            return phrase
    return ()


def _amount(where: str, place: int) -> float:
    if where == "name":
        return NAME
    if place < HEAD_WORDS:
        return HEAD
    return BODY if place < BODY_WORDS else TAIL
