"""The country that a cell names, and whether the map covers it."""

from __future__ import annotations

from functools import cache, lru_cache

from babel import Locale

from socialmap.fields.cells import is_nothing
from socialmap.fields.flaws import Flaw, Level
from socialmap.language.folding import fold
from socialmap.places.borders import DUTCH
from socialmap.wording import N_

COVERED = DUTCH | {""}
OTHER_NAMES = {
    "holland": "NL", "nld": "NL", "thenetherlands": "NL", "netherlands": "NL", "usa": "US",
    "uk": "GB", "bonaire": "BQ", "saba": "BQ", "sinteustatius": "BQ", "statia": "BQ",
    "steustatius": "BQ", "caribischnederland": "BQ", "besseilanden": "BQ", "beseilanden": "BQ",
    "caribbeannetherlands": "BQ", "curacao": "CW", "sintmaarten": "SX", "stmaarten": "SX",
}  # fmt: skip
# The other countries of the Kingdom, by name.
KINGDOM = frozenset({"AW", "CW", "SX"})


@cache
def _codes() -> dict[str, str]:
    """Return country codes by folded code or name, in Dutch, English and German."""
    codes = dict(OTHER_NAMES)
    for locale in ("nl", "en", "de"):
        for code, name in Locale(locale).territories.items():
            if len(code) == 2:
                codes.setdefault(fold(code), code)
                codes.setdefault(fold(name), code)
    return codes


@lru_cache(maxsize=1024)
def read_country(text: str) -> str | Flaw:
    """Read a country as its ISO 3166 code; one outside the Netherlands is an error."""
    if is_nothing(text):
        return ""
    code = _codes().get(fold(text))
    if code in COVERED:
        return code
    if code is None:
        return Flaw(
            Level.WARNING,
            N_("Dit land kennen we niet. We laten het weg."),
            N_("Schrijf Nederland, of de code NL."),
            mended="",
        )
    if code in KINGDOM:
        return Flaw(Level.ERROR, *IN_KINGDOM, mended=code, facts=(("country", country_name(code)),))
    return Flaw(
        Level.ERROR,
        N_("Dit ligt niet in Nederland. We slaan het over."),
        N_("Op deze kaart staan alleen plekken in Nederland."),
        mended=code,
    )


def country_name(code: str) -> str:
    """Return the Dutch name of a country."""
    name = Locale("nl").territories.get(code, code)
    return str(NAMES.get(code, name))


def country_named(text: str) -> str:
    """Return the country that a whole text names, not by its code; empty if it names none."""
    return (_codes().get(fold(text)) or "") if len(text.strip()) > SHORTEST else ""


SHORTEST = 3  # characters: shorter words are codes, or parts of an address
# Babel adds notes to some names.
NAMES = {"SX": "Sint Maarten", "CW": "Curaçao", "AW": "Aruba", "BQ": "Caribisch Nederland"}
IN_KINGDOM = (
    N_("Dit ligt in %(country)s, een eigen land in het Koninkrijk. We slaan het over."),
    N_("Op deze kaart staan alleen plekken in Nederland, met Bonaire, Sint Eustatius en Saba."),
)
