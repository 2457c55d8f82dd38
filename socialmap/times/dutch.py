"""Opening hours as Dutch people write them, turned into OSM opening_hours when unambiguous."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from socialmap.times.dutch_closures import without_closures
from socialmap.times.dutch_parser import UNCLEAR, parse
from socialmap.times.dutch_rules import osm_of
from socialmap.times.dutch_words import MIDNIGHTS, NTHS, UncertainError, tokens_of
from socialmap.times.hours import parsed
from socialmap.times.osm import OPEN, rules_of
from socialmap.wording import N_

OSM_TIME = re.compile(r"\d:\d|24/7|\boff\b|sun(?:rise|set)|^\"[^\"]+\"$", re.IGNORECASE)
WITHOUT_DAY = re.compile(r"(?!24/7)[\d:.,;\s-]+")
NO_HOURS = re.compile(r"0?0:00\s*-\s*0?0:00")
ON_APPOINTMENT = re.compile(
    r"(?:(?:alleen|uitsluitend|enkel|geopend|open)\s+)?(?:op|na|volgens|in) "
    r"(?:telefonische |voorafgaande )?(?:afspraak|overleg)"
)
_NTH = "|".join(NTHS)
ALSO = re.compile(rf"\book\b[^,;\n]*\b(?:{_NTH})\b|\b(?:{_NTH})\b[^,;\n]*\book\b")
LONGEST = 300  # characters; a longer text is prose, not a timetable
ALL_DAY = N_("Van een van de dagen staat er niet van hoe laat tot hoe laat.")
TOO_LONG = N_("De tekst is te lang om er dagen en tijden uit te halen.")
BESIDE = N_("Er staat meer in dan dagen en tijden. Daarom laten we de tekst erbij staan.")


@dataclass(frozen=True)
class Read:
    """What a text about opening hours says for certain, and what stays a text.

    `hours` are in OSM syntax, empty if nothing is certain; `remaining` is the text to show as it
    was written, empty if the hours say all of it. `reason` is a Dutch sentence, to be translated
    with `facts`, about why a text remains.
    """

    hours: str = ""
    remaining: str = ""
    reason: str = ""
    facts: tuple[tuple[str, str], ...] = ()


def read_times(text: str) -> Read:
    """Read opening hours in OSM syntax or in Dutch, as people type them or a file has them.

    In OSM, times without a day are of every day; people who leave out the day mean another thing.
    """
    typed = text.strip()
    if OSM_TIME.search(typed) and not WITHOUT_DAY.fullmatch(typed) and parsed(typed):
        return _read_osm(typed)
    return read_dutch(text)


def _read_osm(typed: str) -> Read:
    """Return hours in OSM syntax, unless people may mean something else by them.

    A day without times is open all day in OSM, and so is a day from midnight to midnight.
    """
    if match := NO_HOURS.search(typed):
        return Read(remaining=typed, reason=MIDNIGHTS, facts=(("word", match[0]),))
    bare = any(
        rule.state == OPEN and not rule.times and (rule.weekdays or rule.holidays or rule.periods)
        for rule in rules_of(typed) or ()
    )
    if bare and not re.search(r"\bopen\b|24/7", typed, re.IGNORECASE):
        return Read(remaining=typed, reason=ALL_DAY)
    return Read(hours=typed)


@lru_cache(maxsize=8192)
def read_dutch(text: str) -> Read:
    """Read opening hours in Dutch: all of them, or none if any part of them is uncertain."""
    typed = text.strip()
    if not typed:
        return Read()
    if len(typed) > LONGEST:
        return Read(remaining=typed, reason=TOO_LONG)
    if ON_APPOINTMENT.fullmatch(typed.lower().strip(" .;,\n")):
        return Read(f'"{typed}"')
    try:
        weekly, closures = without_closures(typed.lower().strip(" .;,\n"))
        tokens = tokens_of(weekly)
        labelled = [token for token in tokens if token.kind == "label"]
        rules = parse([token for token in tokens if token.kind != "label"])
        hours = "; ".join([osm_of(rules, also=bool(ALSO.search(typed.lower()))), *closures])
        if parsed(hours) is None:
            raise UncertainError(UNCLEAR)
    except UncertainError as doubt:
        facts = (("word", doubt.word),) if doubt.word else ()
        return Read(remaining=typed, reason=doubt.reason, facts=facts)
    return Read(hours, typed, BESIDE) if labelled else Read(hours)
