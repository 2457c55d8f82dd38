"""Own words of a platform: what they lead to, and the shipped words that it switched off."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

# The sort of a shipped word of the thesaurus. A shipped saying has that of its need: saying:debts.
THESAURUS = "thesaurus"
SAYING = "saying:"


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word or phrase that people type, and what it leads to.

    `synonyms` are words of listings, `needs` codes of shipped needs, `coded` values of facets of
    the search, such as ("vorm", "walking_group"). `code` is that of the need which the coded
    values make together, and `name` what residents read of it.
    """

    phrase: str
    synonyms: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    coded: tuple[tuple[str, str], ...] = ()
    code: str = ""
    name: str = ""


@dataclass(frozen=True, eq=False)
class OwnWords:
    """The own words of a platform at one moment; `number` is that of their latest change.

    `off` has the sort and the text of each shipped word that is switched off. Own words are equal
    to themselves alone, so that they can be the key of a cache.
    """

    number: int = 0
    words: tuple[OwnWord, ...] = ()
    off: frozenset[tuple[str, str]] = frozenset()


NONE = OwnWords()
_in_use: ContextVar[OwnWords] = ContextVar("own_words", default=NONE)


def in_use() -> OwnWords:
    """The own words by which this thread reads questions."""
    return _in_use.get()


def use(own: OwnWords) -> None:
    """Let this thread read questions by these own words from now on."""
    _in_use.set(own)
