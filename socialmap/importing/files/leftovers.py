"""What the elements of a file hold that no listing has: counted by name, and said once for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.files.tables import RefusedRows
from socialmap.wording import N_

LONGEST = 60  # characters of an example
SENTENCE = N_(
    "Uit het veld %(column)s nemen we niet alles mee. Er valt %(count)s keer iets af,"
    " bijvoorbeeld ‘%(example)s’."
)
REMEDY = N_("Staat daar iets in dat bij een initiatief hoort? Zet het in de beschrijving.")


@dataclass
class Leftovers:
    """The number of texts that are left out by name, with an example."""

    names: dict[str, tuple[int, str]] = field(default_factory=dict)

    def note(self, name: str, texts: Iterable[str]) -> None:
        """Note texts that are left out."""
        for text in filter(None, (" ".join(one.split()) for one in texts)):
            count, example = self.names.get(name, (0, text[:LONGEST]))
            self.names[name] = (count + 1, example)

    def remark(self, refused: RefusedRows) -> None:
        """Name each of them in the report of the import."""
        for name, (count, example) in sorted(self.names.items()):
            facts = (("column", name), ("count", count), ("example", example))
            refused.add(0, Flaw(Level.NOTE, SENTENCE, REMEDY, facts=facts), name, example)
