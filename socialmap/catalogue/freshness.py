"""How up to date a listing is: from what people said is right, and how long that holds. Pure."""

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

# The day from which something is due that nobody ever looked at.
NEVER = date(1970, 1, 1)
Day_contra = TypeVar("Day_contra", contravariant=True)
Answer_co = TypeVar("Answer_co", covariant=True)


class Freshness(StrEnum):
    """Up to date; to be looked at; too long ago, or never."""

    UP_TO_DATE = "up_to_date"
    DUE = "due"
    OVERDUE = "overdue"


class DayOf(Protocol[Day_contra, Answer_co]):
    """A day, or a column of days of a database or of an index, to compare with a day."""

    def __le__(self, day: Day_contra, /) -> Answer_co:
        """Whether it is this day or earlier: a truth, or a column of them."""


def reached(day: DayOf[Day_contra, Answer_co], today: Day_contra) -> Answer_co:
    """Whether a day on which something becomes due or overdue has come.

    A listing is due on its `due_on` itself and overdue on its `overdue_on` itself: on the due
    day the initiative is asked to look at it, and the policy says after how many days that must
    be. Everything that speaks of freshness asks it here: `day` is a date, a column of the
    database, or an array of day numbers with `today` as such a number.
    """
    return day <= today


class Said(Protocol):
    """A confirmation, in a listing or in the database."""

    @property
    def group(self) -> str:
        """The group of fields that is right."""

    @property
    def on(self) -> date:
        """The date on which a person said so."""


@dataclass(frozen=True, slots=True)
class Term:
    """How long a confirmation holds: until it is looked at again, and until it is old."""

    due: timedelta
    overdue: timedelta


@dataclass(frozen=True, slots=True)
class Standing:
    """Since when all was looked at that ever was (None: nothing), and when it must be again."""

    confirmed_on: date | None
    due_on: date
    overdue_on: date

    def at(self, today: date) -> Freshness:
        """How up to date it is on a day."""
        if reached(self.overdue_on, today):
            return Freshness.OVERDUE
        return Freshness.DUE if reached(self.due_on, today) else Freshness.UP_TO_DATE


@cache
def policy() -> Mapping[tuple[str, str], Term]:
    """How long each group of fields holds, per kind or setting; '' is every other kind."""
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
    """How long a group of fields holds for a kind: its own term, its setting's, or everybody's."""
    terms = policy()
    for whose in (kind, taxonomy().setting_of(kind)):
        if (whose, group) in terms:
            return terms[whose, group]
    return terms["", group]


def standing(confirmations: Iterable[Said], kind: str) -> Standing:
    """How a listing stands: it is as fresh as the group of fields that is least so."""
    latest = dict.fromkeys(FIELD_GROUPS, NEVER)
    for each in confirmations:
        if each.group in latest and each.on > latest[each.group]:
            latest[each.group] = each.on
    return _standing(kind, tuple(latest.values()))


@lru_cache(maxsize=20_000)
def _standing(kind: str, latest: Sequence[date]) -> Standing:
    known = [
        (on, term(kind, group))
        for group, on in zip(FIELD_GROUPS, latest, strict=True)
        if on > NEVER
    ]
    if not known:
        return Standing(None, NEVER, NEVER)
    return Standing(
        min(on for on, _ in known),
        # What nobody ever looked at is due at once, and old as soon as the rest is.
        NEVER if len(known) < len(latest) else min(on + each.due for on, each in known),
        min(on + each.overdue for on, each in known),
    )


def group_standing(confirmations: Iterable[Said], kind: str, group: str) -> Standing:
    """How one group of fields stands."""
    on = max((each.on for each in confirmations if each.group == group), default=None)
    if on is None:
        return Standing(None, NEVER, NEVER)
    holds = term(kind, group)
    return Standing(on, on + holds.due, on + holds.overdue)


def confirmed(
    listing: Listing, on: date, groups: Sequence[str] = FIELD_GROUPS, *, by: str = "", how: str = ""
) -> Listing:
    """The listing of which a person said that these groups of fields are right on a date."""
    kept = tuple(each for each in listing.confirmations if each.group not in groups)
    new = tuple(ListedConfirmation(group=group, on=on, by=by, how=how) for group in groups)
    return replace(listing, confirmations=kept + new)


def with_latest(listing: Listing, said: Iterable[ListedConfirmation]) -> Listing:
    """The listing with, per group of fields, the later of what it brings and what was said."""
    latest: dict[str, ListedConfirmation] = {}
    for each in (*said, *listing.confirmations):
        if each.group not in latest or each.on >= latest[each.group].on:
            latest[each.group] = each
    return replace(listing, confirmations=tuple(latest.values()))
