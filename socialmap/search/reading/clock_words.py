"""The words for hours: om 14 uur, half drie, na vijven, tussen 10 en 12."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from socialmap.times.days import WHOLE_DAY

Meaning = tuple[tuple[str, ...], tuple[str, ...]]
HOURS = (
    "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf",
    "twaalf",
)  # fmt: skip
# Na vijven, voor tienen.
LATE_FORMS = {
    "enen": 1, "tweeen": 2, "drieen": 3, "vieren": 4, "vijven": 5, "zessen": 6, "zevenen": 7,
    "achten": 8, "negenen": 9, "tienen": 10, "elven": 11, "twaalven": 12,
}  # fmt: skip
# An hour of twelve without more is that of the afternoon up to six; at seven and eight it may be
# that of the morning or of the evening; from nine to twelve it is that of the day.
AFTERNOON, EITHER = range(1, 7), range(7, 9)

_HOUR = rf"(?:{'|'.join(HOURS)}|\d{{1,2}})"
_TIME = rf"(?:(?:kwart (?:over|voor) |half )?{_HOUR}|\d{{1,2}}[:.][0-5]\d)"
_UNIT = r"(?: ?(?:uur|u|h))"
_LATE = "|".join(sorted(LATE_FORMS, key=len, reverse=True))


def _minutes(text: str) -> list[int]:
    """The minutes of the day that a time may mean; none when it is not one."""
    text = text.strip()
    if digits := re.fullmatch(r"(\d{1,2})[:.](\d\d)", text):
        exact = int(digits[1]) * 60 + int(digits[2])
        return [exact] if exact < WHOLE_DAY[1] else []
    *lead, word = text.split()
    hour = LATE_FORMS.get(word) or (HOURS.index(word) + 1 if word in HOURS else None)
    hour = int(word) if hour is None and word.isdigit() else hour
    if hour is None or hour >= 24:
        return []
    away = {"half": -30, "kwart over": 15, "kwart voor": -15}.get(" ".join(lead), 0)
    if hour == 0 or hour > 12:
        return [hour * 60 + away]
    halves = [hour, hour + 12] if hour in EITHER else [hour + 12 if hour in AFTERNOON else hour]
    return [each * 60 + away for each in halves]


def _code(first: int, last: int | None = None) -> str:
    ends = [first] if last is None else [first, last]
    return "-".join(f"{minute // 60:02}.{minute % 60:02}" for minute in ends)


def _at(match: re.Match[str], _today: date) -> Meaning:
    return (), tuple(map(_code, _minutes(match["time"])))


def _after(match: re.Match[str], _today: date) -> Meaning:
    """After eight is in the evening, unless the time says otherwise."""
    starts = _minutes(match["time"])
    return (), tuple(_code(start, WHOLE_DAY[1]) for start in starts[-1:])


def _before(match: re.Match[str], _today: date) -> Meaning:
    ends = [minute for minute in _minutes(match["time"]) if minute]
    return (), tuple(_code(WHOLE_DAY[0], end) for end in ends[:1])


def _between(match: re.Match[str], _today: date) -> Meaning | None:
    spans = [
        _code(start, end)
        for start in _minutes(match["time"])
        for end in _minutes(match["end"])
        if start < end <= start + 12 * 60
    ]
    return ((), tuple(spans[:1])) if spans else None


Clock = tuple[str, Callable[[re.Match[str], date], Meaning | None]]
# Some numbers are no hours: 3 uur per week, 24 uur, na 50 jaar.
_NO_LENGTH = r"(?! (?:per|lang|in de week|achter))"
CLOCKS: tuple[Clock, ...] = (
    (
        (
            rf"(?:tussen|van|from|between) (?P<time>{_TIME}){_UNIT}? (?:en|tot|and|to)"
            rf" (?P<end>{_TIME}){_UNIT}"
        ),
        _between,
    ),
    (rf"(?:na|vanaf|after|from) (?P<time>{_TIME}){_UNIT}", _after),
    (rf"(?:na|vanaf|after|from) (?P<time>half {_HOUR}|{_LATE}|\d{{1,2}}[:.][0-5]\d)", _after),
    (rf"(?:voor|tot|before|until) (?P<time>{_TIME}){_UNIT}", _before),
    (rf"(?:voor|tot|before|until) (?P<time>half {_HOUR}|{_LATE}|\d{{1,2}}[:.][0-5]\d)", _before),
    (rf"(?:om|rond|omstreeks|at|um) (?P<time>{_TIME}){_UNIT}{_NO_LENGTH}", _at),
    (
        (
            rf"(?:om|rond|omstreeks|at|um) (?P<time>(?:half|kwart over|kwart voor) {_HOUR}"
            r"|\d{1,2}[:.][0-5]\d)"
        ),
        _at,
    ),
    (rf"(?P<time>\d{{1,2}}[:.][0-5]\d){_UNIT}?", _at),
    (rf"(?P<time>(?:half|kwart over|kwart voor) {_HOUR}){_UNIT}?", _at),
    (rf"(?P<time>(?:half )?(?:1?\d|2[0-3])){_UNIT}{_NO_LENGTH}", _at),
)
