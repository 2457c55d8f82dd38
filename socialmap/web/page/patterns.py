"""Opening hours as Dutch sentences: elke eerste zaterdag van de maand, 14.00–16.00."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from flask_babel import format_date, gettext

from socialmap.times.clauses import ALL_DAYS, Clause, clauses_of
from socialmap.times.osm import (
    ASK,
    OFF,
    OTHERWISE,
    PUBLIC_HOLIDAYS,
    SCHOOL_HOLIDAYS,
    Day,
    Period,
    Rule,
    Times,
    Weekdays,
    Weeks,
)
from socialmap.web.page.filters import capitalize_first, in_words
from socialmap.wording import N_

NTH_NAMES = {
    1: N_("eerste"),
    2: N_("tweede"),
    3: N_("derde"),
    4: N_("vierde"),
    5: N_("vijfde"),
    -1: N_("laatste"),
    -2: N_("voorlaatste"),
}
SUN_NAMES = {
    "sunrise": N_("zonsopgang"),
    "sunset": N_("zonsondergang"),
    "dawn": N_("de ochtendschemering"),
    "dusk": N_("de avondschemering"),
}
HOLIDAYS = {
    PUBLIC_HOLIDAYS: N_("op feestdagen"),
    SCHOOL_HOLIDAYS: N_("in de schoolvakanties"),
}
ODD, EVEN = Weeks(1, 53, 2), {Weeks(2, 52, 2), Weeks(2, 53, 2)}
WHOLE_DAY = Times("00:00", "24:00")
# What stands beside the coming days when words cannot say the pattern.
CALL_FIRST = N_("Bel eerst of kijk op de website.")


def hours_sentences(hours: str) -> str:
    """Opening hours in OSM syntax as sentences; empty when words cannot say exactly that."""
    clauses = clauses_of(hours)
    if clauses is None or not all(_can_be_said(clause.rule) for clause in clauses):
        return ""
    sentences: list[str] = []
    for off, group in groupby(clauses, _is_plain_off):
        several = list(group)
        if off:
            sentences.append(_closed(several))
        else:
            sentences.extend(_sentence(clause, clauses[0]) for clause in several)
    return " ".join(map(capitalize_first, sentences))


def _can_be_said(rule: Rule) -> bool:
    nths = {nth for group in rule.weekdays for nth in group.nths}
    if rule.within and (rule.periods or rule.weeks):
        return False
    stepped = any(week.step > 1 and not _parity(week) for week in rule.weeks)
    return nths <= set(NTH_NAMES) and not stepped


def _parity(weeks: Weeks) -> str:
    """Whether these are the odd or the even weeks; empty when they are neither."""
    if weeks == ODD:
        return str(gettext("in de oneven weken"))
    return str(gettext("in de even weken")) if weeks in EVEN else ""


def _is_plain_off(clause: Clause) -> bool:
    """Whether a clause only says on which days it is closed."""
    rule = clause.rule
    wide = rule.periods or rule.weeks or rule.within
    return rule.state == OFF and not rule.comment and not (wide and rule.weekdays)


def _closed(clauses: Sequence[Clause]) -> str:
    whens = in_words(filter(None, (_when_closed(clause.rule) for clause in clauses)))
    return str(gettext("Dicht %(when)s.", when=whens) if whens else gettext("Dicht."))


def _when_closed(rule: Rule) -> str:
    if rule.periods or rule.weeks:
        return _wide(rule)
    if rule.holidays:
        return in_words(gettext(HOLIDAYS[name]) for name in rule.holidays)
    if not rule.weekdays:
        return ""
    return str(gettext("op %(days)s", days=in_words(map(_closed_days, rule.weekdays))))


def _closed_days(group: Weekdays) -> str:
    names = in_words(map(weekday_name, group.days))
    if not group.nths:
        return _run(group.days) or names
    return str(gettext("de %(nth)s %(day)s van de maand", nth=_nths(group.nths), day=names))


def _sentence(clause: Clause, first: Clause) -> str:
    rule = clause.rule
    if rule.joined == OTHERWISE:
        return str(gettext("Op andere tijden: %(words)s.", words=_ask(rule)))
    if rule.state == OFF:
        return _closed_because(rule)
    if clause is not first and _as_usual(rule, first.rule):
        return str(gettext("Ook %(when)s.", when=gettext(HOLIDAYS[rule.holidays[0]])))
    every_day = not (rule.periods or rule.weeks or rule.holidays or rule.weekdays)
    if every_day and rule.times in ((), (WHOLE_DAY,)):
        return _always(rule)
    words = _with_comment(rule, _when(rule))
    lead = gettext("Maar") if clause.changes else gettext("Ook") if clause.adds else ""
    return f"{lead} {words}." if lead else f"{words}."


def _as_usual(rule: Rule, usual: Rule) -> bool:
    """Whether a rule about holidays only says that they are like other days."""
    same = (rule.times, rule.state, rule.comment) == (usual.times, usual.state, usual.comment)
    return bool(rule.holidays) and not rule.periods and not rule.weeks and same


def _always(rule: Rule) -> str:
    if rule.state == ASK:
        return f"{capitalize_first(_ask(rule))}."
    comment = f" ({rule.comment})" if rule.comment else ""
    return str(gettext("Altijd open%(comment)s.", comment=comment))


def _closed_because(rule: Rule) -> str:
    comment = f" ({rule.comment})" if rule.comment else ""
    if (rule.periods or rule.weeks or rule.within) and rule.weekdays:
        days = in_words(map(_closed_days, rule.weekdays))
        text = gettext("%(when)s dicht op %(days)s", when=capitalize_first(_wide(rule)), days=days)
    else:
        text = gettext("Dicht %(when)s", when=_when_closed(rule)).rstrip()
    return f"{text}{comment}."


def _ask(rule: Rule) -> str:
    """What to do first: the words of the rule, with the advice to call."""
    comment = rule.comment.rstrip(" .!")
    if "bel" in comment.lower().split():
        return comment
    advice = str(gettext("bel eerst"))
    return f"{comment}, {advice}" if comment else advice


def _with_comment(rule: Rule, words: str) -> str:
    if rule.state == ASK:
        return f"{words} ({_ask(rule)})"
    return f"{words} ({rule.comment})" if rule.comment else words


def _when(rule: Rule) -> str:
    """When it is open: in juli en augustus: elke maandag, 10.00–12.00."""
    times = in_words(map(_times, rule.times)) or gettext("de hele dag")
    wide = _wide(rule)
    if rule.holidays:
        days = str(gettext(HOLIDAYS[rule.holidays[0]]))
    elif rule.weekdays:
        days = in_words(map(_days, rule.weekdays))
    else:
        days = "" if _is_one_day(rule) else str(gettext("elke dag"))
    when = f"{wide}: {days}" if wide and days else wide or days
    return f"{when}, {times}"


def _is_one_day(rule: Rule) -> bool:
    """Whether a rule only holds on single dates."""
    periods = rule.periods
    return bool(periods) and all(day == last and day and day.day for day, last in periods)


def _wide(rule: Rule) -> str:
    """The part of the year of a rule: in juli en augustus."""
    holidays = (gettext(HOLIDAYS[name]) for name in rule.within)
    return in_words([*_periods(rule.periods), *map(_weeks, rule.weeks), *holidays])


def _weeks(weeks: Weeks) -> str:
    if parity := _parity(weeks):
        return parity
    if weeks.first == weeks.last:
        return str(gettext("in week %(number)d", number=weeks.first))
    return str(gettext("in week %(first)d tot en met %(last)d", first=weeks.first, last=weeks.last))


def _periods(periods: Iterable[Period]) -> list[str]:
    return [_period(period) for period in periods]


def _period(period: Period) -> str:
    first, last = period
    if first is None or last is None:
        if first:
            return str(gettext("vanaf %(day)s", day=day_words(first)))
        return str(gettext("tot en met %(day)s", day=day_words(last) if last else ""))
    if first == last:
        words = gettext("op %(day)s") if first.day else gettext("in %(day)s")
        return str(words % {"day": day_words(first)})
    if not first.day and not first.year and (last.month - first.month) % 12 == 1:
        return str(
            gettext("in %(first)s en %(last)s", first=day_words(first), last=day_words(last))
        )
    if first.day and last == first._replace(day=first.day + 1):
        return str(gettext("op %(first)d en %(last)s", first=first.day, last=day_words(last)))
    if first.year == last.year:
        first = first._replace(year=0)
    return str(
        gettext("van %(first)s tot en met %(last)s", first=day_words(first), last=day_words(last))
    )


def day_words(day: Day) -> str:
    """A day of a period as a date says it: 1 april, 1 april 2027, or april."""
    on = date(day.year or 2024, day.month, day.day or 1)
    style = " ".join(filter(None, ("d" if day.day else "", "MMMM", "yyyy" if day.year else "")))
    return str(format_date(on, style))


def _days(group: Weekdays) -> str:
    names = in_words(map(weekday_name, group.days))
    if group.nths:
        return str(gettext("elke %(nth)s %(day)s van de maand", nth=_nths(group.nths), day=names))
    return days_words(group.days)


def days_words(days: Sequence[int]) -> str:
    """Weekdays (0 is Monday) as a pattern: elke dag, maandag tot en met vrijdag, elke dinsdag."""
    if tuple(days) == ALL_DAYS:
        return str(gettext("elke dag"))
    return _run(days) or str(gettext("elke %(day)s", day=in_words(map(weekday_name, days))))


def _run(days: Sequence[int]) -> str:
    """Three or more weekdays in a row: maandag tot en met vrijdag; empty for others."""
    if len(days) < 3 or days[-1] - days[0] != len(days) - 1:
        return ""
    first, last = weekday_name(days[0]), weekday_name(days[-1])
    return str(gettext("%(first)s tot en met %(last)s", first=first, last=last))


def _nths(nths: Iterable[int]) -> str:
    return in_words(gettext(NTH_NAMES[nth]) for nth in nths)


def _times(times: Times) -> str:
    start, end = clock_words(times.start), clock_words(times.end)
    if times == WHOLE_DAY:
        return str(gettext("de hele dag"))
    if not end:
        return str(gettext("vanaf %(start)s", start=start))
    if {times.start, times.end} & set(SUN_NAMES):
        return str(gettext("van %(start)s tot %(end)s", start=start, end=end))
    return f"{start}–{end}"


def clock_words(clock: str) -> str:
    """A time of the day as people write it: 10.00 for 10:00, zonsopgang for sunrise."""
    if clock in SUN_NAMES:
        return str(gettext(SUN_NAMES[clock]))
    hour, _, minute = clock.partition(":")
    return f"{int(hour)}.{minute}" if clock else ""


def weekday_name(number: int) -> str:
    """The name of a day of the week; 0 is Monday."""
    return str(format_date(date(2024, 1, 1) + timedelta(days=number), "EEEE"))
