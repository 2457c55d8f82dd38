"""Find rows that are probably listed already: on another line of the file, or on the map."""

from __future__ import annotations

from dataclasses import dataclass

from socialmap.fields.flaws import Facts, Flaw, Level
from socialmap.importing.remarks import SHEET_LINES
from socialmap.matching.blocks import Blocks
from socialmap.matching.likeness import OTHER_DOOR, SURE, Likeness
from socialmap.matching.traits import Traits
from socialmap.proposals.unlisted import KeptOut
from socialmap.wording import N_

UNSURE = SURE - 0.01


@dataclass(frozen=True, slots=True)
class Twin:
    """Where the same listing probably is already: on a line of the file, or under a slug."""

    score: float
    line: int = 0
    slug: str = ""

    @property
    def sure(self) -> bool:
        """Whether it is surely the same, so that the row is left out; else a person should look."""
        return self.score >= SURE


def find_twin(traits: Traits, rows: Blocks[int], known: Blocks[str]) -> Twin | None:
    """Return the most likely twin of a row, one in the file first; None if it resembles nothing."""
    twins = [Twin(_score(match.likeness), line=match.label) for match in rows.matches(traits)]
    twins += [Twin(_score(match.likeness), slug=match.label) for match in known.matches(traits)]
    return max(twins, key=lambda twin: (twin.sure, bool(twin.line), twin.score), default=None)


def _score(likeness: Likeness) -> float:
    """Return the score of a likeness; what lies at another address is never surely the same."""
    elsewhere = any(
        part.field == "place" and part.agreement <= OTHER_DOOR for part in likeness.parts
    )
    return min(likeness.score, UNSURE) if elsewhere else likeness.score


def twin_flaw(twin: Twin) -> Flaw:
    """Return the remark on a row with a twin."""
    # Of a later sheet the line in that sheet.
    line = twin.line % SHEET_LINES
    where: Facts = (("line", line),) if twin.line else (("slug", twin.slug),)
    sentence, remedy = TWIN_FLAWS[twin.sure, bool(twin.line)]
    return Flaw(Level.WARNING, sentence, remedy, facts=where, suggestion=f"{where[0][1]}")


def merged_flaw(slug: str) -> Flaw:
    """Return the remark on a changed row whose listing was merged into another."""
    facts: Facts = (("slug", slug),)
    return Flaw(Level.WARNING, *MERGED, facts=facts, suggestion=slug)


def kept_out_flaw(match: KeptOut) -> Flaw:
    """Return the remark on a row that asked to stay off the map."""
    facts: Facts = (("kept", match.name), ("reason", match.reason.rstrip(".")))
    return Flaw(Level.ERROR, *KEPT_OUT, facts=facts)


# By (sure, in the file).
TWIN_FLAWS = {
    (True, True): (
        N_("Dit staat ook op regel %(line)s. We nemen alleen regel %(line)s."),
        N_("Haal een van de twee weg, of geef ze elk een eigen naam."),
    ),
    (True, False): (
        N_("Dit staat al op de kaart: %(slug)s. We nemen deze regel niet."),
        N_("Komt dit bestand in de plaats van een eerder bestand? Geef dan dezelfde bron op."),
    ),
    (False, True): (
        N_("Dit lijkt op regel %(line)s. We nemen allebei de regels."),
        N_("Is het hetzelfde? Haal dan een van de twee weg."),
    ),
    (False, False): (
        N_("Dit lijkt op %(slug)s, dat al op de kaart staat. We nemen deze regel wel."),
        N_("Is het hetzelfde? Voeg de twee dan samen."),
    ),
}
MERGED = (
    N_("Dit is samengevoegd met %(slug)s. We nemen de wijziging in deze regel niet."),
    N_("Klopt de wijziging? Zet die dan bij %(slug)s."),
)
KEPT_OUT = (
    N_("%(kept)s wil niet op de kaart staan: %(reason)s. We nemen deze regel niet."),
    N_("Is dit iets anders? Haal %(kept)s dan van de lijst ‘Niet opnemen’ en probeer het opnieuw."),
)
