"""Rows that are probably there already: on another line of the file, or on the map."""

from __future__ import annotations

from dataclasses import dataclass

from socialmap.fields.flaws import Facts, Flaw, Level
from socialmap.matching.blocks import Blocks
from socialmap.matching.likeness import SURE
from socialmap.matching.traits import Traits
from socialmap.proposals.unlisted import KeptOut
from socialmap.wording import N_


@dataclass(frozen=True, slots=True)
class Twin:
    """Where a listing probably is already: on a line, or on the map under a slug."""

    score: float
    line: int = 0
    slug: str = ""

    @property
    def sure(self) -> bool:
        """Whether the row is left out; else it comes in, and a person should look."""
        return self.score >= SURE


def find_twin(traits: Traits, rows: Blocks[int], known: Blocks[str]) -> Twin | None:
    """The most likely twin of a row, in the file first; None when it is like no other."""
    found = [Twin(each.likeness.score, line=each.label) for each in rows.matches(traits)]
    found += [Twin(each.likeness.score, slug=each.label) for each in known.matches(traits)]
    return max(found, key=lambda twin: (twin.sure, bool(twin.line), twin.score), default=None)


def said_of(twin: Twin) -> Flaw:
    """What a person should know of a row with a twin."""
    where: Facts = (("line", twin.line),) if twin.line else (("slug", twin.slug),)
    sentence, remedy = SAID[twin.sure, bool(twin.line)]
    return Flaw(Level.WARNING, sentence, remedy, facts=where, suggestion=f"{where[0][1]}")


def said_of_merged(slug: str) -> Flaw:
    """What a person should know of a changed row whose listing was merged into another."""
    facts: Facts = (("slug", slug),)
    return Flaw(Level.WARNING, *MERGED, facts=facts, suggestion=slug)


def said_of_kept_out(kept: KeptOut) -> Flaw:
    """What a person should know of a row that asked to stay off the map."""
    facts: Facts = (("kept", kept.name), ("reason", kept.reason.rstrip(".")))
    return Flaw(Level.ERROR, *KEPT_OUT, facts=facts)


# By whether it is sure, and whether the twin is in the file.
SAID = {
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
