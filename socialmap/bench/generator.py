"""Generates listings with real Dutch words; the same seed gives the same listings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

import numpy as np

from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.listing import ListedActivity, ListedConfirmation, ListedLocation, Listing
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.language.compounds import read_words
from socialmap.language.tokens import STOP_WORDS
from socialmap.places.gazetteer import Place, postcodes
from socialmap.wording import LANGUAGES

# A word's frequency falls with its rank to the power ZIPF (Zipf's law); VOCABULARY is the number of
# words.
ZIPF, VOCABULARY = 1.05, 30_000
FUNCTION_WORDS = 40
NAME, SUMMARY, DESCRIPTION = 2, 14, 64  # words
BLOCK = 1_000
HOURS = 300
WITHOUT_ADDRESS, WITH_ACTIVITY, CONFIRMED, WITH_HOURS = 0.05, 0.10, 0.70, 0.85
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "Mo-Fr", "Mo,We", "Tu,Th", "We,Fr", "Th[1]")
REPEATS = ("FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=1TH", "")
# Half of the yes-or-no facts are unknown, as in real catalogues.
FACT = (True, False, None, None)


@cache
def vocabulary() -> tuple[str, ...]:
    """Return VOCABULARY Dutch words, the most used first.

    They are function words, then words of this field, then parts of compounds, then compounds.
    """
    chance = Random(VOCABULARY)  # noqa: S311 - not for secrets
    function = sorted((word for word in STOP_WORDS if word.isalpha()), key=lambda w: (len(w), w))
    own = [word.strip("-") for word in read_words("own.txt")]
    parts = read_words("parts.txt")
    chance.shuffle(own)
    chance.shuffle(parts)
    words = dict.fromkeys(
        [*function[:FUNCTION_WORDS], *own, *(part for part in parts if len(part) > 3)]
    )
    heads = [word for word in own if 3 < len(word) < 9]
    while len(words) < VOCABULARY:
        words[chance.choice(heads) + chance.choice(parts)] = None
    return tuple(words)


def social_words() -> list[str]:
    """Return the most used words that are no function words, the most used first."""
    return [word for word in vocabulary()[: FUNCTION_WORDS + 400] if word not in STOP_WORDS]


@cache
def opening_hours() -> tuple[str, ...]:
    """Return HOURS different opening hours, in OSM syntax."""
    chance = Random(HOURS)  # noqa: S311
    hours: dict[str, None] = {}
    while len(hours) < HOURS:
        start = chance.randint(8, 19)
        end = start + chance.randint(1, 4)
        hours[f"{chance.choice(DAYS)} {start:02}:{chance.choice(('00', '30'))}-{end:02}:30"] = None
    return tuple(hours)


def listings(count: int, seed: int, today: date) -> Iterator[Listing]:
    """Yield `count` listings, with activities and confirmations around `today`.

    A town gets listings by its number of postcodes, because its population is not known.
    """
    words = np.array(vocabulary(), object)
    weights = 1 / np.arange(1, len(words) + 1) ** ZIPF
    odds = np.cumsum(weights / weights.sum())
    for start in range(0, count, BLOCK):
        drawn = np.random.default_rng((seed, start)).random((BLOCK, NAME + SUMMARY + DESCRIPTION))
        texts = words[np.minimum(np.searchsorted(odds, drawn), len(words) - 1)].tolist()
        chance = Random(seed * 1_000_003 + start)  # noqa: S311
        for number, text in enumerate(texts[: count - start], start):
            yield _listing(number, text, chance, today)


def _listing(number: int, words: Sequence[str], chance: Random, today: date) -> Listing:
    kind = chance.choice(list(taxonomy().terms("kind")))
    place = chance.choice(_places())
    remote = chance.random() < WITHOUT_ADDRESS
    name = f"{kind.nl.capitalize()} {' '.join(words[:NAME])} {place.town}"
    timed = chance.random() < WITH_HOURS
    return Listing(
        name=f"{name} {number}",
        summary=_sentences(words[NAME : NAME + SUMMARY]),
        description=_sentences(words[NAME + SUMMARY :]),
        kind=kind.code,
        setting=kind.parent,
        sphere=chance.choice(_codes("sphere")),
        organisation=f"Stichting {words[0]} {number % 2_000}",
        how_to_join="Loop binnen of bel." if chance.random() < 0.5 else "",
        hours=chance.choice(opening_hours()) if timed else "",
        cost_amount=chance.choice((None, 2.5, 5.0)),
        free_of_charge=chance.choice(FACT),
        walk_in=chance.choice(FACT),
        companion_welcome=chance.choice(FACT),
        quiet=chance.choice(FACT),
        online=remote and chance.random() < 0.5,
        email=f"info{number}@example.org",
        languages=("nl", *chance.sample(LANGUAGES[1:], chance.choice((0, 0, 0, 1, 2)))),
        life_domains=tuple(chance.sample(_codes("life_domain"), chance.randint(1, 3))),
        audiences=tuple(chance.sample(_codes("audience"), chance.randint(0, 2))),
        service_areas=(place.town,) if remote else (),
        locations=() if remote else (_location(number, place, chance),),
        activities=_activities(words[0], chance, today),
        confirmations=_confirmations(chance, today),
    )


@cache
def _places() -> tuple[Place, ...]:
    return tuple(postcodes().values())


@cache
def _codes(scheme: str) -> tuple[str, ...]:
    return tuple(term.code for term in taxonomy().terms(scheme))


def _sentences(words: Sequence[str]) -> str:
    parts = (" ".join(words[start : start + 12]) for start in range(0, len(words), 12))
    return " ".join(f"{part.capitalize()}." for part in parts)


def _location(number: int, place: Place, chance: Random) -> ListedLocation:
    return ListedLocation(
        lon=round(place.lon + chance.uniform(-0.012, 0.012), 6),
        lat=round(place.lat + chance.uniform(-0.008, 0.008), 6),
        street=f"Kerkstraat {number % 300 + 1}",
        postcode=f"{place.label[:4]} AB",
        town=place.town,
        step_free=chance.choice(FACT),
        accessible_toilet=chance.choice(FACT),
    )


def _activities(word: str, chance: Random, today: date) -> tuple[ListedActivity, ...]:
    if chance.random() >= WITH_ACTIVITY:
        return ()
    day = today + timedelta(days=chance.randint(-30, 30))
    starts = datetime.combine(day, time(chance.randint(9, 20), chance.choice((0, 30))))
    repeats = chance.choice(REPEATS)
    return (ListedActivity(name=f"Open dag {word}", starts=starts, repeats=repeats),)


def _confirmations(chance: Random, today: date) -> tuple[ListedConfirmation, ...]:
    if chance.random() >= CONFIRMED:
        return ()
    on = today - timedelta(days=chance.randint(0, 600))
    groups = chance.sample(FIELD_GROUPS, chance.randint(1, len(FIELD_GROUPS)))
    return tuple(ListedConfirmation(group=group, on=on) for group in groups)
