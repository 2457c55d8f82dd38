"""Which form of isolation a listing addresses, how sure that is, and the words that say so.

Pure: no database, no network, the same answer every time. `classify` adds up what the lexicon
(`isolation.lexicon`) counts for the phrases of a listing, and turns the sums into probabilities.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from socialmap.isolation.forms import ANSWERS, NONE, IsolationForm
from socialmap.isolation.lexicon import Scores, kind_feature, kinds, lexicon
from socialmap.isolation.reading import Found, found_in

UNSURE_BELOW = 0.6
MOST_EVIDENCE = 8
BIAS: Scores = (0.0, 0.0, 0.6, -0.2)
# Divides the sums: the larger, the less sure.
TEMPERATURE = 1.5
GIVEN_KIND = 2.5
THRESHOLD_SCORE = 0.5
SETTINGS: dict[str, str] = {
    IsolationForm.INDIVIDUAL: "warm_place",
    IsolationForm.GROUP: "mild_work_setting",
    IsolationForm.SOCIETAL: "community_initiative",
}


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of a listing; kind is a code of the taxonomy or empty, None is unknown."""

    name: str
    summary: str = ""
    description: str = ""
    kind: str = ""
    walk_in: bool | None = None
    met_at_door: bool | None = None
    companion_welcome: bool | None = None
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the listing, where they stand, for which form they speak, and how much."""

    phrase: str
    where: str
    form: str
    counted: float


@dataclass(frozen=True, slots=True)
class Classification:
    """What was concluded of a listing; weights and sureness are 0-1.

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
    found = _strongest(_found(described))
    sums = _sums(found)
    chances = _chances(sums)
    primary = max(ANSWERS, key=lambda answer: chances[answer]) if found else NONE
    sureness = chances[primary] if found else 0.0
    top = max(chances.values())
    kind = described.kind or _kind(found)
    return Classification(
        weights={form: round(chances[form] / top, 2) if found else 0.0 for form in IsolationForm},
        primary=str(primary),
        sureness=round(sureness, 3),
        unsure=sureness < UNSURE_BELOW,
        evidence=_evidence(found),
        setting=kinds()[kind].setting if kind in kinds() else SETTINGS.get(primary, ""),
        kind=kind,
        sphere="",
        life_domains=(),
        audiences=described.audiences,
    )


def _found(described: Described) -> Iterable[Found]:
    if described.kind in kinds():
        name = kinds()[described.kind].name
        yield Found(kind_feature(described.kind), name, "kind", GIVEN_KIND)
    for where in ("name", "summary", "description"):
        yield from found_in(getattr(described, where), where, lexicon())


def _strongest(found: Iterable[Found]) -> list[Found]:
    """Each feature once, where it counts most."""
    best: dict[str, Found] = {}
    for each in found:
        if each.feature not in best or each.amount > best[each.feature].amount:
            best[each.feature] = each
    return list(best.values())


def _sums(found: Sequence[Found]) -> list[float]:
    sums = list(BIAS)
    for each in found:
        for place, score in enumerate(lexicon().scores[each.feature]):
            sums[place] += score * each.amount
    return sums


def _chances(sums: Sequence[float]) -> dict[str, float]:
    top = max(sums)
    powers = [math.exp((each - top) / TEMPERATURE) for each in sums]
    return {answer: power / sum(powers) for answer, power in zip(ANSWERS, powers, strict=True)}


def _kind(found: Sequence[Found]) -> str:
    """The kind that the words name most clearly."""
    named = [each for each in found if each.feature.startswith("kind:")]
    best = max(named, key=lambda each: each.amount, default=None)
    return best.feature.removeprefix("kind:") if best else ""


def _evidence(found: Sequence[Found]) -> tuple[Evidence, ...]:
    counted: dict[tuple[str, str, str], float] = {}
    for each in found:
        scores = lexicon().scores[each.feature]
        place = max(range(len(ANSWERS)), key=lambda place: scores[place])
        key = each.phrase, each.where, str(ANSWERS[place])
        counted[key] = counted.get(key, 0.0) + scores[place] * each.amount
    ranked = sorted(counted.items(), key=lambda pair: -pair[1])[:MOST_EVIDENCE]
    return tuple(Evidence(*key, round(value, 2)) for key, value in ranked if value > 0)
