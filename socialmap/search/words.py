"""Parse the words of a query: phrases, OF, -not and start*."""

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
from socialmap.language.spelling import Vocabulary
from socialmap.language.stems import stem

MOST_CLAUSES = 12
SHORTEST_PREFIX = 2


@dataclass(frozen=True, slots=True)
class Words:
    """The alternatives of one typed word; the best one counts."""

    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that must follow each other."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Terms that begin with one of these: the start as typed, or its stem."""

    starts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Clauses of which at least one must match."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """A value of a facet: listings of this kind, for this audience, with this fact."""

    facet: str
    code: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What answers a need: clauses, each with how well it does (0-1).

    `weight` is that of the need beside the words that were typed.
    """

    parts: tuple[tuple[Clause, float], ...]
    weight: float


Clause = Words | Phrase | Prefix | AnyOf | Coded | Answers


@dataclass(frozen=True, slots=True)
class Wanted:
    """The clauses that listings should have (`all`), and those that they may not have (`none`).

    `needs` are what the words were understood to mean: they count less than the words themselves.
    """

    all: tuple[Clause, ...] = ()
    none: tuple[Clause, ...] = ()
    needs: tuple[Answers, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is a clause or a need that listings can have."""
        return bool(self.all or self.needs)


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


def parse_words(text: str, vocabulary: Vocabulary | None = None) -> Wanted:
    """The clauses of a text, at most MOST_CLAUSES wanted and unwanted ones; never an error.

    With the vocabulary of the listings, words that no listing has are corrected.
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
    """The wanted and the unwanted clauses; adjoining plain words are analysed together."""
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
            unwanted.extend(_literal(node.query))
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
            parts = [_of_all(list(_flat(part)), vocabulary)[0] for part in node.subqueries]
            clauses = tuple(clause for part in parts for clause in part)[:MOST_CLAUSES]
            yield from (AnyOf(clauses),) if len(clauses) > 1 else clauses


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


def _literal(node: Any) -> Iterator[Clause]:
    """An unwanted part as it was typed: its synonyms are not excluded."""
    if isinstance(node, whoosh_query.Term):
        yield from _phrase(node.text)
    else:
        yield from _of_node(node, None)
