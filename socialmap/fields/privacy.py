"""Personal data in free text: the words are left out and named, and the rest is kept."""

from __future__ import annotations

import re

from socialmap.fields.flaws import Flaw, Level
from socialmap.language.personal import BIRTH, BSN, personal_parts
from socialmap.wording import N_

SUSPECT = re.compile(r"\d\d|@|\(at\)")
LEFT_OUT = "…"
ONE = (
    N_("Hier staat een getal dat een BSN kan zijn. Het eindigt op %(last)s. We laten het getal weg,"
       " en houden de rest."),
    N_("Haal het getal uit de tekst, ook uit het bestand."),
)  # fmt: skip
SEVERAL = (
    N_("Hier staan getallen die een BSN kunnen zijn. Ze eindigen op %(last)s. We laten de getallen"
       " weg, en houden de rest."),
    N_("Haal de getallen uit de tekst, ook uit het bestand."),
)  # fmt: skip


def privacy_flaw(text: str) -> Flaw | None:
    """Return the flaw of a text that holds personal data; None if it seems to hold none."""
    # A cheap check first: personal data always holds two digits in a row, an @ or "(at)".
    parts = personal_parts(text) if SUSPECT.search(text) else []
    numbers = [part[1:] for part in parts if part.kind == BSN]
    births = [part[1:] for part in parts if part.kind == BIRTH]
    if numbers:
        # The number itself may not be stored anywhere, so its last digits have to do.
        last = ", ".join(text[end - 3 : end] for _, end in numbers)
        return Flaw(
            Level.WARNING,
            *(SEVERAL if numbers[1:] else ONE),
            mended=_without(text, [*numbers, *births]),
            facts=(("last", last),),
            secret=True,
        )
    if births:
        words = ", ".join(dict.fromkeys(text[start:end] for start, end in births))
        return Flaw(
            Level.WARNING,
            N_("Hier staat een datum die een geboortedatum kan zijn: %(words)s. We laten de datum"
               " weg, en houden de rest."),
            N_("Gaat de tekst over een persoon? Haal de datum er dan uit. Anders: zet hem terug."),
            mended=_without(text, births),
            facts=(("words", words),),
            secret=True,
        )  # fmt: skip
    if parts:
        words = ", ".join(dict.fromkeys(text[part.start : part.end] for part in parts))
        return Flaw(
            Level.NOTE,
            N_("In deze tekst staat een telefoonnummer of een mailadres: %(words)s."),
            N_("Zet het in de kolom telefoon of e-mail. Noem geen nummer van een privépersoon."),
            mended=text,
            facts=(("words", words[:80]),),
        )
    return None


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with an ellipsis in the place of each span."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{LEFT_OUT}{text[end:]}"
    return text
