"""Checks whether a password is too easy to guess. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from socialmap.wording import N_

SHORTEST = 12
LONGEST = 200
# Characters that a password must have besides the words that are guessed first.
EASY_REST = 8
# Words that are guessed first, with anything added to them.
FAVOURITES = (
    "wachtwoord",
    "welkom",
    "password",
    "qwerty",
    "azerty",
    "asdfgh",
    "letmein",
    "socialmap",
    "123456789",
    "geheim",
)


def trouble(password: str, about: Iterable[str] = ()) -> str:
    """Return what is wrong with a password, as a sentence to translate; "" if nothing is.

    `about` holds texts about the person, who must not use their words: name and mail address.
    """
    if len(password) < SHORTEST:
        return N_("Maak je wachtwoord langer: 12 tekens of meer. Een zin van vier woorden is goed.")
    if len(password) > LONGEST:
        return N_("Je wachtwoord is te lang: maak er 200 tekens van.")
    if len(set(password.casefold())) < 6:
        return N_("Je wachtwoord heeft te weinig verschillende tekens.")
    rest = password.casefold()
    for favourite in FAVOURITES:
        rest = rest.replace(favourite, "")
    if len(rest) < EASY_REST:
        return N_("Dit wachtwoord is te makkelijk te raden. Kies iets wat niemand anders heeft.")
    for word in _words(about):
        if word in password.casefold():
            return N_("Zet je naam of mailadres niet in je wachtwoord.")
    return ""


def _words(about: Iterable[str]) -> list[str]:
    parts = (part for text in about for part in text.casefold().replace("@", " ").split())
    return [part for part in parts if len(part) >= 5]
