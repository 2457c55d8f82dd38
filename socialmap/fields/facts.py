"""Readers of hours, postcodes and taxonomy terms."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.fields.cells import Reader, is_nothing, shortened, too_long
from socialmap.fields.flaws import Flaw, Level
from socialmap.isolation.forms import default_weights
from socialmap.language.folding import fold
from socialmap.places import coordinates
from socialmap.places.borders import foreign_postcode
from socialmap.places.geometry import Point
from socialmap.times.dutch import read_times
from socialmap.wording import N_

LIST = re.compile(r"\s*(?:[|;\n]|,\s)\s*")
LONGEST_TEXT = 300  # characters of hours that stay a text
POSTCODE = re.compile(
    r"(?:NL[ -]*)?([1-9]\d{3}|[1-9]\d \d\d(?=[ -]*[A-Z]{2}))[ -]*([A-Z]{2})?[ .,]*", re.IGNORECASE
)
AND = re.compile(r"\s+en\s+|,|/")
ENDING = 3  # letters that an ending may have: koffieuur, koffieuurtje
SHORT, LONG = 4, 10  # characters from which one slip, or two, are a misspelling
CERTAIN = 90  # percent of likeness from which a word is a misspelling of a known one
SHORTEST = 6  # characters: shorter words resemble each other by chance


class Hours(NamedTuple):
    """Opening hours, in OSM syntax or else as the original text."""

    osm: str = ""
    text: str = ""


class KindAndSetting(NamedTuple):
    """A kind with its setting, or only a setting."""

    kind: str = ""
    setting: str = ""


@lru_cache(maxsize=8192)
def read_hours(text: str) -> Hours | Flaw:
    """Read opening hours in OSM syntax or in unambiguous Dutch; anything else stays a text."""
    if is_nothing(text):
        return Hours()
    if len(text) > 500:
        return too_long(text, LONGEST_TEXT, Hours(text=shortened(text, LONGEST_TEXT)))
    read = read_times(text)
    if not read.remaining:
        return Hours(osm=read.hours)
    facts = (("text", text), ("why", read.reason % dict(read.facts)))
    if read.hours:
        return Flaw(
            Level.NOTE,
            N_("Tijden: ‘%(text)s’ rekenen we om, en we tonen de tekst erbij."),
            N_("%(why)s"),
            Hours(read.hours, read.remaining),
            facts,
        )
    return Flaw(
        Level.NOTE,
        N_("Tijden: ‘%(text)s’ is niet zeker te lezen; we laten de tekst staan. %(why)s"),
        N_("Schrijf ze zoals: ma en wo 10:00-12:00. Dan weten we wanneer het open is."),
        Hours(text=read.remaining),
        facts,
    )


def read_postcode(text: str) -> str | Flaw:
    """Read a postcode as "1234 AB", or as its four digits."""
    if is_nothing(text):
        return ""
    match = POSTCODE.fullmatch(text)
    if match:
        digits = match[1].replace(" ", "")
        return f"{digits} {match[2].upper()}" if match[2] else digits
    if foreign_postcode(text):
        return Flaw(Level.WARNING, *NO_POSTCODE, mended="", facts=(("foreign", text),))
    return Flaw(Level.WARNING, *NO_POSTCODE, mended="")


NO_POSTCODE = (
    N_("Dit is geen postcode. We laten hem weg."),
    N_("Een postcode heeft vier cijfers en twee letters, zoals 3811 LP."),
)


def read_coordinates(text: str) -> Point | Flaw | None:
    """Read both coordinates of a point from one cell, in either order, as (lon, lat)."""
    if is_nothing(text):
        return None
    return coordinates.read_coordinates(text) or Flaw(
        Level.WARNING,
        N_("Dit is geen punt op de kaart. We laten het weg."),
        N_("Schrijf eerst de breedte en dan de lengte, zoals 52.0907, 5.1214."),
    )


@cache
def _codes(scheme: str) -> Mapping[str, str]:
    """Return the codes of a scheme by folded spelling: code, Dutch, English or alias."""
    if scheme == "language":
        return _languages()
    codes: dict[str, str] = {}
    terms = list(taxonomy().terms(scheme))
    for spelling in ("code", "nl", "en"):
        for term in terms:
            codes.setdefault(fold(getattr(term, spelling)), term.code)
    for term in terms:
        for alias in term.aliases:
            codes.setdefault(fold(alias), term.code)
    return codes


def code_of(scheme: str, word: str) -> str:
    """Return the code of a term by any of its spellings; empty if the scheme has no such term."""
    return _codes(scheme).get(fold(word), "")


def _languages() -> dict[str, str]:
    codes: dict[str, str] = {}
    for locale in ("nl", "en"):
        for code, name in Locale(locale).languages.items():
            if len(code) <= 3:
                codes.setdefault(fold(name), code)
                codes.setdefault(fold(code), code)
    return codes


@lru_cache(maxsize=1024)
def _suggestion(scheme: str, folded: str) -> str:
    """Return the term that a word surely resembles (of a language its code), or ''.

    That is one of which it is a misspelling, or the same word with another ending.
    """
    # One letter is a slip of the pen; a second one only in a long word, which seldom is another.
    most = 1 + (len(folded) >= LONG) if len(folded) >= SHORT else 0
    words = list(_codes(scheme))
    best = process.extractOne(folded, words, scorer=OSA.distance, score_cutoff=most)
    near = best[0] if best else _longer_or_shorter(folded, words)
    if not near:
        return ""
    code = _codes(scheme)[near]
    return code if scheme == "language" else taxonomy().name(scheme, code)


def _longer_or_shorter(folded: str, words: list[str]) -> str:
    """Return the known word nearest in length that begins with a word, or that it begins with."""
    if len(folded) < SHORTEST:
        return ""
    same = (
        word
        for word in words
        if len(word) >= SHORTEST
        and abs(len(word) - len(folded)) <= ENDING
        and (word.startswith(folded) or folded.startswith(word))
    )
    return min(same, key=lambda word: abs(len(word) - len(folded)), default="")


def _unknown(scheme: str, words: list[str], mended: object) -> Flaw:
    suggestions = filter(None, (_suggestion(scheme, fold(word)) for word in words))
    suggestion = ", ".join(dict.fromkeys(suggestions))
    facts: tuple[tuple[str, object], ...] = (("word", ", ".join(words)[:80]),)
    if suggestion:
        return Flaw(
            Level.WARNING,
            N_("'%(word)s' kennen we hier niet. We laten het weg."),
            N_("Bedoelde je '%(suggestion)s'? Vul dat dan in."),
            mended,
            (*facts, ("suggestion", suggestion)),
            suggestion,
            unknown=tuple(words),
        )
    return Flaw(
        Level.WARNING,
        N_("'%(word)s' kennen we hier niet. We laten het weg."),
        N_("Kies een woord dat we kennen, of laat de cel leeg."),
        mended,
        facts,
        unknown=tuple(words),
    )


@lru_cache(maxsize=4096)
def certain_code(scheme: str, word: str) -> str:
    """Return the one code that a word surely means, apart from ages and signs; empty if unsure."""
    folded, codes = fold("".join(filter(str.isalpha, word))), _codes(scheme)
    if folded and folded in codes:
        return codes[folded]
    if len(folded) < SHORTEST:
        return ""
    alike = process.extract(folded, list(codes), scorer=fuzz.ratio, score_cutoff=CERTAIN)
    found = {codes[spelling] for spelling, _score, _position in alike}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=4096)
def read_kind(text: str) -> KindAndSetting | Flaw:
    """Read a kind by its code, name or alias, or a setting by its own."""
    if is_nothing(text):
        return KindAndSetting()
    folded = fold(text)
    if code := _codes("kind").get(folded):
        return KindAndSetting(code, taxonomy().setting_of(code))
    if code := _codes("setting").get(folded):
        return KindAndSetting("", code)
    return _unknown("kind", [text], KindAndSetting())


def words_in(text: str, known: Container[str]) -> Iterator[str]:
    """Yield the words of a list; 'ouderen en jongeren' is two, unless it is known when folded."""
    for item in filter(None, LIST.split(text)):
        if fold(item) in known:
            yield item
        else:
            yield from map(str.strip, AND.split(item))


def _split(scheme: str, text: str) -> tuple[list[str], list[str]]:
    """Return the codes in a list, and its unknown words."""
    codes, unknown = [], []
    code_by_spelling = _codes(scheme)
    for word in words_in(text, code_by_spelling):
        code = code_by_spelling.get(fold(word))
        if code:
            codes.append(code)
        elif not is_nothing(word):
            unknown.append(word)
    return list(dict.fromkeys(codes)), unknown


def codes_of(scheme: str) -> Reader:
    """Return a reader of a list of terms of a scheme, giving their codes."""

    @lru_cache(maxsize=4096)
    def read(text: str) -> tuple[str, ...] | Flaw:
        codes, unknown = _split(scheme, text)
        return _unknown(scheme, unknown, tuple(codes)) if unknown else tuple(codes)

    return read


@lru_cache(maxsize=1024)
def read_code(text: str) -> str | Flaw:
    """Read a sphere as its code; of several the first counts."""
    codes, unknown = _split("sphere", text)
    first = codes[0] if codes else ""
    return _unknown("sphere", unknown, first) if unknown else first


@lru_cache(maxsize=1024)
def read_forms(text: str) -> Mapping[str, float] | Flaw:
    """Read isolation forms, listed from most to least important, as a weight per form."""
    codes, unknown = _split("isolation_form", text)
    weights = default_weights(codes)
    return _unknown("isolation_form", unknown, weights) if unknown else weights


def read_names(text: str) -> tuple[str, ...]:
    """Read a list of names, such as the municipalities of a service area."""
    names = (name.strip() for name in LIST.split(text))
    return tuple(dict.fromkeys(name for name in names if name and not is_nothing(name)))
