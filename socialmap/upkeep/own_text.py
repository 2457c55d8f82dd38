"""The own text of a municipality in its reminders: plain text with a few names to fill in. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from socialmap.errors import Problem
from socialmap.wording import N_

LONGEST = 1500  # characters
# The names that a text may have between braces, and what comes in their place.
PLACEHOLDERS: dict[str, str] = {
    "organisatie": N_("de naam van de organisatie, of ‘jullie’"),
    "aantal": N_("hoeveel plekken er in de mail staan"),
    "gemeente": N_("de naam van de gemeente"),
    "kaart": N_("de naam van deze kaart"),
}
HELD = re.compile(r"\{([^{}]*)\}")


def check_text(text: str) -> None:
    """Raise Problem if a text has a name that we do not know, or a brace without its other half."""
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    for name in HELD.findall(text):
        if name not in PLACEHOLDERS:
            raise Problem(
                N_("{%(name)s} kennen we niet. Je kunt kiezen uit: %(known)s."),
                name=name,
                known=known,
            )
    if re.search(r"[{}]", HELD.sub("", text)):
        raise Problem(
            N_("Er staat een losse accolade. Schrijf zo'n woord als %(known)s."), known=known
        )


def fill(text: str, facts: Mapping[str, object]) -> str:
    """Return the text with the facts in place of their names."""
    return HELD.sub(lambda held: str(facts.get(held[1], held[0])), text)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which empty lines part."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
