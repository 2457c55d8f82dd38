"""Who does what in a sentence: residents run a thing, people come to work, a shop sells.

A role is seen when somebody of its `who` stands near something of its `does` in one sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

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

    def found(self, stems: Stems) -> dict[str, list[Stretch]]:
        """Where the phrases of each role stand."""
        stretches: dict[str, list[Stretch]] = {}
        sizes, total = self.sizes, len(stems)
        for place, first in enumerate(stems):
            for size in sizes.get(first, ()):
                after = place + size
                if after < total and stems[after] == NOT:
                    continue
                for role in self.roles.get(stems[place:after], ()):
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


# The first sentence of a description is often the summary as well.
@lru_cache(maxsize=64)
def roles_in(stems: Stems) -> Sequence[tuple[str, Stretch]]:
    """The roles that a sentence has, each by its feature with the words in which it is seen."""
    everybody = _phrases("who").found(stems)
    actions = _phrases("does").found(stems) if everybody else {}
    roles = []
    for role, people in everybody.items():
        if pair := _nearest(people, actions.get(role, ())):
            who, does = pair
            roles.append((role_feature(role), (min(who[0], does[0]), max(who[1], does[1]))))
    return roles


def _nearest(people: Sequence[Stretch], actions: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The two with the fewest words between them, the first such; empty if none are near."""
    nearest = MOST_BETWEEN + 1, (0, 0), (0, 0)
    for who in people:
        for does in actions:
            between = (does[0] - who[1] if who[0] <= does[0] else who[0] - does[1]) - 1
            if 0 <= between <= nearest[0]:  # negative when they overlap
                nearest = min(nearest, (between, who, does))
    return nearest[1:] if nearest[0] <= MOST_BETWEEN else ()
