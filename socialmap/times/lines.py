"""OSM opening_hours taken apart into the lines, holidays and exceptions of a form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from itertools import pairwise

from socialmap.times.clauses import ALL_DAYS, apart
from socialmap.times.osm import (
    ASK,
    BESIDE,
    INSTEAD,
    OFF,
    OPEN,
    OTHERWISE,
    PUBLIC_HOLIDAYS,
    SCHOOL_HOLIDAYS,
    Day,
    Period,
    Rule,
    Times,
    Weekdays,
    rules_of,
)
from socialmap.times.week import (
    EVERY_YEAR,
    NTHS,
    WHOLE_DAY,
    HoursException,
    Line,
    WeekPlan,
    in_order,
    last_of_month,
    merged,
)


def from_osm(hours: str) -> WeekPlan | None:
    """Return the plan for OSM opening_hours; None if the form cannot express all of them."""
    if not hours.strip():
        return WeekPlan()
    rules = rules_of(hours)
    start: WeekPlan | None = WeekPlan()
    plan = reduce(_with_rule, rules, start) if rules else None
    if plan is None or (_closes_holidays(plan) and not plan.lines):
        return None
    ordered = tuple(in_order(plan.exceptions))
    if ordered != plan.exceptions and _overlap(plan.exceptions):
        return None
    return replace(plan, lines=merged(plan.lines), exceptions=ordered)


def _closes_holidays(plan: WeekPlan) -> bool:
    return bool(_public(plan) or plan.closed_in_school_holidays or plan.school_times)


def _public(plan: WeekPlan) -> bool:
    return plan.closed_on_holidays or plan.holiday_times is not None


def _overlap(exceptions: Iterable[HoursException]) -> bool:
    ordered = sorted(exceptions)
    mixed = len({one.yearly for one in ordered}) > 1
    return mixed or any(one.last >= other.first for one, other in pairwise(ordered))


def _with_rule(plan: WeekPlan | None, rule: Rule) -> WeekPlan | None:
    """Return a plan with one more rule; None if the form has no place for it."""
    if plan is None or plan.otherwise or rule.weeks or rule.within:
        return None
    anytime = not (rule.periods or rule.weekdays or rule.holidays or rule.times)
    if anytime and rule.state == ASK:
        alone = rule.joined == OTHERWISE or plan == WeekPlan()
        return replace(plan, otherwise=rule.comment) if alone and rule.comment else None
    if rule.joined == OTHERWISE or (rule.comment and rule.state != ASK):
        return None
    if rule.holidays:
        return _with_holidays(plan, rule)
    if rule.periods and not rule.weekdays:
        return _with_exceptions(plan, rule)
    # A later rule overrides holidays and exceptions before it, and a line never does.
    if _closes_holidays(plan) or plan.exceptions:
        return None
    return _with_lines(plan, rule)


def _with_holidays(plan: WeekPlan, rule: Rule) -> WeekPlan | None:
    whole = bool(rule.times) is (rule.state == OFF)
    if rule.state == ASK or whole or len(rule.times) > 1 or rule.periods or plan.exceptions:
        return None
    others = _closes_holidays(plan) or plan.lines or plan.exceptions
    if rule.joined == BESIDE and rule.state == OPEN and others:
        return None
    if rule.weekdays:
        lessened = _with_lines(plan, replace(rule, holidays=()))
        return _with_holidays(lessened, replace(rule, weekdays=())) if lessened else None
    for name in sorted(rule.holidays, reverse=True):
        opened = rule.state == OPEN or plan.holiday_times
        again = _public(plan) if name == PUBLIC_HOLIDAYS else plan.school_times
        # A later rule wins, and in the form public holidays do.
        if (again and opened) or (name == SCHOOL_HOLIDAYS and opened and _public(plan)):
            return None
        plan = _with_holiday(plan, name, rule.times[0] if rule.times else None)
    return plan


def _with_holiday(plan: WeekPlan, name: str, times: Times | None) -> WeekPlan:
    """Return a plan with other hours in one kind of holidays; without times it is closed then."""
    if name == PUBLIC_HOLIDAYS:
        return replace(plan, holiday_times=times, closed_on_holidays=times is None)
    return replace(plan, school_times=times, closed_in_school_holidays=times is None)


def _with_exceptions(plan: WeekPlan, rule: Rule) -> WeekPlan | None:
    """Return a plan with other hours on some dates, or none."""
    exceptions = list(plan.exceptions)
    if rule.state == ASK or (rule.state == OFF and rule.times):
        return None
    if rule.joined == BESIDE and rule.state == OPEN and (plan.lines or exceptions):
        return None
    times = rule.times or ((Times("", ""),) if rule.state == OFF else (Times(*WHOLE_DAY),))
    for period in rule.periods:
        days = _dates(period)
        if days is None:
            return None
        exceptions.extend(HoursException(*days, start, end) for start, end in times)
    return replace(plan, exceptions=tuple(exceptions))


def _dates(period: Period) -> tuple[date, date] | None:
    """Return the first and last date of a period; None if it has no beginning or no end."""
    first, last = period
    if first is None or last is None:
        return None
    year = first.year or EVERY_YEAR
    last_year = last.year or EVERY_YEAR + (last[:2] < first[:2])
    try:
        begin = date(year, first.month, first.day or 1)
        end = date(last_year, last.month, last.day or last_of_month(last.month, last_year))
    except ValueError:
        # Not every year has a 29th of February.
        return None
    return begin, end


def _with_lines(plan: WeekPlan, rule: Rule) -> WeekPlan | None:
    groups = rule.weekdays or (Weekdays(ALL_DAYS),)
    seasons = rule.periods or (None,)
    before: list[Line] | None = list(plan.lines)
    if rule.state == OFF and rule.times:
        return None
    if rule.joined == INSTEAD or rule.state == OFF:
        for season in seasons:
            for group in groups:
                before = _without(before, group, season)
    if before is None or not {nth for group in groups for nth in group.nths} <= set(NTHS):
        return None
    times = () if rule.state == OFF else rule.times or (Times(*WHOLE_DAY),)
    more = [
        Line(group.days, start, end, group.nths, season, rule.comment)
        for season in seasons
        for group in groups
        for start, end in times
    ]
    if rule.state == ASK and (not rule.comment or _doubted(before, more)):
        return None
    return replace(plan, lines=(*before, *more))


def _doubted(before: list[Line], more: list[Line]) -> bool:
    """Return whether it is open for sure at some time of a line with which one should ask."""
    return any(
        line.comment != other.comment
        and set(line.days) & set(other.days)
        and not ((line.end and line.end <= other.start) or (other.end and other.end <= line.start))
        for line in before
        for other in more
    )


def _without(lines: list[Line] | None, group: Weekdays, season: Period | None) -> list[Line] | None:
    """Return lines without some days; None if what remains cannot be expressed as lines."""
    if lines is None:
        return None
    remaining: list[Line] = []
    taken = Rule((season,) if season else (), weekdays=(group,))
    for line in lines:
        both = tuple(day for day in line.days if day in group.days)
        seasons = (line.season,) if line.season else ()
        if apart(Rule(seasons, weekdays=(Weekdays(line.days, line.nths),)), taken):
            remaining.append(line)
            continue
        rest = replace(line, days=tuple(day for day in line.days if day not in both))
        parts = _less(replace(line, days=both), group, season)
        if parts is None:
            return None
        remaining += [rest, *parts]
    return [line for line in remaining if line.days]


def _less(line: Line, group: Weekdays, season: Period | None) -> list[Line] | None:
    """Return what remains of a line whose days are taken in some weeks or in a season."""
    whole = season is None or season == line.season
    if whole and (not group.nths or group.nths == line.nths):
        return []
    if whole and group.nths and not line.nths and min(group.nths) > 0:
        rest = tuple(nth for nth in NTHS if nth > 0 and nth not in group.nths)
        return [replace(line, nths=rest)] if rest else []
    if season and line.season is None and group.nths in ((), line.nths):
        return [replace(line, season=rest) for rest in _outside(season)]
    return None


def _outside(season: Period) -> list[Period]:
    """Return the periods before and after a season; of one that comes back, the one between."""
    first, last = season
    if first and not first.day:
        between = Period(Day(_next(last.month if last else 0, 1)), Day(_next(first.month, -1)))
        return [] if between == season else [between]
    before = _shifted(first, -1) if first else None
    after = _shifted(last, 1) if last else None
    if first and last and not first.year:
        return [Period(after, before)]
    return [
        *([Period(None, before)] if before else []),
        *([Period(after, None)] if after else []),
    ]


def _next(month: int, step: int) -> int:
    return (month - 1 + step) % 12 + 1


def _shifted(day: Day, step: int) -> Day:
    moved = date(day.year or EVERY_YEAR, day.month, day.day) + timedelta(days=step)
    return Day(moved.month, moved.day, moved.year if day.year else 0)
