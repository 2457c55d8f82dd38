"""Which listings are open at a moment, for all at once: by the coming week of all opening hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from socialmap.search.index.segment import Bits, Flags, Segment, packed
from socialmap.search.query import MOMENTS
from socialmap.times.clock import AMSTERDAM
from socialmap.times.hours import parsed, spans
from socialmap.times.hours_spans import Where

# From a minute up to another, since 1970 in UTC.
MinuteSpan = tuple[int, int]
DAYS = 9
# Beside query.MOMENTS: a date and time that someone chose; and whether opening hours are known.
CHOSEN, KNOWN = "op", "bekend"
NUMBERS = {name: number for number, name in enumerate((*MOMENTS, CHOSEN, KNOWN))}
# Parts of the day, narrowed: open until a quarter past twelve does not count as the afternoon.
DAY_PARTS = {
    "ochtend": (time(7), time(11, 30)),
    "middag": (time(12, 30), time(17)),
    "avond": (time(18, 30), time(23)),
}
WEEK = 7
NEVER = np.iinfo(np.int64).max


def minutes(moment: datetime) -> int:
    """Minutes since 1970 in UTC."""
    return int(moment.timestamp() // 60)


class OpeningTable:
    """The openings of opening hours at their place in the DAYS from a date, in minutes.

    Row by row: the number of the hours (`number`), and its `start` and `end`.
    """

    def __init__(self, hours: tuple[tuple[str, Where], ...], first: date):
        begin = datetime.combine(first, time(), AMSTERDAM)
        end = datetime.combine(first + timedelta(days=DAYS), time(), AMSTERDAM)
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
        self.known = np.array([parsed(text) is not None for text, _ in hours], np.bool_)

    def open_in(self, first: int, last: int) -> Flags:
        """Per opening hours whether they are open at some minute from `first` up to `last`."""
        flags = np.zeros(len(self.known), np.bool_)
        flags[self.number[(self.start < last) & (self.end > first)]] = True
        return flags

    def waiting(self, at: int) -> npt.NDArray[np.int64]:
        """Per opening hours the minutes until they open: 0 when open, NEVER when unknown."""
        wait = np.full(len(self.known), NEVER)
        later = self.end > at
        np.minimum.at(wait, self.number[later], np.maximum(self.start[later] - at, 0))
        return wait


@lru_cache(maxsize=16)
def _opening_table(hours: tuple[tuple[str, Where], ...], first: date) -> OpeningTable:
    return OpeningTable(hours, first)


def opening_table(segment: Segment, at: datetime) -> OpeningTable:
    """The table of a segment's opening hours from the day of a moment on; cached for that day."""
    return _opening_table(segment.hours, at.astimezone(AMSTERDAM).date())


def windows(at: datetime, chosen: datetime | None = None) -> Mapping[str, list[MinuteSpan]]:
    """The minutes of each moment that can be filtered on; `chosen` is a local time.

    A part of the day is that of each day of the coming week.
    """
    local = at.astimezone(AMSTERDAM).replace(second=0, microsecond=0)
    day = local.date()

    def minute(days: int, clock: time = time()) -> int:
        return minutes(datetime.combine(day + timedelta(days=days), clock, AMSTERDAM))

    now, weekday = minutes(local), day.weekday()
    spans = {
        "nu": [(now, now + 1)],
        "vandaag": [(now, minute(1))],
        "weekend": [(max(now, minute(max(0, 5 - weekday))), minute(7 - weekday))],
    }
    for name, (first, last) in DAY_PARTS.items():
        parts = [(minute(days, first), minute(days, last)) for days in range(WEEK)]
        spans[name] = [(max(now, start), end) for start, end in parts if end > now]
    if chosen:
        then = minutes(chosen.replace(tzinfo=AMSTERDAM))
        spans[CHOSEN] = [(then, then + 1)]
    return spans


@dataclass(frozen=True)
class OpenFlags:
    """Which listings are open at each moment that can be filtered on, by the numbers of NUMBERS.

    `codes` (N) has for each listing one bit per moment; `bits` (8, N/64) is the same transposed.
    """

    codes: npt.NDArray[np.uint8]
    bits: Bits


def open_flags(segment: Segment, at: datetime, chosen: datetime | None = None) -> OpenFlags:
    """The flags of a segment at a moment; cached for its minute."""
    key = (minutes(at), chosen)
    return segment.cache.get("open", key, lambda: _open_flags(segment, at, chosen))


def _open_flags(segment: Segment, at: datetime, chosen: datetime | None) -> OpenFlags:
    doc, start, end = (segment[f"occurrence_{name}"] for name in ("doc", "start", "end"))
    hours = np.zeros((len(segment.hours), 8), np.bool_)
    happens = np.zeros((len(doc), 8), np.bool_)
    hours[:, NUMBERS[KNOWN]] = opening_table(segment, at).known
    happens[:, NUMBERS[KNOWN]] = True
    for name, moments in windows(at, chosen).items():
        day = chosen.replace(tzinfo=AMSTERDAM) if chosen and name == CHOSEN else at
        table = opening_table(segment, day)
        for first, last in moments:
            hours[:, NUMBERS[name]] |= table.open_in(first, last)
            happens[:, NUMBERS[name]] |= (start < last) & (end > first)
    codes = np.packbits(hours, axis=1)[:, 0][segment["hours"]]
    np.bitwise_or.at(codes, doc, np.packbits(happens, axis=1)[:, 0])
    flags = np.unpackbits(codes[:, np.newaxis], axis=1).view(np.bool_)
    return OpenFlags(codes, packed(flags.T))
