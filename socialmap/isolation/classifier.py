"""Which form of isolation a listing addresses, how sure that is, and the words that say so.

Pure: no database, no network, the same answer every time. The features of a listing
(`isolation.reading`) have log-odds per answer (`isolation.lexicon`); their sum is the answer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from socialmap.isolation.forms import ANSWERS, NONE, WEIGHTS, IsolationForm, default_weights
from socialmap.isolation.lexicon import Lexicon, Scores, kinds, lexicon
from socialmap.isolation.reading import Described, Found, read
from socialmap.isolation.suggesting import suggested_audiences, suggested_kind

__all__ = ["Classification", "Described", "Evidence", "classify"]

# Below this a person is asked: of the demo region half is wrong there, above it one in ten.
UNSURE_BELOW = 0.6
MOST_EVIDENCE = 8
LEAST_COUNTED = 0.2
# How slowly the weights of other forms fall with the odds against them; what is less is nothing.
SLOWLY, LEAST_WEIGHT = 2.5, 0.15
SECOND = WEIGHTS[1]
SETTINGS: Mapping[str, str] = {
    IsolationForm.INDIVIDUAL: "warm_place",
    IsolationForm.GROUP: "mild_work_setting",
    IsolationForm.SOCIETAL: "community_initiative",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the listing, where they stand, for which answer they speak, and how much.

    where: name, summary, description, kind or threshold; counted: in log-odds, 0.2 is a hint and
    2 nearly settles it.
    """

    phrase: str
    where: str
    form: str
    counted: float


@dataclass(frozen=True, slots=True)
class Classification:
    """What was concluded of a listing; weights and sureness are 0-1, primary a form or none.

    setting, kind, sphere, life_domains and audiences are suggestions, empty when nothing says so.
    """

    weights: Mapping[str, float]
    primary: str
    sureness: float
    unsure: bool
    evidence: tuple[Evidence, ...]
    setting: str
    kind: str
    sphere: str
    life_domains: tuple[str, ...]
    audiences: tuple[str, ...]


def classify(described: Described) -> Classification:
    """Say which forms of isolation a listing addresses, with the evidence."""
    known = lexicon()
    found = read(described, known)
    sums = _sums(found, known)
    chances = chances_of(sums) if found else {NONE: 1.0}
    evidence = _evidence(found, known)
    primary = max(chances, key=lambda answer: chances[answer])
    sureness = chances[primary] if found else 0.0
    kind = kinds().get(described.kind or suggested_kind(found, primary))
    return Classification(
        weights=_weights(sums, 1 - chances[NONE] if primary == NONE else 1.0, described.kind),
        primary=primary,
        sureness=round(sureness, 3),
        unsure=sureness < UNSURE_BELOW or not evidence,
        evidence=evidence,
        setting=kind.setting if kind else SETTINGS.get(primary, ""),
        kind=kind.code if kind else "",
        sphere=kind.sphere if kind else "",
        life_domains=kind.life_domains if kind else (),
        audiences=described.audiences or suggested_audiences(described),
    )


def _sums(found: Sequence[Found], known: Lexicon) -> list[float]:
    sums = list(known.bias)
    for each in found:
        for place, score in enumerate(known.scores[each.feature]):
            sums[place] += score * each.amount
    return sums


def chances_of(sums: Sequence[float]) -> dict[str, float]:
    """The chance of each answer, 0-1, by the sums of their log-odds."""
    top = max(sums)
    powers = [math.exp(each - top) for each in sums]
    total = sum(powers)
    return {str(answer): power / total for answer, power in zip(ANSWERS, powers, strict=True)}


def _weights(sums: Sequence[float], most: float, kind: str) -> dict[str, float]:
    """How much each form is addressed: `most` for the strongest, less with the odds against.

    What else a kind addresses holds for this listing too, also when its words do not say so.
    """
    top = max(sums[:-1])
    usual = default_weights(kinds()[kind].forms) if kind in kinds() else {}
    weights: dict[str, float] = {}
    for form, each in zip(IsolationForm, sums, strict=False):
        weight = round(most * math.exp((each - top) / SLOWLY), 2)
        weight = max(weight, min(usual.get(form, 0.0), SECOND))
        weights[str(form)] = weight if weight >= LEAST_WEIGHT else 0.0
    return weights


@lru_cache(maxsize=10_000)
def _speaks(scores: Scores) -> tuple[str, float]:
    """The answer that a feature speaks for, and by how much more than for the average one."""
    most = max(scores)
    return str(ANSWERS[scores.index(most)]), most - sum(scores) / len(scores)


def _evidence(found: Sequence[Found], known: Lexicon) -> tuple[Evidence, ...]:
    """What somebody wrote down in the lexicon; a word that was only learned explains nothing."""
    counted: dict[tuple[str, str, str], float] = {}
    for each in found:
        if each.feature not in known.leaning:
            continue
        form, points = _speaks(known.scores[each.feature])
        if points * each.amount >= LEAST_COUNTED:
            key = each.phrase, each.where, form
            counted[key] = counted.get(key, 0.0) + points * each.amount
    ranked = sorted(counted.items(), key=lambda pair: -pair[1])[:MOST_EVIDENCE]
    return tuple(Evidence(*key, round(value, 2)) for key, value in ranked)
