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
# Shorter than this a room is of no use to a group.
SHORTEST = timedelta(hours=1)
WEEK = timedelta(days=7)


class Answer(StrEnum):
    """Yes, no, or nobody told."""

    YES = "yes"
    UNKNOWN = "unknown"
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A room: people that it holds, euro a part of the day, when (OSM hours), where (lon, lat)."""

    point: Point
    people: int | None = None
    step_free: bool | None = None
    price: float | None = None
    hours: str = ""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is looked for: None, False or empty where it does not matter; `within` in metres."""

    point: Point | None = None
    people: int | None = None
    step_free: bool = False
    most_price: float | None = None
    hours: str = ""
    within: int = 5_000


@dataclass(frozen=True)
class Fit:
    """The answers to what was asked, by name, and how far away it is in metres."""

    answers: dict[str, Answer]
    metres: float | None

    @property
    def possible(self) -> bool:
        """Whether nothing that was asked is answered with no."""
        return Answer.NO not in self.answers.values()

    @property
    def doubts(self) -> int:
        """How many questions nobody knows the answer to."""
        return sum(answer is Answer.UNKNOWN for answer in self.answers.values())


def fit(wish: Wish, offer: Offer, monday: datetime) -> Fit:
    """How a room answers a wish; times are compared in the week from an aware moment."""
    metres = metres_between(wish.point, offer.point) if wish.point else None
    asked: dict[str, Answer | None] = {
        "distance": None if metres is None else _told(metres <= wish.within),
        "people": _enough(wish.people, offer.people),
        "step_free": _told(offer.step_free) if wish.step_free else None,
        "price": _affordable(wish.most_price, offer.price),
        "times": _overlap(wish.hours, offer.hours, monday),
    }
    return Fit({name: answer for name, answer in asked.items() if answer}, metres)


def best_first(fits: Iterable[tuple[T, Fit]]) -> list[tuple[T, Fit]]:
    """What is possible, the fewest doubts first and then the nearest."""
    possible = [pair for pair in fits if pair[1].possible]
    return sorted(possible, key=lambda pair: (pair[1].doubts, pair[1].metres or 0))


def _told(fact: bool | None) -> Answer:
    return Answer.UNKNOWN if fact is None else Answer.YES if fact else Answer.NO


def _enough(wanted: int | None, there: int | None) -> Answer | None:
    if wanted is None:
        return None
    return _told(None if there is None else there >= wanted)


def _affordable(most: float | None, price: float | None) -> Answer | None:
    if most is None:
        return None
    return _told(None if price is None else price <= most)


def _overlap(wanted: str, there: str, monday: datetime) -> Answer | None:
    """Whether both have an hour or more together in the week."""
    if parsed(wanted) is None:
        return None
    if parsed(there) is None:
        return Answer.UNKNOWN
    ours, theirs = (spans(hours, monday, monday + WEEK) for hours in (wanted, there))
    return _told(
        any(
            min(end, until) - max(start, begin) >= SHORTEST
            for start, end in ours
            for begin, until in theirs
        )
    )
