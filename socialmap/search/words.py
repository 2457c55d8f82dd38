"""The words of a question: phrases, OF, -not and start*, and the place that is named in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from whoosh import query as whoosh_query
from whoosh.qparser import (
    OperatorsPlugin,
    PhrasePlugin,
    PrefixPlugin,
    QueryParser,
    WhitespacePlugin,
)

from socialmap.language.analysis import (
    MOST_CHARACTERS,
    Alternative,
    query_alternatives,
    query_words,
    stems,
)
from socialmap.language.compounds import read_words
from socialmap.language.spelling import Vocabulary
from socialmap.language.stems import stem
from socialmap.places.gazetteer import names, postcode_place
from socialmap.places.spelling import key, read_postcode

MOST_CLAUSES = 12
SHORTEST_PREFIX = 2
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


@dataclass(frozen=True, slots=True)
class Words:
    """What may stand for one typed word; the best alternative counts."""

    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that follow each other."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Terms that begin in one of these ways: as it was typed, and as its stem."""

    starts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these."""

    clauses: tuple[Clause, ...]


Clause = Words | Phrase | Prefix | AnyOf


@dataclass(frozen=True, slots=True)
class Wanted:
    """What listings should have, the more of `all` the better, and what none of them may have."""

    all: tuple[Clause, ...] = ()
    none: tuple[Clause, ...] = ()


@cache
def _parser() -> QueryParser:
    operators = OperatorsPlugin(
        And=None,
        AndNot=None,
        AndMaybe=None,
        Require=None,
        Or=r"(?<=\s)(OR|OF)(?=\s)",
        Not=r"(?<!\S)-(?=[^\s-])",
    )
    plugins = [WhitespacePlugin(), PhrasePlugin(), PrefixPlugin(), operators]
    return QueryParser("", None, plugins=plugins)


def read(text: str, vocabulary: Vocabulary | None = None) -> Wanted:
    """What a text asks for; any text gets an answer, at most MOST_CLAUSES clauses of each sort.

    With the vocabulary of the listings, words that none of them has are corrected.
    """
    text = " ".join(text[:MOST_CHARACTERS].split())
    if not any(sign in text for sign in ('"', "*", "-", " OF ", " OR ")):
        return Wanted(_of_words(text, vocabulary)[:MOST_CLAUSES])
    parsed = _parser().parse(text, normalize=False)
    wanted, unwanted = _of_all(list(_flat(parsed)), vocabulary)
    return Wanted(wanted[:MOST_CLAUSES], unwanted[:MOST_CLAUSES])


def _flat(node: Any) -> Iterator[Any]:
    """The parts of nested ands, in order."""
    if isinstance(node, whoosh_query.And):
        for part in node.subqueries:
            yield from _flat(part)
    else:
        yield node


def _of_all(
    nodes: Sequence[Any], vocabulary: Vocabulary | None
) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
    """The clauses that are wanted and those that are not; plain words are read together."""
    wanted: list[Clause] = []
    unwanted: list[Clause] = []
    words: list[str] = []
    for node in [*nodes, whoosh_query.NullQuery]:
        if isinstance(node, whoosh_query.Term):
            words.append(node.text)
            continue
        wanted.extend(_of_words(" ".join(words), vocabulary))
        words = []
        if isinstance(node, whoosh_query.Not):
            unwanted.extend(_plainly(node.query))
        else:
            wanted.extend(_of_node(node, vocabulary))
    return tuple(wanted), tuple(unwanted)


def _of_node(node: Any, vocabulary: Vocabulary | None) -> Iterator[Clause]:
    match node:
        case whoosh_query.Phrase():
            yield from _phrase(" ".join(node.words))
        case whoosh_query.Prefix():
            yield from _prefix(node.text)
        case whoosh_query.Or():
            each = [_of_all(list(_flat(part)), vocabulary)[0] for part in node.subqueries]
            found = tuple(clause for clauses in each for clause in clauses)[:MOST_CLAUSES]
            yield from (AnyOf(found),) if len(found) > 1 else found


def _of_words(text: str, vocabulary: Vocabulary | None) -> tuple[Clause, ...]:
    return tuple(map(Words, query_alternatives(query_words(text), vocabulary)))


def _phrase(text: str) -> Iterator[Clause]:
    terms = tuple(stems(text))
    if len(terms) == 1:
        yield Words((Alternative(terms, 1.0, "same"),))
    elif terms:
        yield Phrase(terms)


def _prefix(text: str) -> Iterator[Clause]:
    typed = query_words(text)
    if typed and len(typed[-1]) >= SHORTEST_PREFIX:
        yield Prefix(tuple(dict.fromkeys((typed[-1], stem(typed[-1])))))


def _plainly(node: Any) -> Iterator[Clause]:
    """What is not wanted, to the letter: nobody means the synonyms of it."""
    if isinstance(node, whoosh_query.Term):
        yield from _phrase(node.text)
    else:
        yield from _of_node(node, None)


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
    if len(words) > 1 and words[-1].casefold() in QUARTERS and key(name) not in names():
        words = words[:-1]
    return len(key(name)) > 2 and key(" ".join(words)) in names()


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
