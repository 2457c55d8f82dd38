"""Read how long something takes: 1:30, '1,5 uur', 'anderhalf uur' and 90 are minutes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from socialmap.fields.cells import is_nothing
from socialmap.fields.flaws import Flaw, Level
from socialmap.wording import N_

LONGEST = 24 * 60  # minutes
# Fewer minutes than these are rather hours, but that is a guess.
SHORTEST = 9
NUMBER = r"\d{1,4}(?:[.,]\d+)?"
HOUR, MINUTE = r"(?:uur|uren|uurtje|u|h|hours?)", r"(?:minuten|minuut|min|m|minutes?|'|′)"
CLOCK = re.compile(r"(?:1899-12-3[01]|1900-01-0[01])?[T ]?(\d{1,2}):(\d\d)(?::\d\d(?:\.\d+)?)?")
HOURS = re.compile(rf"({NUMBER})\s*{HOUR}\.?")
HOURS_AND_MINUTES = re.compile(rf"(\d{{1,2}})\s*{HOUR}\.?\s*(?:en\s*)?(\d{{1,2}})\s*{MINUTE}?\.?")
MINUTES = re.compile(rf"(\d{{1,4}})(?:[.,]0)?\s*{MINUTE}?\.?")
ISO = re.compile(r"p(?=[t\d])(?:(\d)d)?(?:t(?=\d)(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:0s)?)?")
ALL_DAY = re.compile(r"(?:de |een )?(?:hele|gehele|heel de) dag")
PERIOD = re.compile(
    r"(?:van\s*)?(\d{1,2})(?:[:.](\d\d))?\s*(?:uur|u)?\s*(?:-|–|tot|t/m)\s*"
    r"(\d{1,2})(?:[:.](\d\d))\s*(?:uur|u)?"
)
BARE_HOURS = re.compile(r"[1-9][.,](?:25|5|50|75)")
FRACTION = re.compile(r"0?[.,]\d+")
COUNTS = {"een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7,
          "acht": 8}  # fmt: skip
WORDS = {
    "anderhalf uur": 90, "anderhalve uur": 90, "half uur": 30, "een half uur": 30, "halfuur": 30,
    "half uurtje": 30, "een kwartier": 15, "kwartier": 15, "drie kwartier": 45,
    "driekwartier": 45, "uur": 60, "een uurtje": 60, "uurtje": 60,
    **{f"{word} uur": count * 60 for word, count in COUNTS.items()},
    **{f"{word}eneenhalf uur": count * 60 + 30 for word, count in COUNTS.items()},
    **{f"{word} en een half uur": count * 60 + 30 for word, count in COUNTS.items()},
}  # fmt: skip


UNTIL_MIDNIGHT = Flaw(
    Level.NOTE,
    N_("‘Hele dag’ lezen we als: tot middernacht."),
    N_("Eindigt het eerder? Schrijf de duur dan in minuten, zoals 90, of als 1:30."),
    mended=LONGEST,
)


@lru_cache(maxsize=1024)
def read_minutes(text: str) -> int | Flaw | None:
    """Read a duration in minutes, of at most a day; None when it is not known."""
    if is_nothing(text):
        return None
    if ALL_DAY.fullmatch(" ".join(text.lower().split())):
        return UNTIL_MIDNIGHT
    minutes = _minutes(" ".join(text.lower().replace("½", ",5").split()))
    if minutes is None or not 1 <= minutes <= LONGEST:
        return Flaw(
            Level.WARNING,
            N_("Deze duur kunnen we niet lezen. Op de kaart staat alleen hoe laat het begint."),
            N_("Schrijf de duur in minuten, zoals 90, of als 1:30."),
        )
    if minutes < SHORTEST and MINUTES.fullmatch(text.strip()):
        return Flaw(
            Level.WARNING,
            N_("Dit zijn %(minutes)s minuten. Dat is erg kort."),
            N_("Bedoel je uren? Schrijf dan %(minutes)s uur."),
            mended=minutes,
            facts=(("minutes", minutes),),
        )
    return minutes


def _minutes(text: str) -> int | None:
    """Return the minutes that a text stands for, rounded; None if it is no duration."""
    text = re.sub(r"^(?:ca\.?|circa|ongeveer|±|duur:?)\s*", "", text)
    if text in WORDS:
        return WORDS[text]
    for pattern, minutes_of in PATTERNS:
        if match := pattern.fullmatch(text):
            return minutes_of(match)
    return None


def _of_clock(match: re.Match[str]) -> int:
    return int(match[1]) * 60 + int(match[2])


def _of_iso(match: re.Match[str]) -> int:
    days, hours, minutes = (int(part or 0) for part in match.groups())
    return (days * 24 + hours) * 60 + minutes


def _of_period(match: re.Match[str]) -> int:
    start, end = (int(match[at]) * 60 + int(match[at + 1] or 0) for at in (1, 3))
    return (end - start) % LONGEST


def _float(number: str) -> float:
    return float(number.replace(",", "."))


# The first pattern that a text fits decides. A part of a day is how spreadsheets store a time.
PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], int]], ...] = (
    (CLOCK, _of_clock),
    (HOURS_AND_MINUTES, _of_clock),
    (HOURS, lambda match: round(_float(match[1]) * 60)),
    (MINUTES, lambda match: int(match[1])),
    (FRACTION, lambda match: round(_float(match[0]) * 24 * 60)),
    (BARE_HOURS, lambda match: round(_float(match[0]) * 60)),
    (ISO, _of_iso),
    (PERIOD, _of_period),
)
