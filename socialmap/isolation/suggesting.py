"""Which kind and audiences a listing seems to have, by the words of the taxonomies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from socialmap.isolation.lexicon import Phrase, kinds, phrase_of, rows
from socialmap.isolation.reading import TEXTS, Described, Found, text_words

# A kind that does not address what the words as a whole say is less likely meant.
OTHER_FORM = 0.4
LEAST = 0.5
EVERYONE = "everyone"


def suggested_kind(found: Sequence[Found], primary: str) -> str:
    """The kind that the words name most clearly; empty when none is named clearly enough."""
    named: dict[str, float] = {}
    for each in found:
        if each.feature.startswith("kind:"):
            code = each.feature.removeprefix("kind:")
            first = kinds()[code].forms[:1]
            named[code] = each.amount * (1 if first == (primary,) else OTHER_FORM)
    best = max(named, key=lambda code: named[code], default="")
    return best if named.get(best, 0) >= LEAST else ""


@cache
def _audiences() -> Mapping[Phrase, tuple[str, ...]]:
    """Per phrase the audiences that it names."""
    found: dict[Phrase, list[str]] = defaultdict(list)
    for row in rows("taxonomy", "audience.csv"):
        for text in (row["nl"], *row["aliases"].split("|")):
            if phrase := phrase_of(text):
                found[phrase].append(row["code"])
    return {phrase: tuple(codes) for phrase, codes in found.items()}


@cache
def _longest() -> Mapping[str, int]:
    """Per first word the length of the longest phrase that names an audience."""
    longest: dict[str, int] = {}
    for phrase in _audiences():
        longest[phrase[0]] = max(len(phrase), longest.get(phrase[0], 0))
    return longest


def _named(described: Described) -> Iterator[str]:
    longest = _longest()
    for where in TEXTS:
        stems = [word.stem for word in text_words(getattr(described, where))]
        for place, first in enumerate(stems):
            for size in range(1, min(longest.get(first, 0), len(stems) - place) + 1):
                yield from _audiences().get(tuple(stems[place : place + size]), ())


def suggested_audiences(described: Described) -> tuple[str, ...]:
    """The audiences that are named, in the order of the text; everyone only when alone."""
    named = tuple(dict.fromkeys(_named(described)))
    return tuple(code for code in named if code != EVERYONE) or named
