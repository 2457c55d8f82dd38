"""What the rules of opening hours come to: clauses that can be read one after the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from socialmap.times.osm import (
    BESIDE,
    INSTEAD,
    OFF,
    OPEN,
    OTHERWISE,
    PUBLIC_HOLIDAYS,
    Day,
    Period,
    Rule,
    Weekdays,
    rules_of,
)

ALL_DAYS = tuple(range(7))
# How special the days of a rule are; of rules that meet, the more special one must come last.
WEEKLY, SOME_WEEKS, SEASON, SCHOOL, PUBLIC, DATED = range(6)


@dataclass(frozen=True)
class Clause:
    """A rule as it holds; `changes` those before it on some of its days, or adds times (`adds`)."""

    rule: Rule
    changes: bool = False
    adds: bool = False


@lru_cache(maxsize=20_000)
def clauses_of(hours: str) -> tuple[Clause, ...] | None:
    """Return the clauses of OSM opening_hours; None if words could not say exactly the same."""
    rules = rules_of(hours)
    clauses: list[Clause] = []
    for part in (part for rule in rules or () for part in _parts(rule)):
        more = _with(clauses, part)
        if more is None:
            return None
        clauses = more
    return tuple(clauses) if rules and clauses else None


def _parts(rule: Rule) -> list[Rule]:
    """Return a rule as rules that are either about weekdays or about one kind of holidays."""
    week = [replace(rule, holidays=())] if rule.weekdays or not rule.holidays else []
    off = [replace(rule, weekdays=(), holidays=(name,)) for name in rule.holidays]
    return [_plain(part) for part in (*week, *off)]


def _plain(rule: Rule) -> Rule:
    """Return a rule with its weekdays in one group, and joined as it works out."""
    each = {day for group in rule.weekdays if not group.nths for day in group.days}
    nths = tuple(group for group in rule.weekdays if group.nths)
    weekdays = ((Weekdays(tuple(sorted(each))),) if each else ()) + nths
    anytime = not (rule.times or rule.weekdays or rule.periods or rule.weeks or rule.holidays)
    joined = rule.joined
    if joined == BESIDE and rule.state == OFF:
        joined = INSTEAD
    elif joined == BESIDE and anytime and rule.state != OPEN:
        joined = OTHERWISE
    return replace(rule, weekdays=weekdays, joined=joined)


def _with(before: list[Clause], rule: Rule) -> list[Clause] | None:
    """Return the clauses with one more rule; None if what they come to cannot be said."""
    if (rule.state == OFF and rule.times) or (rule.periods and rule.weeks):
        return None
    if any(clause.rule.joined == OTHERWISE for clause in before):
        return None
    if rule.joined == OTHERWISE:
        alone = not (rule.times or rule.weekdays or rule.periods or rule.weeks or rule.holidays)
        return [*before, Clause(rule)] if alone and before else None
    return _beside(before, rule) if rule.joined == BESIDE else _instead(before, rule)


def _beside(before: list[Clause], rule: Rule) -> list[Clause] | None:
    meeting = [clause for clause in before if not apart(clause.rule, rule)]
    if any(clause.rule.state == OFF for clause in meeting):
        return None
    for clause in meeting:
        if replace(clause.rule, times=(), joined="") == replace(rule, times=(), joined=""):
            times = tuple(sorted({*clause.rule.times, *rule.times}))
            joint = replace(clause, rule=replace(clause.rule, times=times))
            return [joint if each is clause else each for each in before]
    return [*before, Clause(rule, adds=bool(meeting))]


def _instead(before: list[Clause], rule: Rule) -> list[Clause] | None:
    remaining: list[Clause] = []
    changes = lessened = False
    for clause in before:
        if apart(clause.rule, rule):
            remaining.append(clause)
        elif _is_week(clause.rule) and _is_week(rule) and _scope(clause.rule) == _scope(rule):
            lessened = True
            if days := tuple(day for day in _each(clause.rule) if day not in _each(rule)):
                less = replace(clause.rule, weekdays=(Weekdays(days),))
                remaining.append(replace(clause, rule=less))
        elif _scope(clause.rule) == _scope(rule) and clause.rule.weekdays == rule.weekdays:
            continue
        elif _may_change(clause.rule, rule):
            remaining.append(clause)
            changes = changes or OFF not in (clause.rule.state, rule.state)
        else:
            return None
    # "Mo-Fr 09:00-17:00; We off" is four days, and nobody has to hear of the fifth.
    if rule.state == OFF and lessened and remaining and not rule.comment:
        return remaining
    return [*remaining, Clause(rule, changes=changes)]


def _scope(rule: Rule) -> tuple[object, ...]:
    return rule.periods, rule.weeks, rule.holidays, rule.within


def _is_week(rule: Rule) -> bool:
    """Return whether a rule is about whole weeks: about weekdays, each of them."""
    return not rule.holidays and not any(group.nths for group in rule.weekdays)


def _each(rule: Rule) -> tuple[int, ...]:
    """Return the weekdays of a rule, of whatever week; all seven if it names none."""
    days = {day for group in rule.weekdays for day in group.days}
    return tuple(sorted(days)) if days else ALL_DAYS


def _may_change(earlier: Rule, later: Rule) -> bool:
    """Return whether a later rule is read as an exception to an earlier one."""
    if earlier.state == OFF and later.state == OFF:
        return True
    first, second = special(earlier), special(later)
    named = {*earlier.holidays, *earlier.within} & {*later.holidays, *later.within}
    # Closed on public holidays, but open in school holidays: sentences say it in that order.
    if (first, second) == (PUBLIC, SCHOOL) and earlier.state == OFF:
        return True
    if named or first > second:
        return False
    if first < second:
        return True
    return first in (SEASON, DATED) and _within(later.periods, earlier.periods)


def special(rule: Rule) -> int:
    """Return how special the days of a rule are: WEEKLY to DATED."""
    if any((day or Day(1)).year for period in rule.periods for day in period):
        return DATED
    if holidays := rule.holidays or rule.within:
        return PUBLIC if PUBLIC_HOLIDAYS in holidays else SCHOOL
    if rule.periods:
        return SEASON
    return SOME_WEEKS if rule.weeks or any(group.nths for group in rule.weekdays) else WEEKLY


def apart(one: Rule, other: Rule) -> bool:
    """Return whether two rules surely have no day in common."""
    alike = (special(one) == DATED) is (special(other) == DATED)
    if one.periods and other.periods and alike and not _meet(one.periods, other.periods):
        return True
    if one.weeks and other.weeks and not _week_numbers(one) & _week_numbers(other):
        return True
    if one.holidays or other.holidays:
        return False
    return not any(
        set(group.days) & set(another.days) and _same_week(group.nths, another.nths)
        for group in one.weekdays or (Weekdays(ALL_DAYS),)
        for another in other.weekdays or (Weekdays(ALL_DAYS),)
    )


def _week_numbers(rule: Rule) -> set[int]:
    return {number for week in rule.weeks for number in range(week.first, week.last + 1, week.step)}


def _same_week(nths: tuple[int, ...], others: tuple[int, ...]) -> bool:
    """Return whether two nths of a weekday in the month can be the same day."""
    if not nths or not others or set(nths) & set(others):
        return True
    counted = {number for number in (*nths, *others) if number > 3}
    return any(number < 0 for number in (*nths, *others)) and bool(counted)


def _meet(periods: tuple[Period, ...], others: tuple[Period, ...]) -> bool:
    return any(
        begin <= other_end and other_begin <= end
        for begin, end in _spells(periods)
        for other_begin, other_end in _spells(others)
    )


def _within(periods: tuple[Period, ...], others: tuple[Period, ...]) -> bool:
    """Return whether each of the periods lies in one of the others."""
    return all(
        any(begin <= first and last <= end for begin, end in _spells(others))
        for first, last in _spells(periods)
    )


Spell = tuple[tuple[int, int, int], tuple[int, int, int]]


def _spells(periods: tuple[Period, ...]) -> list[Spell]:
    """Return periods as first and last (year, month, day); one of every year is that in all."""
    spells: list[Spell] = []
    for first, last in periods:
        begin = (first.year, first.month, first.day or 1) if first else (0, 0, 0)
        end = (last.year, last.month, last.day or 31) if last else (9999, 12, 31)
        if (first and first.year) or (last and last.year) or not (first and last) or begin <= end:
            spells.append((begin, end))
        else:
            spells.extend([(begin, (0, 12, 31)), ((0, 1, 1), end)])
    return spells
