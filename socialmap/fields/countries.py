"""The country that a cell names, and whether the map covers it."""

from __future__ import annotations

from functools import cache, lru_cache

from babel import Locale

from socialmap.fields.cells import is_nothing
from socialmap.fields.flaws import Flaw, Level
from socialmap.language.folding import fold
from socialmap.wording import N_

# The Netherlands in Europe, and in the Caribbean: Bonaire, Saba and Sint Eustatius.
COVERED = frozenset({"", "NL", "BQ"})
OTHER_NAMES = {"holland": "NL", "nld": "NL", "usa": "US", "uk": "GB"}


@cache
def _codes() -> dict[str, str]:
    """Return country codes by folded code or name, in Dutch and English."""
    codes = dict(OTHER_NAMES)
    for locale in ("nl", "en"):
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
    return Flaw(
        Level.ERROR,
        N_("Dit ligt niet in Nederland. We slaan het over."),
        N_("Op deze kaart staan alleen plekken in Nederland."),
        mended=code,
    )
