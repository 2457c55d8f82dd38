"""Does a room fit what an initiative looks for? Question by question; unknown is not no."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from socialmap.places.geometry import Point, metres_between
from socialmap.times.hours import parsed, spans

T = TypeVar("T")
# The shortest time for which a room is of use to a group.
SHORTEST = timedelta(hours=1)
WEEK = timedelta(days=7)


class Verdict(StrEnum):
    """Yes, no, or not known."""

    YES = "yes"
    UNKNOWN = "unknown"
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A room as it is compared with a wish; None or empty means not known.

    `people` is the number that it holds, `price` euro for a part of the day, `hours` in OSM
    syntax, `point` WGS84 (lon, lat).
    """

    point: Point | None
    people: int | None = None
    step_free: bool | None = None
    price: float | None = None
    hours: str = ""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """The room that an initiative looks for; None, False or empty means that it does not matter.

    `point` is WGS84 (lon, lat), `within` metres from it, `most_price` euro for a part of the day.
    """

    point: Point | None = None
    people: int | None = None
    step_free: bool = False
    most_price: float | None = None
    hours: str = ""
    within: int = 5_000


@dataclass(frozen=True)
class Fit:
    """How a room answers each question of a wish, by name, and how far away it is in metres."""

    answers: dict[str, Verdict]
    metres: float | None

    @property
    def possible(self) -> bool:
        """Whether no question is answered with no."""
        return Verdict.NO not in self.answers.values()

    @property
    def doubts(self) -> int:
        """The number of questions whose answer is not known."""
        return sum(answer is Verdict.UNKNOWN for answer in self.answers.values())


def fit(wish: Wish, offer: Offer, monday: datetime) -> Fit:
    """Compare a room with a wish; hours are compared in the week from `monday`, an aware moment."""
    metres = metres_between(wish.point, offer.point) if wish.point and offer.point else None
    answers: dict[str, Verdict | None] = {
        "distance": None if metres is None else _answer(metres <= wish.within),
        "people": _enough(wish.people, offer.people),
        "step_free": _answer(offer.step_free) if wish.step_free else None,
        "price": _affordable(wish.most_price, offer.price),
        "times": _overlap(wish.hours, offer.hours, monday),
    }
    return Fit({name: answer for name, answer in answers.items() if answer}, metres)


def best_first(fits: Iterable[tuple[T, Fit]]) -> list[tuple[T, Fit]]:
    """Sort what is possible: the fewest unknown answers first, then the nearest."""
    possible = [pair for pair in fits if pair[1].possible]
    return sorted(possible, key=lambda pair: (pair[1].doubts, pair[1].metres or 0))


def _answer(fact: bool | None) -> Verdict:
    return Verdict.UNKNOWN if fact is None else Verdict.YES if fact else Verdict.NO


def _enough(wanted: int | None, people: int | None) -> Verdict | None:
    if wanted is None:
        return None
    return _answer(None if people is None else people >= wanted)


def _affordable(most: float | None, price: float | None) -> Verdict | None:
    if most is None:
        return None
    return _answer(None if price is None else price <= most)


def _overlap(wanted: str, offered: str, monday: datetime) -> Verdict | None:
    """Whether both are open together for at least SHORTEST in the week from `monday`."""
    if parsed(wanted) is None:
        return None
    if parsed(offered) is None:
        return Verdict.UNKNOWN
    ours, theirs = (spans(hours, monday, monday + WEEK) for hours in (wanted, offered))
    return _answer(
        any(
            min(end, until) - max(start, begin) >= SHORTEST
            for start, end in ours
            for begin, until in theirs
        )
    )
