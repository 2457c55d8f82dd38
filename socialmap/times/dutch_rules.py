"""Rules as they were read from a Dutch text, written as OSM opening_hours that mean the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from socialmap.times.dutch_words import UncertainError
from socialmap.times.hours_rules import MONTHS
from socialmap.times.osm import DAYS
from socialmap.wording import N_

# Groups of weekdays (0 is Monday), each with the weeks of the month: none is every week.
NthDays = tuple[tuple[tuple[int, ...], tuple[str, ...]], ...]

INSTEAD = N_("Het is niet zeker of er die ene keer andere tijden zijn, of ook de gewone.")
TWICE = N_("Voor dezelfde dag staan er tijden die elkaar tegenspreken.")
WHICH_DAYS = N_("Het is niet zeker op welke dagen dit in de schoolvakanties zo is.")
ONLY_CLOSED = N_("Er staat wel wanneer het dicht is, maar niet wanneer het open is.")


class Rule(NamedTuple):
    """Some days or a holiday, with their spans in OSM syntax or closed; months by number."""

    months: str = ""
    days: NthDays = ()
    holiday: str = ""
    spans: tuple[str, ...] = ()
    closed: bool = False
    always: bool = False


def osm_of(rules: Iterable[Rule], also: bool = False) -> str:
    """Return the rules as OSM opening_hours. Raise UncertainError if they contradict.

    Times of one week of the month may come instead of those of every week, unless the text says
    that they are `also` there. Any other later rule for the same day adds its times: 'ma t/m vr
    9-17, wo 19-21' has two spans on Wednesday. What is closed comes last, because in OSM it wins.
    """
    merged = _merged(list(rules))
    if not any(rule.always or rule.spans for rule in merged):
        raise UncertainError(ONLY_CLOSED)
    if any(rule.holiday == "SH" and rule.spans for rule in merged) and not _daily(merged):
        raise UncertainError(WHICH_DAYS)
    weekly = [rule for rule in merged if not rule.holiday and (rule.days or not rule.months)]
    text = ""
    for number, rule in enumerate(weekly):
        before = weekly[:number]
        shares = any(_share_days(rule, one) for one in before)
        if not also and any(_some_weeks_of(rule, one) for one in before):
            raise UncertainError(INSTEAD)
        if shares and not rule.closed:
            _check_no_overlap(rule, [one for one in before if _share_days(rule, one)])
        separator = (", " if shares and not rule.closed else "; ") if text else ""
        text += separator + _written(rule)
    rest = [rule for rule in merged if rule not in weekly]
    return "; ".join([text, *dict.fromkeys(map(_written, rest))])


def _daily(rules: list[Rule]) -> bool:
    """Return whether the rules name each day of the week, as those of a school holiday do."""
    return len({day for rule in rules for days, _ in rule.days for day in days}) == 7


def _merged(rules: list[Rule]) -> list[Rule]:
    """Return the rules with the spans of equal days joined, in order of time."""
    merged: dict[tuple[str, NthDays, str, bool], Rule] = {}
    for rule in rules:
        key = (rule.months, rule.days, rule.holiday, rule.closed)
        if key in merged and not rule.closed:
            _check_no_overlap(rule, [merged[key]])
            spans = {*merged[key].spans, *rule.spans}
            rule = rule._replace(spans=tuple(sorted(spans)))
        merged[key] = rule
    for rule in merged.values():
        if len(rule.spans) > 1:
            _check_apart(rule.spans)
    return list(merged.values())


def _share_days(one: Rule, other: Rule) -> bool:
    """Return whether both rules are about some same weekday in the same months."""
    mine, theirs = ({day for days, _ in rule.days for day in days} for rule in (one, other))
    if not mine & theirs:
        return False
    if one.months != other.months and _month_numbers(one) & _month_numbers(other):
        raise UncertainError(TWICE)
    return one.months == other.months


def _some_weeks_of(one: Rule, other: Rule) -> bool:
    """Return whether one rule is about some weeks of a day, and the other about each of them."""
    if one.closed or other.closed or not _share_days(one, other):
        return False
    every, some = (
        [{day for days, weeks in rule.days if bool(weeks) is nth for day in days} for rule in both]
        for nth, both in ((False, (one, other)), (True, (other, one)))
    )
    return any(each & nth for each, nth in zip(every, some, strict=True))


def _month_numbers(rule: Rule) -> set[int]:
    numbers: set[int] = set()
    for part in rule.months.split(",") if rule.months else ["1-12"]:
        first, _, last = part.partition("-")
        length = (int(last or first) - int(first)) % 12
        numbers.update((int(first) - 1 + ahead) % 12 + 1 for ahead in range(length + 1))
    return numbers


def _check_no_overlap(rule: Rule, before: list[Rule]) -> None:
    for other in before:
        if other.closed or _apart_in_the_month(rule, other):
            if other.closed:
                raise UncertainError(TWICE)
            continue
        if other.spans != rule.spans:
            _check_apart((*other.spans, *rule.spans))


def _apart_in_the_month(one: Rule, other: Rule) -> bool:
    """Return whether both are about other weeks of the month: the first and the third Monday."""
    mine, theirs = ({week for _, weeks in rule.days for week in weeks} for rule in (one, other))
    return bool(mine and theirs) and not mine & theirs and not {"-1", "5", "4"} <= mine | theirs


def _check_apart(spans: Iterable[str]) -> None:
    """Raise UncertainError if two spans of one day overlap, or if the sun decides on that."""
    several = sorted(set(spans))
    ends = []
    for span in several:
        if re.search("sun", span):
            raise UncertainError(TWICE)
        start, _, end = span.rstrip("+").partition("-")
        ends.append((start, "99:99" if not end or end <= start else end))
    for (_, end), (start, _) in pairwise(ends):
        if start < end:
            raise UncertainError(TWICE)


def _written(rule: Rule) -> str:
    if rule.always:
        return "24/7"
    months = _months(rule.months)
    times = "off" if rule.closed else ",".join(rule.spans)
    days = rule.holiday or ",".join(_days(*group) for group in rule.days)
    if months and days:
        months += ":"
    return " ".join(filter(None, (months, days, times)))


def _months(months: str) -> str:
    """Return months by name; two that follow each other are a range."""
    first, comma, second = months.partition(",")
    if comma and second.isdigit() and int(second) == int(first) + 1:
        months = f"{first}-{second}"
    return re.sub(r"\d+", lambda match: MONTHS[int(match[0]) - 1], months)


def _days(days: tuple[int, ...], weeks: tuple[str, ...]) -> str:
    if weeks:
        return f"{DAYS[days[0]]}[{','.join(weeks)}]"
    if len(days) > 2:
        return f"{DAYS[days[0]]}-{DAYS[days[-1]]}"
    return ",".join(DAYS[day] for day in days)
