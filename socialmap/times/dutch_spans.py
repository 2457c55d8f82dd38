"""Times of the day as Dutch people write them, and the half of the day that each is in."""

from __future__ import annotations

from typing import NamedTuple

from socialmap.times.dutch_words import (
    HALF,
    MIDNIGHTS,
    NO_WORD,
    NOT_THEN,
    WHICH_NIGHT,
    UncertainError,
)

HOUR = 60  # minutes
NOON, MIDNIGHT = 12 * HOUR, 24 * HOUR
# Per part of the day the minutes between which a span begins.
BEGINS = {
    "ochtend": (5 * HOUR, NOON),
    "middag": (11 * HOUR, 19 * HOUR - 1),
    "avond": (16 * HOUR + 30, MIDNIGHT - 1),
    "nacht": (21 * HOUR, MIDNIGHT - 1),
}
LONGEST_PART = 10 * HOUR  # minutes of a span that a part of the day is named of
LONGEST_NIGHT = 10 * HOUR
SUN = {"zonsopgang": "sunrise", "zonsopkomst": "sunrise", "zonsondergang": "sunset"}


class Clock(NamedTuple):
    """A time in minutes since midnight, or an event of the sun.

    `vague` is True if it may be twelve hours later, as with 'half 8' or '7'; `digital` if it has a
    colon, as on a digital clock.
    """

    minutes: int
    vague: bool
    digital: bool
    text: str
    sun: str = ""


def clock(text: str) -> Clock:
    """Return a written time. Raise UncertainError if a day has no such time."""
    if text in SUN:
        return Clock(0, False, False, text, SUN[text])
    hour, _, minute = text.replace(".", ":").partition(":")
    minutes = int(hour) * HOUR + int(minute or 0)
    if minutes > MIDNIGHT:
        raise UncertainError(NO_WORD, text)
    vague = 1 <= int(hour) <= 12 and not hour.startswith("0")
    return Clock(minutes, vague, ":" in text, text)


def span(start: Clock, end: Clock, part: str, behind: bool = False) -> str:
    """Return a span in OSM syntax. Raise UncertainError if the half of the day is not certain.

    A part of the day that stands `behind` the end may be about the end alone: '10 tot 2 uur 's
    middags'.
    """
    words = f"{start.text} - {end.text}"
    if part == "middag" and behind and 8 * HOUR <= start.minutes < BEGINS[part][0]:
        return span_of_parts(start, end, "ochtend", part)
    if start.sun or end.sun:
        return _sunny(start, end, words)
    first = _begin(start, part, words) if part else start.minutes
    last = _end_in_part(start, end, first, words) if part else _end(start, end, words)
    if first == last:
        raise UncertainError(HALF, words)
    return f"{_osm(first)}-{_osm(last)}"


def span_of_parts(start: Clock, end: Clock, first: str, last: str) -> str:
    """Return a span from a time in one part of the day to a time in a later one."""
    words = f"{start.text} - {end.text}"
    begin, until = _begin(start, first, words), _begin(end, last, words)
    if until <= begin:
        raise UncertainError(HALF, words)
    return f"{_osm(begin)}-{_osm(until)}"


def open_end(start: Clock, part: str) -> str:
    """Return a span in OSM syntax of which only the start is known."""
    if start.sun:
        raise UncertainError(HALF, start.text)
    first = _begin(start, part, start.text) if part else start.minutes
    if not part and (first < 6 * HOUR or (start.vague and not start.digital and first < 9 * HOUR)):
        raise UncertainError(HALF, start.text)
    if first >= MIDNIGHT:
        raise UncertainError(HALF, start.text)
    return f"{_osm(first)}+"


def _begin(start: Clock, part: str, words: str) -> int:
    """Return when a span begins of which the part of the day is named."""
    first, last = BEGINS[part]
    later = [start.minutes + NOON] if start.vague and start.minutes < NOON else []
    fitting = [minutes for minutes in (start.minutes, *later) if first <= minutes <= last]
    if len(fitting) != 1:
        raise UncertainError(HALF if start.vague else NOT_THEN, words)
    return fitting[0]


def _end_in_part(start: Clock, end: Clock, first: int, words: str) -> int:
    """Return the first moment after the start that the end can mean."""
    moments = [end.minutes, end.minutes + MIDNIGHT]
    # Of '19.30 - 10' nobody knows on which clock the end is read.
    if end.vague and (start.vague or end.minutes == NOON):
        moments.append(end.minutes + NOON)
    last = min((moment for moment in moments if moment > first), default=first)
    if last - first > LONGEST_PART or last > MIDNIGHT + 6 * HOUR:
        raise UncertainError(HALF, words)
    return last


def _end(start: Clock, end: Clock, words: str) -> int:
    """Return when a span ends of which no part of the day is named."""
    if start.minutes % MIDNIGHT == end.minutes % MIDNIGHT == 0 and start.minutes >= end.minutes:
        raise UncertainError(MIDNIGHTS, words)
    if start.minutes == MIDNIGHT:
        raise UncertainError(WHICH_NIGHT, words)
    first, last = start.minutes, end.minutes or MIDNIGHT
    bare = start.vague and end.vague and not start.digital and not end.digital
    if (first, last) == (0, MIDNIGHT):
        return last
    # 'ma 2-4' hardly ever means at night, and 'ma 7-9' may be in the evening.
    if first < 6 * HOUR or (bare and first < 9 * HOUR and first < last < NOON):
        raise UncertainError(HALF, words)
    if last > first:
        return last
    # 'tien tot vier' is from the morning to the afternoon.
    if (
        bare
        and 8 * HOUR <= first < 13 * HOUR
        and (last >= 3 * HOUR or first >= NOON)
        and last < 7 * HOUR
    ):
        return last + NOON
    if first >= 17 * HOUR and last <= 6 * HOUR and last + MIDNIGHT - first <= LONGEST_NIGHT:
        return last + MIDNIGHT
    raise UncertainError(HALF, words)


def _sunny(start: Clock, end: Clock, words: str) -> str:
    """Return a span that begins or ends with the sun; the other end must leave no doubt."""
    texts = []
    for one in (start, end):
        if not one.sun and one.vague and not one.digital and one.minutes < 9 * HOUR:
            raise UncertainError(HALF, words)
        texts.append(one.sun or _osm(one.minutes))
    if texts[0] == texts[1] or texts[0] == "sunset":
        raise UncertainError(HALF, words)
    return "-".join(texts)


def _osm(minutes: int) -> str:
    """Return minutes since midnight as OSM writes them; the end of a night is 02:00."""
    minutes = minutes - MIDNIGHT if minutes > MIDNIGHT else minutes
    return f"{minutes // HOUR:02}:{minutes % HOUR:02}"
