"""Turn text into the terms by which words are compared, the same for listings and queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from socialmap.language.ages import audience_of, is_age
from socialmap.language.compounds import read_words, split
from socialmap.language.spelling import Vocabulary, corrections
from socialmap.language.stems import Stems, base, stem
from socialmap.language.synonyms import (
    KnownPhrase,
    known_phrases,
    meanings_of,
    meanings_of_stems,
    single_words,
)
from socialmap.language.tokens import STOP_WORDS, content_words, words

MOST_CHARACTERS = 300  # of a query that are read
MOST_WORDS = 30  # of a query that are read, stop words included
LONGEST_WORD = 40
# In a listing: a part of a compound says less than the word itself.
PART_WEIGHT = 0.5
# In a query: what may stand for a word that was typed.
PARTS_WEIGHT = 0.8  # all parts of a compound
LAST_PART_WEIGHT = 0.4  # the part that says what it is
FIRST_PART_WEIGHT = 0.3
# Of a compound that ends in a word for how things are done, the parts before it say what is done:
# a rouwgroep is about rouw, more than it is a groep.
SUBJECT_WEIGHT = 0.6
HEAD_WEIGHT = 0.2
SOME_PARTS_WEIGHT = 0.5  # two parts next to each other, of three or more
SPELLING_WEIGHT = {1: 0.8, 2: 0.6}
# A word that means something else in the phrase in which it was typed: war in in de war.
IN_PHRASE_WEIGHT = 0.4
# The weight of a synonym in the thesaurus counts for this much: less than what was typed.
SYNONYM_WEIGHT = 0.75
NEED_WEIGHT = 0.7  # when it was said in several words
AGE_WEIGHT = 0.4  # of the people who are called so at an age

# How much a term says (0 and above): the fewer listings have it, the more.
Rarity = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that together may stand for a word of a query, how well they do (0-1), and why."""

    terms: tuple[str, ...]
    weight: float
    reason: Literal["same", "compound", "joined", "synonym", "spelling"]


@cache
def query_stop_words() -> frozenset[str]:
    """Words that people type in a query but that say nothing about what they look for."""
    return frozenset(read_words("query_stop_words.txt"))


@cache
def common_words() -> frozenset[str]:
    """The stems of frequent words: when one is typed, it is not a misspelling."""
    return frozenset(read_words("common.txt"))


@cache
def heads() -> frozenset[str]:
    """The stems of last parts that say how something is done, not what: groep, cursus, middag."""
    return frozenset(map(stem, read_words("heads.txt")))


def is_known_word(word: str) -> bool:
    """Whether a folded word is a frequent word, or one that the thesaurus has."""
    return stem(word) in common_words() or word in single_words().known


def stems(text: str) -> list[str]:
    """The stems of the words of a text, in order, without stop words and single letters."""
    return [stem(word) for word in content_words(text)]


@lru_cache(maxsize=100_000)
def word_terms(word: str) -> tuple[tuple[str, float], ...]:
    """The terms of one word with their weights: its stem, and those of its parts."""
    word = word[:LONGEST_WORD]
    whole = stem(word)
    if word.isdigit():
        return ((whole, 1.0),)
    parts = dict.fromkeys(stem(part) for part in split(base(word)))
    return ((whole, 1.0), *((part, PART_WEIGHT) for part in parts if part != whole))


def query_words(text: str) -> list[str]:
    """The words of a query up to the limits, stop words included: synonyms may be phrases."""
    return [word[:LONGEST_WORD] for word in words(text[:MOST_CHARACTERS])][:MOST_WORDS]


def query_alternatives(
    typed: Sequence[str], vocabulary: Vocabulary | None = None, rarity: Rarity | None = None
) -> list[tuple[Alternative, ...]]:
    """For each word of a query that carries meaning, its alternatives, the best first.

    `typed` are the folded words in order, stop words included. With the `vocabulary` of the
    listings, a word that no listing has is corrected; with the `rarity` of terms among them, a
    synonym that is rarer than the typed word weighs no more than that word.
    """
    typed = typed[:MOST_WORDS]
    phrases = known_phrases(typed)
    wanted = {place for place, word in enumerate(typed) if _has_meaning(word)}
    # A phrase may have a meaning as a whole when none of its words has one by itself.
    whole = {phrase.places[0] for phrase in phrases if wanted.isdisjoint(phrase.places)}
    if not wanted | whole:
        wanted = {place for place, word in enumerate(typed) if _is_content(word)}
    phrase_at = {place: phrase for phrase in phrases for place in phrase.places}
    unique: dict[tuple[Alternative, ...], None] = {}
    for place in sorted(wanted | whole):
        if place not in phrase_at and is_age(typed, place):
            alternatives = [*_of_age(typed[place])]
        else:
            phrase = phrase_at.get(place)
            own = [*_as_typed(typed, place, phrase)] if place in wanted else []
            said = [typed[each] for each in phrase.places if each in wanted] if phrase else []
            meant = [*(_synonyms(phrase) if phrase else _meant_by_subject(typed[place]))]
            if rarity and own and phrase and not phrase.exact:
                meant = [*_capped(meant, max(map(rarity, map(stem, said))), rarity)]
            alternatives = own + meant
            if vocabulary:
                alternatives += _corrected(typed[place], alternatives, vocabulary, rarity)
        unique.setdefault(_best(alternatives))
    unique.pop((), None)
    return list(unique)


