"""Which listings are open at the times that people choose, for a whole segment at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache, partial

import numpy as np
import numpy.typing as npt

from socialmap.search.index.segment import Bits, Flags, Segment, packed
from socialmap.search.query import DAY, PART
from socialmap.times.clock import AMSTERDAM, MinuteSpan, minutes
from socialmap.times.dates import LONGEST_MINUTES
from socialmap.times.days import DAILY, DAILY_DAYS, DAYS, PARTS, When, is_part, spans_of
from socialmap.times.hours import OPEN_END_SURE, parsed, spans
from socialmap.times.hours_spans import Where

# The days from a date on of which a table has the openings: today up to its weekday of next week.
TABLE_DAYS = 9
# Beside the days and parts of the day: open at the time of the query, and its times are known.
FITS, KNOWN = "fits", "known"
ROWS = (*DAYS, *PARTS, FITS, KNOWN)
# Choices of times of which the flags are kept for a minute.
MOST_CACHED = 32
MINUTE = timedelta(minutes=1)
NEVER = np.iinfo(np.int64).max


class OpeningTable:
    """The openings of opening hours at their place in the TABLE_DAYS from a date, in minutes.

    Row by row: the number of the hours (`number`), and its `start` and `end`.
    """

    def __init__(self, hours: tuple[tuple[str, Where], ...], first: date):
        begin = datetime.combine(first, time(), AMSTERDAM)
        end = datetime.combine(first + timedelta(days=TABLE_DAYS), time(), AMSTERDAM)
        rows = [
            (number, minutes(a), minutes(b))
            for number, (text, where) in enumerate(hours)
            for a, b in spans(text, begin, end, where)
        ]
        table = np.array(rows, np.int64).reshape(-1, 3)
        self.number, self.start, self.end = (
            table[:, 0].copy(),
            table[:, 1].copy(),
            table[:, 2].copy(),
        )
        self.span = (minutes(begin), minutes(end))
        self.known = np.array([parsed(text) is not None for text, _ in hours], np.bool_)

    def open_in(self, first: int, last: int) -> npt.NDArray[np.int64]:
        """The numbers of the hours that are open at some minute from `first` up to `last`."""
        rows = (self.start < last) & (self.end > first)
        numbers: npt.NDArray[np.int64] = self.number[rows]
        return numbers

    def wait(self, wait: npt.NDArray[np.int64], first: int, last: int, at: int) -> None:
        """Lower per hours the minutes from `at` until they open from `first` up to `last`."""
        rows = (self.start < last) & (self.end > first)
        np.minimum.at(wait, self.number[rows], np.maximum(self.start[rows], first) - at)


@lru_cache(maxsize=16)
def _opening_table(hours: tuple[tuple[str, Where], ...], first: date) -> OpeningTable:
    return OpeningTable(hours, first)


def opening_table(segment: Segment, at: datetime) -> OpeningTable:
    """The table of a segment's opening hours from the day of a moment on; cached for that day."""
    return _opening_table(segment.hours, at.astimezone(AMSTERDAM).date())


def _table_at(segment: Segment, today: OpeningTable, span: MinuteSpan) -> OpeningTable:
    """The table that has a span: that of today, or of the day on which the span begins."""
    if today.span[0] <= span[0] and span[1] <= today.span[1]:
        return today
    return opening_table(segment, datetime.fromtimestamp(span[0] * 60, AMSTERDAM))


def waits(segment: Segment, at: datetime, when: When) -> npt.NDArray[np.int64]:
    """Per opening hours the minutes until they open within a chosen time, or else from now on.

    It is NEVER when that is not known.
    """
    now, today = minutes(at), opening_table(segment, at)
    wait = np.full(len(segment.hours), NEVER)
    for span in spans_of(when, at) if when else [(now, today.span[1])]:
        _table_at(segment, today, span).wait(wait, *span, now)
    # A moment that is over has no wait.
    waiting: npt.NDArray[np.int64] = np.maximum(wait, 0)
    return waiting


@dataclass(frozen=True)
class OpenFlags:
    """Which listings are open at each time that can be chosen: rows by their numbers.

    A day counts within the chosen parts of the day, and a part on the chosen days. `codes` (N, R/8)
    has for each listing one bit per row; `bits` (R, N/64) is the same transposed.
    """

    numbers: Mapping[str, int]
    codes: npt.NDArray[np.uint8]
    bits: Bits

    @cached_property
    def times(self) -> dict[str, dict[str, int]]:
        """The rows of the days and of the parts of the day, by the names of their facets."""
        codes = [code for code in self.numbers if code not in (FITS, KNOWN)]
        return {
            DAY: {code: self.numbers[code] for code in codes if not is_part(code)},
            PART: {code: self.numbers[code] for code in codes if is_part(code)},
        }


