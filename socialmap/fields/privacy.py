"""Facts about persons in the texts of a file: left out, or pointed at."""

from __future__ import annotations

import re

from socialmap.fields.flaws import Flaw, Level
from socialmap.language.personal import BIRTH, BSN, personal_data
from socialmap.wording import N_

TELLING = re.compile(r"\d\d|@|\(at\)")


def about_persons(text: str) -> Flaw | None:
    """The flaw of a text that tells facts about a person."""
    # Digits and @ are cheap to see, and without them there is nothing to find.
    kinds = personal_data(text) if TELLING.search(text) else []
    if BSN in kinds:
        return Flaw(
            Level.ERROR,
            N_("Hier staat een getal dat een BSN kan zijn. We laten de tekst weg."),
            N_("Haal het nummer uit de tekst, ook uit het bestand."),
            mended="",
            secret=True,
        )
    if BIRTH in kinds:
        return Flaw(
            Level.WARNING,
            N_("Hier staat een datum die een geboortedatum kan zijn."),
            N_("Gaat de tekst over een persoon? Haal de datum er dan uit."),
            mended=text,
            secret=True,
        )
    if kinds:
        return Flaw(
            Level.NOTE,
            N_("In deze tekst staat een telefoonnummer of een mailadres."),
            N_("Zet het in de kolom telefoon of e-mail. Noem geen nummer van een privépersoon."),
            mended=text,
        )
    return None
