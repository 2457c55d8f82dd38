"""Suggest the kind and audiences of a listing from the words of the taxonomies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from socialmap.isolation.lexicon import data_rows, kinds, phrase_of
from socialmap.isolation.reading import TEXTS, Described, Feature, text_stems
from socialmap.language.stems import Stems

# A kind counts less when its first form is not the primary form of the listing.
OTHER_FORM = 0.4
LEAST_AMOUNT = 0.5
EVERYONE = "everyone"


def suggested_kind(features: Sequence[Feature], primary: str) -> str:
    """The code of the kind that the words name most clearly; empty when none is clear enough."""
    named: dict[str, float] = {}
    for feature in features:
        if feature.name.startswith("kind:"):
            code = feature.name.removeprefix("kind:")
            first = kinds()[code].forms[:1]
            named[code] = feature.amount * (1 if first == (primary,) else OTHER_FORM)
    best = max(named, key=lambda code: named[code], default="")
    return best if named.get(best, 0) >= LEAST_AMOUNT else ""


@cache
def _audiences() -> Mapping[Stems, tuple[str, ...]]:
    """Per phrase the codes of the audiences that it names."""
    audiences: dict[Stems, list[str]] = defaultdict(list)
    for row in data_rows("taxonomy", "audience.csv"):
        for text in (row["nl"], *row["aliases"].split("|")):
            if phrase := phrase_of(text):
                audiences[phrase].append(row["code"])
    return {phrase: tuple(codes) for phrase, codes in audiences.items()}


@cache
def _longest() -> Mapping[str, int]:
    """Per first stem the length of the longest phrase that names an audience."""
    longest: dict[str, int] = {}
    for phrase in _audiences():
        longest[phrase[0]] = max(len(phrase), longest.get(phrase[0], 0))
    return longest


def _named(described: Described) -> Iterator[str]:
    longest, audiences = _longest(), _audiences()
    for where in TEXTS:
        stems = text_stems(getattr(described, where))
        for place, first in enumerate(stems):
            if first in longest:
                for size in range(1, min(longest[first], len(stems) - place) + 1):
                    yield from audiences.get(stems[place : place + size], ())


def suggested_audiences(described: Described) -> tuple[str, ...]:
    """The audiences that the texts name, in their order; everyone only when there is no other."""
    named = tuple(dict.fromkeys(_named(described)))
    return tuple(code for code in named if code != EVERYONE) or named
