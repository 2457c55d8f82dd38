"""Parse the words of a query: phrases, OF, -not and start*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import log
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
    Rarity,
    heads,
    query_alternatives,
    query_words,
    stems,
)
from socialmap.language.elsewhere import modifiers
from socialmap.language.needs import Need
from socialmap.language.spelling import Vocabulary
from socialmap.language.stems import stem

MOST_CLAUSES = 12
SHORTEST_PREFIX = 2
# Alternatives that are a way to write the typed word.
WRITTEN = ("same", "joined", "spelling")
# The weight of a need from which it is understood well enough to be a reason of its own.
UNDERSTOOD = 0.9
# The rarity of a term that one in twenty listings has.
RARE = log(1 + 20)


@dataclass(frozen=True, slots=True)
class Words:
    """The alternatives of one typed word; the best one counts."""

    alternatives: tuple[Alternative, ...]

    @property
    def typed(self) -> str:
        """The stem of the word itself; "" for a phrase."""
        same = (one.terms[0] for one in self.alternatives if one.reason == "same")
        return next(same, "")

    def __hash__(self) -> int:
        """A hash of the best alternatives, which tell the words apart: it is asked often."""
        return hash(self.alternatives[:2])


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

    `weight` is that of the need beside the words that were typed. The parts follow from the need.
    """

    need: Need
    parts: tuple[tuple[Clause, float], ...] = field(compare=False)
    weight: float


Clause = Words | Phrase | Prefix | AnyOf | Coded | Answers


def is_written(alternative: Alternative) -> bool:
    """Whether an alternative is the typed word in a way to write it, or all its parts."""
    parts = alternative.reason == "compound" and len(alternative.terms) > 1
    return alternative.reason in WRITTEN or parts


def is_telling(clause: Clause) -> bool:
    """Whether a clause says what is looked for, not only for whom, when or how it is done."""
    return not isinstance(clause, Words) or clause.typed not in modifiers() | heads()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The clauses that listings should have (`all`), and those that they may not have (`none`).

    `needs` are what the words were understood to mean: they count less than the words themselves.
    `rare` is the rarest word as it was typed: a listing that has it counts also without the others.
    Listings with a clause of `less` sink; those with one of `better` rise, but need not have it.
    Those with one of `without`, which say to be free of what is not wanted, need no other word.
    """

    all: tuple[Clause, ...] = ()
    none: tuple[Clause, ...] = ()
    rare: Clause | None = None
    less: tuple[Clause, ...] = ()
    better: tuple[Clause, ...] = ()
    without: tuple[Clause, ...] = ()
    needs: tuple[Answers, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether a need was understood so well that what answers it fits without the words."""
        return any(need.weight >= UNDERSTOOD for need in self.needs)

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


def parse_words(
    text: str, vocabulary: Vocabulary | None = None, rarity: Rarity | None = None
) -> Wanted:
    """The clauses of a text, at most MOST_CLAUSES wanted and unwanted ones; never an error.

    With the vocabulary of the listings, words that no listing has are corrected; with the rarity of
    terms among them, no synonym outweighs what was typed by being rare.
    """
    text = " ".join(text[:MOST_CHARACTERS].split())
    if not any(sign in text for sign in ('"', "*", "-", " OF ", " OR ")):
        plain = _of_words(text, vocabulary, rarity)[:MOST_CLAUSES]
        return Wanted(plain, rare=_rarest(plain, vocabulary, rarity))
    parsed = _parser().parse(text, normalize=False)
    wanted, unwanted = _of_all(list(_flat(parsed)), vocabulary, rarity)
    wanted, unwanted = wanted[:MOST_CLAUSES], unwanted[:MOST_CLAUSES]
    return Wanted(wanted, unwanted, rare=_rarest(wanted, vocabulary, rarity))


def _rarest(
    clauses: Sequence[Clause], vocabulary: Vocabulary | None, rarity: Rarity | None
) -> Clause | None:
    """The rarest of several words that listings have as it was typed, if it is rare enough."""
    if len(clauses) < 2 or vocabulary is None or rarity is None:
        return None
    typed = [
        clause.alternatives[0].terms
        for clause in clauses
        if isinstance(clause, Words) and clause.alternatives[0].reason == "same"
    ]
    known = [(rarity(term), term) for (term,) in typed if term in vocabulary.known]
    rare, term = max(known, default=(0.0, ""))
    return Words((Alternative((term,), 1.0, "same"),)) if rare > RARE else None


def _flat(node: Any) -> Iterator[Any]:
    """The parts of nested ands, in order."""
    if isinstance(node, whoosh_query.And):
        for part in node.subqueries:
            yield from _flat(part)
    else:
        yield node


def _of_all(
    nodes: Sequence[Any], vocabulary: Vocabulary | None, rarity: Rarity | None
) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
    """The wanted and the unwanted clauses; adjoining plain words are analysed together."""
    wanted: list[Clause] = []
    unwanted: list[Clause] = []
    words: list[str] = []
    for node in [*nodes, whoosh_query.NullQuery]:
        if isinstance(node, whoosh_query.Term):
            words.append(node.text)
            continue
        wanted.extend(_of_words(" ".join(words), vocabulary, rarity))
        words = []
        if isinstance(node, whoosh_query.Not):
            unwanted.extend(_literal(node.query))
        else:
            wanted.extend(_of_node(node, vocabulary, rarity))
    return tuple(wanted), tuple(unwanted)


def _of_node(node: Any, vocabulary: Vocabulary | None, rarity: Rarity | None) -> Iterator[Clause]:
    match node:
        case whoosh_query.Phrase():
            yield from _phrase(" ".join(node.words))
        case whoosh_query.Prefix():
            yield from _prefix(node.text)
        case whoosh_query.Or():
            parts = [_of_all(list(_flat(part)), vocabulary, rarity)[0] for part in node.subqueries]
            clauses = tuple(clause for part in parts for clause in part)[:MOST_CLAUSES]
            yield from (AnyOf(clauses),) if len(clauses) > 1 else clauses


def _of_words(
    text: str, vocabulary: Vocabulary | None, rarity: Rarity | None
) -> tuple[Clause, ...]:
    return tuple(map(Words, query_alternatives(query_words(text), vocabulary, rarity)))


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
        yield from _of_node(node, None, None)
