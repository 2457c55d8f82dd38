"""What makes a password too easy to guess. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from socialmap.wording import N_

SHORTEST = 12
LONGEST = 200
# What must be left of a password beside the words that guessers try first.
EASY_REST = 8
# Words that guessers try first, with whatever behind them.
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
    """What is wrong with a password, as a sentence to translate; empty when nothing is.

    `about` are words about the person: name, mail address.
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
