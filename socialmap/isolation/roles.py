"""Who does what in a sentence: residents run a thing, people come to work, a shop sells.

A role is seen when somebody of its `who` stands near something of its `does` in one sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from socialmap.isolation.lexicon import data_rows, phrase_of, role_feature
from socialmap.language.stems import Stems

# The most words between who and does.
MOST_BETWEEN = 7
# What comes before this word is denied: "die zelf niet meer fietsen" do nothing themselves.
NOT = "niet"

# The words from the first to the last of a phrase.
Stretch = tuple[int, int]


@dataclass(frozen=True)
class _Phrases:
    """The roles of phrases; `sizes` has the lengths of those that begin with a stem."""

    roles: Mapping[Stems, tuple[str, ...]]
    sizes: Mapping[str, frozenset[int]]

    def found(self, stems: Sequence[str]) -> dict[str, list[Stretch]]:
        """Where the phrases of each role stand."""
        stretches: dict[str, list[Stretch]] = {}
        total = len(stems)
        for place, first in enumerate(stems):
            if first not in self.sizes:
                continue
            for size in self.sizes[first]:
                after = place + size
                if after < total and stems[after] == NOT:
                    continue
                for role in self.roles.get(tuple(stems[place:after]), ()):
                    stretches.setdefault(role, []).append((place, after - 1))
        return stretches


@cache
def _phrases(column: str) -> _Phrases:
    roles: dict[Stems, dict[str, None]] = {}
    for row in data_rows("isolation", "roles.csv"):
        for text in row[column].split("|"):
            roles.setdefault(phrase_of(text), {})[row["role"]] = None
    sizes: dict[str, set[int]] = {}
    for phrase in roles:
        sizes.setdefault(phrase[0], set()).add(len(phrase))
    return _Phrases(
        {phrase: tuple(codes) for phrase, codes in roles.items()},
        {first: frozenset(lengths) for first, lengths in sizes.items()},
    )


def somebody_in(stems: Sequence[str]) -> bool:
    """Whether a word can be the beginning of somebody who has a role."""
    return not _phrases("who").sizes.keys().isdisjoint(stems)


def roles_in(stems: Sequence[str]) -> Iterator[tuple[str, Stretch]]:
    """The roles that a sentence has, each by its feature with the words in which it is seen."""
    everybody = _phrases("who").found(stems)
    actions = _phrases("does").found(stems) if everybody else {}
    for role, people in everybody.items():
        near = [
            (between, (who, does))
            for who in people
            for does in actions.get(role, ())
            if 0 <= (between := _between(who, does)) <= MOST_BETWEEN
        ]
        if near:
            who, does = min(near)[1]
            yield role_feature(role), (min(who[0], does[0]), max(who[1], does[1]))


def _between(one: Stretch, other: Stretch) -> int:
    """The number of words between two stretches; negative when they overlap."""
    return max(one[0], other[0]) - min(one[1], other[1]) - 1
