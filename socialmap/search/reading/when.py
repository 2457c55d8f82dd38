"""Read when someone wants to go: koffie donderdagavond is koffie, on Thursday, in the evening."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from socialmap.search.query import DAY, KEY, PART, SearchQuery
from socialmap.search.reading.chips import Chip, Reading
from socialmap.search.reading.when_words import Found, folded, found_times
from socialmap.times.clock import AMSTERDAM
from socialmap.times.days import DAILY, DAYS, PARTS, WEEKDAYS, WEEKEND, clock_of

KIND = "time"
# Words that belong to the time behind them.
LEADS = frozenset(
    [
        *("op", "in", "de", "het", "om", "elke", "elk", "iedere", "ieder", "alle", "komende"),
        *("komend", "aankomende", "aanstaande", "deze", "dit", "een", "'s", "s", "met"),
        *("tijdens", "vroeg", "laat", "on", "every", "next", "this", "the", "at", "am", "an"),
        *("jeden", "el", "los", "le"),
    ]
)
# Words between two times: zaterdag en zondag.
LINKS = frozenset(["en", "of", "and", "or", "und", "oder", "et", "ou", "y", "o"])
# Behind these a time is not when someone wants to go: niet op zondag, vorige week maandag.
NOT_THEN = frozenset(
    [
        *("niet", "geen", "behalve", "zonder", "nooit", "not", "no", "except", "vorige", "vorig"),
        *("afgelopen", "laatste", "sinds", "tot", "goede", "goeden", "goeie", "last", "since"),
        *("gisteren", "good", "guten", "week", "werk"),
    ]
)
OPEN = frozenset(["open", "geopend", "offen", "geöffnet"])
# Words that may follow a time with open: zondag open in Zeist.
BEHIND_OPEN = frozenset(["in", "te", "bij", "rond", "nabij", "near", "is", "zijn"])
# Someone says how things are, rather than when they want to go: ik zit elke avond alleen. A day of
# the week is one on which something would help: op zondag voel ik me alleen.
STATEMENT = re.compile(r"\b(?:ik|mijn|me|mij|wij|we|ons|onze|hij|zij|ze)\b")
WISH = re.compile(
    r"\b(?:wil|willen|wilt|zoek|zoeken|zoekt|zou|zouden|graag|kan|kun|kunnen|kunt|mag|mogen|waar|wat"
    r"|wie|welke|iets|zin|vind|vinden|is er|zijn er)\b|\?"
)
OFTEN = frozenset([*WEEKDAYS, WEEKEND])
QUOTED = re.compile(r'"[^"]*"?')


def read_times(reading: Reading, at: datetime) -> Reading:
    """Days, parts of the day and hours among the words become the time that is asked for."""
    query = reading.query
    times = _times(query.words, at.astimezone(AMSTERDAM).date())
    if not times:
        return reading
    days = _in_order(day for time in times for day in time.days)
    parts = _without_halves(_in_order(part for time in times for part in time.parts))
    chip = Chip(KIND, "_".join((*days, *parts)), _said(query.words, times))
    if not KEY.fullmatch(chip.key) or chip.key in query.dropped:
        return reading
    words = _left(query.words, [time for time in times if not time.stays])
    understood = query.with_values(DAY, query.values(DAY) | set(days))
    understood = understood.with_values(PART, query.values(PART) | set(parts))
    # A name counts for more than the time that its words say, unless a time is chosen beside it.
    named = "" if query.when else chip.words
    understood = understood.changed(words=words, named=named, page=query.page)
    return replace(reading, query=understood, chips=(*reading.chips, chip))


def without_times(query: SearchQuery, at: datetime) -> SearchQuery:
    """The same query for any time: without the times among its words and without those chosen."""
    words = read_times(Reading(query), at).query.words
    return query.changed(
        words=words, chosen={**query.with_values(DAY, ()).with_values(PART, ()).chosen}, moment=None
    )


def _times(words: str, today: date) -> list[Found]:
    """The times of a query, each with the words that belong to it."""
    text = folded(words)
    found = found_times(text, today)
    if STATEMENT.search(text) and not WISH.search(text):
        found = tuple(time for time in found if OFTEN.issuperset(time.days) and time.days)
    quoted = [match.span() for match in QUOTED.finditer(text)]
    times = []
    for time in found:
        wider = _widened(text, time)
        before = text[: wider.start].split()
        literal = any(start < time.end and time.start < end for start, end in quoted)
        refused = before and (
            before[-1].strip(",") in NOT_THEN or (before[-1] == "dan" and "liever" in before)
        )
        unwanted = text[wider.start - 1 : wider.start] == "-"
        if not (literal or refused or unwanted):
            times.append(wider)
    return times


def _widened(text: str, time: Found) -> Found:
    """A time with the words before it that belong to it, and with open beside it."""
    start, end = time.start, time.end
    while (match := re.search(r"(\S+) $", text[:start])) and match[1] in LEADS:
        start = match.start(1)
    after = re.match(r" (?:is |zijn )?(\S+)(?: (\S+))?", text[end:])
    if after and after[1] in OPEN and (after[2] is None or after[2] in BEHIND_OPEN):
        end += after.end(1)
    before = re.search(r"(\S+) $", text[:start])
    if before and before[1] in OPEN and (start < time.start or not text[:start].split()[:-1]):
        start = before.start(1)
    return time._replace(start=start, end=end)


def _in_order(codes: Iterable[str]) -> list[str]:
    """Codes once each: those of the lists of days and parts first, in their order."""
    known = [*DAYS, DAILY, *PARTS]
    return sorted(
        set(codes), key=lambda code: (code not in known, code in known and known.index(code), code)
    )


def _without_halves(parts: Sequence[str]) -> list[str]:
    """Parts of the day without what hours say more precisely: 's ochtends om acht uur is 8.00."""
    hours = [part for part in parts if part not in PARTS]
    halves = [part for part in parts if part in PARTS]
    if not hours or not halves:
        return list(parts)
    inside = [hour for hour in hours if any(_overlap(hour, half) for half in halves)]
    return inside or list(parts)


def _overlap(one: str, other: str) -> bool:
    first, second = clock_of(one), clock_of(other)
    return bool(first and second and first[0] < second[1] and second[0] < first[1])


def _said(words: str, times: Sequence[Found]) -> str:
    return " ".join(" ".join(words[time.start : time.end].split()) for time in times)


def _left(words: str, times: Sequence[Found]) -> str:
    """The words without the times, and without what links two of them."""
    left, place = [], 0
    for time in times:
        between = words[place : time.start].strip(" ,/&-")
        left.append("" if place and between.casefold() in LINKS else between)
        place = time.end
    left.append(words[place:].strip(" ,"))
    return " ".join(filter(None, left))
