"""The words for times: of a text, which stretches say a day, a part of the day or an hour."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from socialmap.config import resource
from socialmap.search.reading.clock_words import CLOCKS, HOURS, LATE_FORMS
from socialmap.times.days import DAILY, NOW, TODAY, TOMORROW, WEEKDAYS, WEEKEND
from socialmap.times.dutch_words import MONTH_OF
from socialmap.times.holidays import next_dates


class Found(NamedTuple):
    """A stretch of a text that says a time: from `start` up to `end`, as codes of times.days.

    With `stays` its words say more than the time, so that they are looked for as well.
    """

    start: int
    end: int
    days: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    stays: bool = False


# What a match means on a day (today): the days and the parts of the day; None for no time.
Meaning = tuple[tuple[str, ...], tuple[str, ...]]
Reader = Callable[[re.Match[str], date], Meaning | None]
Pattern = tuple[re.Pattern[str], Reader]

DAY_NAMES = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
PART_NAMES = {
    "ochtend": "ochtend", "morgen": "ochtend", "voormiddag": "ochtend", "middag": "middag",
    "namiddag": "middag", "avond": "avond",
}  # fmt: skip
NTHS = {"eerste": 1, "1e": 1, "tweede": 2, "2e": 2, "derde": 3, "3e": 3, "vierde": 4, "4e": 4}
LAST = "laatste"
HOLIDAY_NAMES = {
    r"(?:eerste|1e|1ste) kerstdag": ("eerste-kerstdag",),
    r"(?:tweede|2e|2de) kerstdag": ("tweede-kerstdag",),
    r"kerstavond": ("kerstavond",),
    r"kerst(?:mis|dagen)?": ("kerstavond", "kerst"),
    r"oud en nieuw": ("oudjaar", "nieuwjaar"),
    r"(?:oudjaar|oudejaar)s?(?:dag)?": ("oudjaar",),
    r"nieuwjaars?(?:dag)?": ("nieuwjaar",),
    r"(?:eerste|1e|1ste) paasdag": ("eerste-paasdag",),
    r"(?:tweede|2e|2de) paasdag": ("tweede-paasdag",),
    r"pasen|paasdagen": ("pasen",),
    r"hemelvaart(?:sdag)?": ("hemelvaart",),
    r"pinksteren": ("pinksteren",),
    r"koningsdag": ("koningsdag",),
    r"bevrijdingsdag": ("bevrijdingsdag",),
    r"(?:alle |de )?feestdagen": ("feestdagen",),
}
# Words that always mean the same.
ALWAYS: Mapping[str, Meaning] = {
    r"weekend(?:en|s)?|weekeinde": ((WEEKEND,), ()),
    r"door ?de ?week(?:se?)?(?: dagen)?|werkdag(?:en)?|weekdagen": (
        WEEKDAYS[:5],
        (),
    ),
    r"(?:elke|iedere) dag|alle dagen|dagelijks(?! leven)|(?:7|zeven) dagen per week": (
        (DAILY,),
        (),
    ),
    r"tussen de middag": ((), ("12.00-14.00",)),
    r"overdag": ((), ("09.00-17.00",)),
    r"na (?:het|mijn) werk|na werktijd": ((), ("17.00-24.00",)),
    r"nu (?:nog )?(?:open|geopend)|(?:nog )?(?:open|geopend) nu|op dit moment": ((NOW,), ()),
}
# Further ahead a holiday is a subject rather than a day on which someone wants to go out.
HOLIDAY_DAYS = 62
LONGEST_NOW = 3  # words
MOST_CACHED = 500

# A text without any of these says no time in Dutch.
SIGNS = re.compile(
    r"vandaag|dag|ochtend|morgen|middag|avond|week|na werktijd|werk\b|\bnu\b|moment|kerst"
    r"|oude?ja|oud en|nieuwjaar|pasen|hemelvaart|pinksteren|(?<!\d)\d{1,2}(?!\d)|(?:half|kwart) "
    rf"|(?:na|vanaf|voor|tot|om|rond|tussen) (?:{'|'.join((*HOURS, *LATE_FORMS))})\b"
)
_DAY = "|".join(DAY_NAMES)
_PART = "|".join(PART_NAMES)
_MONTH = "|".join(sorted(MONTH_OF, key=len, reverse=True))
# Behind a day: maandagavond, maandag 's avonds, maandag in de avond.
_THEN = rf"(?:[ -]?(?:'?s |in de )?(?P<part>{_PART})(?:s|en)?)?"


def folded(text: str) -> str:
    """The text in lower case, without accents, with one kind of apostrophe; as long as before."""
    return "".join(map(_folded, text))


@cache
def _folded(sign: str) -> str:
    plain = "'" if sign in "’‘`´" else unicodedata.normalize("NFD", sign)[0].lower()
    return plain if len(plain) == 1 else sign


@lru_cache(MOST_CACHED)
def found_times(text: str, today: date) -> tuple[Found, ...]:
    """The times in a folded text, in order; of two that overlap the first pattern counts."""
    elsewhere = not _first_words().isdisjoint(text.split())
    if not (elsewhere or SIGNS.search(text)):
        return ()
    found: list[Found] = []
    for place, (pattern, meaning) in enumerate(patterns()):
        if meaning is _of_elsewhere and not elsewhere:
            continue
        for match in pattern.finditer(text):
            taken = any(match.start() < one.end and match.end() > one.start for one in found)
            meant = None if taken else meaning(match, today)
            if meant and any(meant):
                found.append(Found(match.start(), match.end(), *meant, stays=place == 0))
    return tuple(sorted(found))


@cache
def patterns() -> tuple[Pattern, ...]:
    """The patterns, the most certain first."""
    others = (_any_of(_elsewhere()), _of_elsewhere)
    always = ((pattern, _same(meaning)) for pattern, meaning in ALWAYS.items())
    now = (r"^nu|nu$", _now)
    return tuple(
        (re.compile(rf"(?<![\w*])(?:{pattern})(?![\w*])"), meaning)
        for pattern, meaning in (*_by_date(), *CLOCKS, others, *always, *_by_day(), now)
    )


def _by_date() -> Iterator[tuple[str, Reader]]:
    yield (
        (
            rf"(?P<nth>{'|'.join(NTHS)}|{LAST}) (?P<day>{_DAY}){_THEN}"
            r" (?:van|in) (?:de|elke|iedere) maand"
        ),
        _nth,
    )
    yield (
        (
            rf"(?:(?:{_DAY}) )?(?P<number>\d{{1,2}})(?:e|ste|de)? (?P<month>{_MONTH})"
            r"(?: (?P<year>20\d\d))?"
        ),
        _date,
    )
    yield from ((name, _holiday(codes)) for name, codes in HOLIDAY_NAMES.items())
    yield r"oudejaarsavond", lambda _, today: (_dates("oudjaar", today), ("avond",))
    yield rf"volgende week (?P<day>{_DAY}){_THEN}", _next_week
    yield r"volgende? weekend", _next_weekend


def _by_day() -> Iterator[tuple[str, Reader]]:
    yield (
        rf"(?P<day>{_DAY}) (?:t/m|tot en met|tot|-) (?P<last>{_DAY}){_THEN}",
        _from_day_to_day,
    )
    yield rf"(?P<day>{_DAY})(?:s|en)?{_THEN}", _weekday
    yield rf"van(?P<part>{_PART})", lambda match, _: ((TODAY,), _part(match))
    yield rf"vandaag{_THEN}(?: nog)?", lambda match, _: ((TODAY,), _part(match))
    yield rf"overmorgen{_THEN}", _after_tomorrow
    yield r"morgen ?vroeg", _same(((TOMORROW,), ("ochtend",)))
    yield r"'?s morgens|(?:in de|elke|iedere) morgen", _same(((), ("ochtend",)))
    yield rf"morgen{_THEN}", lambda match, _: ((TOMORROW,), _part(match))
    yield rf"(?:'?s |in de )?(?P<part>{_PART})(?:s|en)?", lambda match, _: ((), _part(match))


def _same(meaning: Meaning) -> Reader:
    return lambda *_: meaning


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _elsewhere() -> Mapping[str, Meaning]:
    """The words of other languages, folded, with their meaning."""
    path = resource("data", "language", "times.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {
            folded(line["words"]): (
                (line["day"],) if line["day"] else (),
                (line["part"],) if line["part"] else (),
            )
            for line in csv.DictReader(file)
        }


def _of_elsewhere(match: re.Match[str], _today: date) -> Meaning | None:
    return _elsewhere()[match[0]]


@cache
def _first_words() -> frozenset[str]:
    """The first words of times in other languages."""
    return frozenset(words.split()[0] for words in _elsewhere())


def _part(match: re.Match[str]) -> tuple[str, ...]:
    return (PART_NAMES[match["part"]],) if match["part"] else ()


def _now(match: re.Match[str], _today: date) -> Meaning | None:
    """The word nu by itself says a time only in a few words: koffie nu."""
    short = len(match.string.split()) <= LONGEST_NOW and "wat" not in match.string.split()
    return ((NOW,), ()) if short else None


def _weekday(match: re.Match[str], _today: date) -> Meaning:
    return (WEEKDAYS[DAY_NAMES.index(match["day"])],), _part(match)


def _from_day_to_day(match: re.Match[str], _today: date) -> Meaning:
    first, last = DAY_NAMES.index(match["day"]), DAY_NAMES.index(match["last"])
    days = WEEKDAYS[first : last + 1] if first <= last else WEEKDAYS[first:] + WEEKDAYS[: last + 1]
    return days, _part(match)


def _after_tomorrow(match: re.Match[str], today: date) -> Meaning:
    return (str(today + timedelta(days=2)),), _part(match)


def _next_week(match: re.Match[str], today: date) -> Meaning:
    monday = today + timedelta(days=7 - today.weekday())
    return (str(monday + timedelta(days=DAY_NAMES.index(match["day"]))),), _part(match)


def _next_weekend(_match: re.Match[str], today: date) -> Meaning:
    saturday = today + timedelta(days=12 - today.weekday())
    return (str(saturday), str(saturday + timedelta(days=1))), ()


def _nth(match: re.Match[str], today: date) -> Meaning | None:
    """The next first, second or last of a weekday in its month."""
    for ahead in range(HOLIDAY_DAYS):
        day = today + timedelta(days=ahead)
        last = (day + timedelta(days=7)).month != day.month
        number = (day.day + 6) // 7
        fits = last if match["nth"] == LAST else number == NTHS[match["nth"]]
        if fits and day.weekday() == DAY_NAMES.index(match["day"]):
            return (str(day),), _part(match)
    return None


def _date(match: re.Match[str], today: date) -> Meaning | None:
    years = [int(match["year"])] if match["year"] else [today.year, today.year + 1]
    for year in years:
        try:
            day = date(year, int(MONTH_OF[match["month"]]), int(match["number"]))
        except ValueError:
            continue
        if day >= today:
            return (str(day),), ()
    return None


def _holiday(codes: tuple[str, ...]) -> Callable[[re.Match[str], date], Meaning]:
    return lambda _, today: (tuple(day for code in codes for day in _dates(code, today)), ())


def _dates(code: str, today: date) -> tuple[str, ...]:
    near = today + timedelta(days=HOLIDAY_DAYS)
    return tuple(str(day) for day in next_dates(code, today) if day <= near)
