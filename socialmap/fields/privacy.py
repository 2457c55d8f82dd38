"""Personal data in free text: left out, or pointed out."""

from __future__ import annotations

import re

from socialmap.fields.flaws import Flaw, Level
from socialmap.language.personal import BIRTH, BSN, personal_data
from socialmap.wording import N_

SUSPECT = re.compile(r"\d\d|@|\(at\)")


def privacy_flaw(text: str) -> Flaw | None:
    """Return the flaw of a text that holds personal data; None if it seems to hold none."""
    # A cheap check first: personal data always holds two digits in a row, an @ or "(at)".
    kinds = personal_data(text) if SUSPECT.search(text) else []
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