def _as_typed(
    typed: Sequence[str], place: int, phrase: KnownPhrase | None
) -> Iterator[Alternative]:
    """A word and its compounds; they weigh less in a phrase in which it means something else."""
    share = IN_PHRASE_WEIGHT if phrase and phrase.exact else 1.0
    for each in (*_of_word(typed[place]), *_joined(typed, place)):
        yield replace(each, weight=each.weight * share)


def _capped(meant: Sequence[Alternative], most: float, rarity: Rarity) -> Iterator[Alternative]:
    """The alternatives, of which those that are rarer than `most` weigh less by as much."""
    for alternative in meant:
        rare = sum(map(rarity, alternative.terms)) / len(alternative.terms)
        if rare > most:
            alternative = replace(alternative, weight=alternative.weight * (most / rare))
        yield alternative


def _is_content(word: str) -> bool:
    return len(word) > 1 and word not in STOP_WORDS


def _has_meaning(word: str) -> bool:
    return _is_content(word) and word not in query_stop_words()


def _of_word(word: str) -> Iterator[Alternative]:
    yield Alternative((stem(word),), 1.0, "same")
    parts = _parts_of(word)
    if len(parts) < 2:
        return
    yield Alternative(parts, PARTS_WEIGHT, "compound")
    for pair in pairwise(parts) if len(parts) > 2 else ():
        yield Alternative(pair, SOME_PARTS_WEIGHT, "compound")
    subject = _subject(parts)
    if subject == parts:
        yield Alternative(parts[-1:], LAST_PART_WEIGHT, "compound")
        yield Alternative(parts[:1], FIRST_PART_WEIGHT, "compound")
    else:
        yield Alternative(subject, SUBJECT_WEIGHT, "compound")
        yield Alternative(parts[-1:], HEAD_WEIGHT, "compound")


def _of_age(word: str) -> Iterator[Alternative]:
    """The people who are called so at an age."""
    if audience := audience_of(word):
        yield Alternative((stem(audience),), AGE_WEIGHT, "synonym")


def _parts_of(word: str) -> Stems:
    parts = tuple(dict.fromkeys(stem(part) for part in split(base(word))))
    return () if stem(word) in parts else parts


def _subject(parts: Stems) -> Stems:
    """The parts before those at the end that only say how something is done."""
    while len(parts) > 1 and parts[-1] in heads():
        parts = parts[:-1]
    return parts


def _meant_by_subject(word: str) -> Iterator[Alternative]:
    """What the subject of a compound means: a formulierencursus is about papieren."""
    parts = _parts_of(word)
    subject = _subject(parts)
    for meaning in meanings_of_stems(subject) if len(subject) < len(parts) else ():
        weight = meaning.weight * SYNONYM_WEIGHT * SUBJECT_WEIGHT
        yield Alternative(meaning.terms, weight, "synonym")


def _joined(typed: Sequence[str], place: int) -> Iterator[Alternative]:
    """Compounds of a word and its neighbour: kook groep is kookgroep."""
    for first in (place - 1, place):
        pair = typed[max(first, 0) : first + 2]
        if len(pair) == 2 and all(map(_has_meaning, pair)):
            yield Alternative((stem("".join(pair)),), 1.0, "joined")


def _synonyms(phrase: KnownPhrase) -> Iterator[Alternative]:
    share = NEED_WEIGHT if len(phrase.places) > 1 else SYNONYM_WEIGHT
    for meaning in phrase.meanings:
        yield Alternative(meaning.terms, meaning.weight * share, "synonym")


def _corrected(
    word: str,
    others: Sequence[Alternative],
    vocabulary: Vocabulary,
    rarity: Rarity | None,
) -> Iterator[Alternative]:
    """What a word that no listing has may be a misspelling of, and the synonyms of that.

    When listings have one of the `others` (a compound or synonym of the word), a correction may
    differ in one place only. A common word is no misspelling: it may only stand for a word with
    another ending.
    """
    typed = stem(word)
    if typed in vocabulary.known:
        return
    is_word = typed in common_words()
    has_other = any(vocabulary.known.issuperset(other.terms) for other in others)
    most = 1 if has_other else 2
    for term, distance in corrections(typed, vocabulary)[:3]:
        ending = term.startswith(typed) or typed.startswith(term)
        if distance <= most and (ending or not is_word):
            yield Alternative((term,), SPELLING_WEIGHT[distance], "spelling")
    if not has_other and not is_word:
        for corrected, distance in corrections(word, single_words())[:1]:
            yield Alternative((stem(corrected),), SPELLING_WEIGHT[distance], "spelling")
            share = SYNONYM_WEIGHT * SPELLING_WEIGHT[distance]
            meant = [
                Alternative(meaning.terms, meaning.weight * share, "spelling")
                for meaning in meanings_of(corrected)
            ]
            yield from _capped(meant, rarity(stem(corrected)), rarity) if rarity else meant


def _best(alternatives: Sequence[Alternative]) -> tuple[Alternative, ...]:
    """Each set of terms once, with its highest weight, the heaviest first."""
    heaviest: dict[frozenset[str], Alternative] = {}
    for alternative in sorted(alternatives, key=lambda alternative: -alternative.weight):
        heaviest.setdefault(frozenset(alternative.terms), alternative)
    return tuple(heaviest.values())
