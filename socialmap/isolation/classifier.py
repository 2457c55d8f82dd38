"""Classify a listing: the forms of isolation that it addresses, how surely, and by which words.

Pure: no database, no network, the same answer every time. The features of a listing
(`isolation.reading`) have log-odds per answer (`isolation.lexicon`), which are added up.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from socialmap.isolation.forms import ANSWERS, NONE, WEIGHTS, IsolationForm, default_weights
from socialmap.isolation.lexicon import Lexicon, LogOdds, kinds, lexicon
from socialmap.isolation.reading import Described, Feature, features_of
from socialmap.isolation.suggesting import suggested_audiences, suggested_kind

__all__ = ["Classification", "Described", "Evidence", "classify"]

# Below this a person decides: in the demo region half of those are wrong, above it one in ten.
UNSURE_BELOW = 0.6
MOST_EVIDENCE = 8
LEAST_COUNTED = 0.2
# The weights of other forms fall with the log-odds against them, divided by SLOWLY; a weight
# below LEAST_WEIGHT is 0.
SLOWLY, LEAST_WEIGHT = 2.5, 0.15
SECOND = WEIGHTS[1]
SETTINGS: Mapping[str, str] = {
    IsolationForm.INDIVIDUAL: "warm_place",
    IsolationForm.GROUP: "mild_work_setting",
    IsolationForm.SOCIETAL: "community_initiative",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A phrase of the listing, and the form (or none) that it speaks for.

    where: name, summary, description, kind or threshold; counted: its log-odds, of which 0.2 is a
    hint and 2 nearly settles it.
    """

    phrase: str
    where: str
    form: str
    counted: float


@dataclass(frozen=True, slots=True)
class Classification:
    """The conclusion about a listing; weights and sureness are 0-1, primary is a form or none.

    setting, kind, sphere, life_domains and audiences are suggestions; empty without evidence.
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
    """The forms of isolation that a listing addresses, with the evidence."""
    weighted = lexicon()
    features = features_of(described, weighted)
    sums = _sums(features, weighted)
    chances = chances_of(sums, weighted.sharpness) if features else {NONE: 1.0}
    evidence = _evidence(features, weighted)
    primary = max(chances, key=lambda answer: chances[answer])
    sureness = chances[primary] if features else 0.0
    kind = kinds().get(described.kind or suggested_kind(features, primary))
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


def _sums(features: Sequence[Feature], weighted: Lexicon) -> list[float]:
    societal, group, individual, none = weighted.bias
    for name, _, _, amount in features:
        scores = weighted.scores[name]
        societal += scores[0] * amount
        group += scores[1] * amount
        individual += scores[2] * amount
        none += scores[3] * amount
    return [societal, group, individual, none]


def chances_of(sums: Sequence[float], sharpness: float) -> dict[str, float]:
    """The probability of each answer (0-1) from the sums of their log-odds."""
    top = max(sums)
    powers = [math.exp(sharpness * (log_odds - top)) for log_odds in sums]
    total = sum(powers)
    return {str(answer): power / total for answer, power in zip(ANSWERS, powers, strict=True)}


def _weights(sums: Sequence[float], most: float, kind: str) -> dict[str, float]:
    """The weight of each form: `most` for the strongest, less for those with lower log-odds.

    The other forms of the kind get some weight too, even when no word of the listing says so.
    """
    top = max(sums[:-1])
    usual = default_weights(kinds()[kind].forms) if kind in kinds() else {}
    weights: dict[str, float] = {}
    for form, log_odds in zip(IsolationForm, sums, strict=False):
        weight = round(most * math.exp((log_odds - top) / SLOWLY), 2)
        weight = max(weight, min(usual.get(form, 0.0), SECOND))
        weights[str(form)] = weight if weight >= LEAST_WEIGHT else 0.0
    return weights


@lru_cache(maxsize=10_000)
def _strongest(scores: LogOdds) -> tuple[str, float]:
    """The answer with the highest score of a feature, and how far that is above the mean."""
    most = max(scores)
    return str(ANSWERS[scores.index(most)]), most - sum(scores) / len(scores)


def _evidence(features: Sequence[Feature], weighted: Lexicon) -> tuple[Evidence, ...]:
    """The strongest phrases of the written lexicon; a learned word explains nothing to people."""
    counted: dict[tuple[str, str, str], float] = {}
    for name, phrase, where, amount in features:
        if name not in weighted.leaning:
            continue
        form, points = _strongest(weighted.scores[name])
        if points * amount >= LEAST_COUNTED:
            key = phrase, where, form
            counted[key] = counted.get(key, 0.0) + points * amount
    ranked = sorted(counted.items(), key=lambda pair: -pair[1])[:MOST_EVIDENCE]
    return tuple(Evidence(*key, round(value, 2)) for key, value in ranked)
