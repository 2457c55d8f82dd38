"""What was understood from the words of a query, as chips that a person can take away."""

from __future__ import annotations

from dataclasses import dataclass

from socialmap.language.spelling import Vocabulary
from socialmap.search.query import SearchQuery
from socialmap.search.words import Answers, Clause


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that the words of a query were understood to mean, which a person can take away.

    `kind` says what was understood, `code` which one of that kind, and `words` are the typed words
    that it was read from. It is not `sure` when the words are only a little near to it.
    """

    kind: str
    code: str
    words: str
    sure: bool = True

    @property
    def key(self) -> str:
        """The value in the address of a query from which this chip was taken away."""
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as it was understood: in `query` its words have become filters, a place, a moment.

    `chips` say what was read from the words, and `needs` what answers it: each with its weight
    beside the words. `doors` are pages of the site that may help better. Listings with a clause of
    `less` sink, and those with one of `better` rise; those with one of `without` say to be free of
    what is not wanted, so that they answer the words. `instead` is what listings must have in place
    of the words; None when the words themselves are searched.
    `vocabulary` has the words of the listings, and `areas` the names (keys) of the loaded areas.
    """

    query: SearchQuery
    chips: tuple[Chip, ...] = ()
    needs: tuple[Answers, ...] = ()
    doors: tuple[str, ...] = ()
    less: tuple[Clause, ...] = ()
    better: tuple[Clause, ...] = ()
    without: tuple[Clause, ...] = ()
    instead: Clause | None = None
    vocabulary: Vocabulary | None = None
    areas: frozenset[str] = frozenset()
