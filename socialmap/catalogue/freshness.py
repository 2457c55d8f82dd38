"""How up to date a listing is, from its confirmations and how long each of them holds. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import Protocol, TypeVar

from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.listing import ListedConfirmation, Listing
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.config import resource

# The due day of what nobody ever confirmed: it waits for its first check from the start.
NEVER = date(1970, 1, 1)
# The overdue day of what nobody ever confirmed: without a first check there is no term to exceed.
NOT_OVERDUE = date(2100, 12, 31)
Day_contra = TypeVar("Day_contra", contravariant=True)
Answer_co = TypeVar("Answer_co", covariant=True)


class Freshness(StrEnum):
    """Up to date; due to be checked, for the first time or again; or confirmed too long ago."""

    UP_TO_DATE = "up_to_date"
    DUE = "due"
    OVERDUE = "overdue"


class DayOf(Protocol[Day_contra, Answer_co]):
    """A day, or a column of days in a database or an index, that can be compared with a day."""

    def __le__(self, day: Day_contra, /) -> Answer_co:
        """Whether it is this day or earlier: a bool, or a column of them."""


def reached(day: DayOf[Day_contra, Answer_co], today: Day_contra) -> Answer_co:
    """Whether a day on which something becomes due or overdue has come.

    A listing is due on its `due_on` itself and overdue on its `overdue_on` itself: on the due
    day the initiative is asked to check it. Everything about freshness is decided here: `day` is
    a date, a column of the database, or an array of day numbers with `today` as such a number.
    """
    return day <= today


class Confirmed(Protocol):
    """A confirmation, of a listing or in the database."""

    @property
    def group(self) -> str:
        """The group of fields that was confirmed."""

    @property
    def on(self) -> date:
        """The date on which a person confirmed it."""


@dataclass(frozen=True, slots=True)
class Term:
    """How long after a confirmation its group of fields is due, and overdue."""

    due: timedelta
    overdue: timedelta


@dataclass(frozen=True, slots=True)
class Standing:
    """The freshness of a listing, or of one group of its fields.

    `confirmed_on` is the oldest confirmation among the groups ever confirmed (None: never);
    `due_on` and `overdue_on` are the dates on which the listing becomes due and overdue.
    """

    confirmed_on: date | None
    due_on: date
    overdue_on: date

    def at(self, today: date) -> Freshness:
        """The freshness on a day."""
        if reached(self.overdue_on, today):
            return Freshness.OVERDUE
        return Freshness.DUE if reached(self.due_on, today) else Freshness.UP_TO_DATE


UNCHECKED = Standing(None, NEVER, NOT_OVERDUE)


@cache
def policy() -> Mapping[tuple[str, str], Term]:
    """How long a confirmation holds, by (kind or setting, group); '' is any other kind."""
    path = resource("data", "freshness", "policy.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["kind"], row["group"]): Term(
                timedelta(days=int(row["due_days"])), timedelta(days=int(row["overdue_days"]))
            )
            for row in csv.DictReader(file)
        }


@cache
def term(kind: str, group: str) -> Term:
    """How long a group of fields holds for a kind: its own term, that of its setting, or any."""
    terms = policy()
    for code in (kind, taxonomy().setting_of(kind)):
        if (code, group) in terms:
            return terms[code, group]
    return terms["", group]


def standing(confirmations: Iterable[Confirmed], kind: str) -> Standing:
    """The standing of a listing: it is as fresh as its least fresh group of fields."""
    latest = dict.fromkeys(FIELD_GROUPS, NEVER)
    for confirmation in confirmations:
        if confirmation.group in latest and confirmation.on > latest[confirmation.group]:
            latest[confirmation.group] = confirmation.on
    return _standing(kind, tuple(latest.values()))


@lru_cache(maxsize=20_000)
def _standing(kind: str, latest: Sequence[date]) -> Standing:
    terms = [
        (on, term(kind, group))
        for group, on in zip(FIELD_GROUPS, latest, strict=True)
        if on > NEVER
    ]
    if not terms:
        return UNCHECKED
    return Standing(
        min(on for on, _ in terms),
        # A group that nobody ever confirmed is due at once, and overdue as soon as another is.
        NEVER if len(terms) < len(latest) else min(on + holds.due for on, holds in terms),
        min(on + holds.overdue for on, holds in terms),
    )


def group_standing(confirmations: Iterable[Confirmed], kind: str, group: str) -> Standing:
    """The standing of one group of fields."""
    days = (confirmation.on for confirmation in confirmations if confirmation.group == group)
    on = max(days, default=None)
    if on is None:
        return UNCHECKED
    holds = term(kind, group)
    return Standing(on, on + holds.due, on + holds.overdue)


def confirmed(
    listing: Listing, on: date, groups: Sequence[str] = FIELD_GROUPS, *, by: str = "", how: str = ""
) -> Listing:
    """The listing with these groups of fields confirmed on a date, `by` a person and `how`."""
    others = tuple(old for old in listing.confirmations if old.group not in groups)
    new = tuple(ListedConfirmation(group=group, on=on, by=by, how=how) for group in groups)
    return replace(listing, confirmations=others + new)


def with_latest(listing: Listing, earlier: Iterable[ListedConfirmation]) -> Listing:
    """The listing with, per group of fields, the latest of its own and earlier confirmations."""
    latest: dict[str, ListedConfirmation] = {}
    for confirmation in (*earlier, *listing.confirmations):
        group = confirmation.group
        if group not in latest or confirmation.on >= latest[group].on:
            latest[group] = confirmation
    return replace(listing, confirmations=tuple(latest.values()))