def open_flags(segment: Segment, at: datetime, when: When) -> OpenFlags:
    """The flags of a segment at a moment, for a choice of times; cached for the minute."""
    flags: Callable[[When], OpenFlags] = segment.cache.get(
        "open", minutes(at), lambda: lru_cache(MOST_CACHED)(partial(_open_flags, segment, at))
    )
    return flags(when)


def _open_flags(segment: Segment, at: datetime, when: When) -> OpenFlags:
    # Dates and hours that are chosen beside the days and parts of the day have rows as well.
    names = (*ROWS, *sorted(when.days.difference(DAYS)), *sorted(when.parts.difference(PARTS)))
    table, number = opening_table(segment, at), segment["hours"]
    rows = np.zeros((len(names) + -len(names) % 8, segment.count), np.bool_)
    for name, row in zip(names, rows, strict=False):
        if name == KNOWN:
            row[:] = table.known.take(number)
            row[segment["occurrence_doc"]] = True
        elif name == FITS:
            row[:] = _open(segment, at, when) if when else True
        elif name in DAYS or name in when.days:
            row[:] = _open(segment, at, When(frozenset({name}), when.parts))
        else:
            row[:] = _open(segment, at, replace(when, parts=frozenset({name})))
    numbers = {name: place for place, name in enumerate(names)}
    return OpenFlags(numbers, _codes(rows), packed(rows))


def _codes(rows: Flags) -> npt.NDArray[np.uint8]:
    """Rows of flags (R, N) as one bit per row for each listing (N, R/8).

    It is what packbits gives along the other axis, in a tenth of the time.
    """
    codes = np.zeros((len(rows) // 8, rows.shape[1]), np.uint8)
    for number, row in enumerate(rows.view(np.uint8)):
        codes[number >> 3] |= row << np.uint8(7 - (number & 7))
    return np.ascontiguousarray(codes.T)


def _open(segment: Segment, at: datetime, when: When) -> Flags:
    """Flags (N) of the listings that are open at some minute of a chosen time."""
    if DAILY not in when.days:
        return _open_within(segment, at, spans_of(when, at))
    today, other = at.astimezone(AMSTERDAM).date(), replace(when, days=when.days - {DAILY})
    coming = [frozenset({str(today + timedelta(days=ahead))}) for ahead in range(1, 8)]
    number = np.zeros(segment.count, np.uint8)
    for day in coming:
        number += _open_within(segment, at, spans_of(When(day, when.parts), at))
    daily: Flags = number >= DAILY_DAYS
    return daily | _open(segment, at, other) if other.days or other.moment else daily


def _open_within(segment: Segment, at: datetime, chosen: Iterable[MinuteSpan]) -> Flags:
    """Flags (N) of the listings that are open at some minute of some spans."""
    today, hours = opening_table(segment, at), np.zeros(len(segment.hours), np.bool_)
    happens = []
    for span in chosen:
        hours[_table_at(segment, today, span).open_in(*span)] = True
        rows = occurrences_in(segment, *span)
        happens.append(segment["occurrence_doc"][rows])
    flags = hours.take(segment["hours"])
    for docs in happens:
        flags[docs] = True
    return flags


def occurrences_in(segment: Segment, first: int, last: int) -> npt.NDArray[np.int64]:
    """The rows of the dated activities that go on at some minute from `first` up to `last`.

    One of which the end is not known goes on as long as what has opened certainly is open.
    """
    starts, ends = segment["occurrence_start"], segment["occurrence_end"]
    low, high = np.searchsorted(starts, (first - LONGEST_MINUTES, last))
    starts, ends = starts[low:high], ends[low:high]
    ends = np.where(ends > starts, ends, starts + OPEN_END_SURE // MINUTE)
    rows: npt.NDArray[np.int64] = low + np.flatnonzero(ends > first)
    return rows


def occurrence_of(segment: Segment, doc: int, chosen: Iterable[MinuteSpan]) -> MinuteSpan | None:
    """The first dated activity of a listing in some spans, which are in order; None without one.

    Its end is its start when it is not known.
    """
    for span in chosen:
        rows = occurrences_in(segment, *span)
        for row in rows[segment["occurrence_doc"][rows] == doc].tolist():
            return int(segment["occurrence_start"][row]), int(segment["occurrence_end"][row])
    return None
