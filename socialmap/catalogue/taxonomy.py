"""The taxonomies, read from data: settings, kinds, forms, domains, audiences and facts."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from socialmap.config import resource
from socialmap.errors import FileProblem
from socialmap.wording import N_

SCHEMES = (
    "setting",
    "kind",
    "isolation_form",
    "sphere",
    "life_domain",
    "audience",
    "threshold",
    "accessibility",
)


@dataclass(frozen=True)
class Term:
    """One term of a taxonomy; links are addresses in HSDS, schema.org or UPL.

    `plain` says it to residents, where the name itself is for professionals.
    """

    scheme: str
    code: str
    parent: str
    nl: str
    en: str
    definition_nl: str
    definition_en: str
    forms: tuple[str, ...]
    aliases: tuple[str, ...]
    links: tuple[str, ...]
    letter: str = ""
    plain: str = ""


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """All schemes: per scheme its terms by code, in the order of the file."""

    schemes: Mapping[str, Mapping[str, Term]]

    def terms(self, scheme: str) -> Iterable[Term]:
        """The terms of a scheme, in the order of its file."""
        return self.schemes[scheme].values()

    def get(self, scheme: str, code: str) -> Term | None:
        """The term with this code, or None: an old listing may have a code that a town dropped."""
        return self.schemes[scheme].get(code)

    def name(self, scheme: str, code: str) -> str:
        """The Dutch name of a code, or the code itself when the taxonomy does not have it."""
        term = self.get(scheme, code)
        return term.nl if term else code

    def plain_name(self, scheme: str, code: str) -> str:
        """What residents call a code; its name when there are no plainer words."""
        term = self.get(scheme, code)
        return (term.plain or term.nl) if term else code

    def setting_of(self, kind: str) -> str:
        """The setting of a kind; empty for an unknown kind."""
        term = self.get("kind", kind)
        return term.parent if term else ""

    def kinds_of(self, setting: str) -> list[Term]:
        """The kinds of a setting."""
        return [term for term in self.terms("kind") if term.parent == setting]


def read_scheme(path: Path) -> dict[str, Term]:
    """Read one scheme from its CSV file; a FileProblem names what is wrong."""
    terms: dict[str, Term] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            code = (row.get("code") or "").strip()
            if not code or not row.get("nl") or code in terms:
                raise FileProblem(
                    N_("%(file)s, regel %(line)s: elke term heeft een eigen code en een naam."),
                    file=path.name,
                    line=line,
                )
            terms[code] = Term(
                scheme=path.stem,
                code=code,
                parent=row["parent"],
                nl=row["nl"],
                en=row["en"],
                definition_nl=row["definition_nl"],
                definition_en=row["definition_en"],
                forms=tuple(row["forms"].split()),
                aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
                links=tuple(row["links"].split()),
                letter=row.get("letter") or "",
                plain=row.get("plain_nl") or "",
            )
    return terms


@cache
def taxonomy(own: Path | None = None) -> Taxonomy:
    """The taxonomies as shipped; a file of the same name in the town's own folder goes first."""
    shipped = resource("data", "taxonomy")

    def path(scheme: str) -> Path:
        name = f"{scheme}.csv"
        return own / name if own and (own / name).exists() else shipped / name

    return Taxonomy({scheme: read_scheme(path(scheme)) for scheme in SCHEMES})
