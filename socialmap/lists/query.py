"""A query of the list at the desk: read from an address, and written back to it. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from socialmap.catalogue.freshness import Freshness
from socialmap.catalogue.listing import COMPLETE
from socialmap.catalogue.models import Status
from socialmap.catalogue.taxonomy import taxonomy

LONGEST = 100
# What may be missing, by the names of `Listing.missing`; every listing has a name.
MISSING = tuple(name for name in COMPLETE if name != "name")
ANY = "any"
# What else can be asked for that a listing lacks, by the fields of which it has none. A listing is
# complete without it.
ALSO_MISSING: Mapping[str, tuple[str, ...]] = {
    "description": ("description",),
    "address": ("locations",),
    "organisation": ("organisation_id",),
    "phone": ("phones",),
    "email": ("email",),
    "website": ("website",),
    "cost": ("free_of_charge", "cost_amount", "cost_text"),
    "audience": ("audiences",),
    "life_domain": ("life_domains",),
}
SORTS = ("naam", "gewijzigd", "nakijken", "subsidie")
# The columns beside the name, and those that a list has until somebody chooses.
COLUMNS = (
    "vorm", "soort", "waar", "adres", "gemeente", "organisatie", "telefoon", "mail", "website",
    "status", "nakijken", "gewijzigd", "geld", "bron", "mist",
)  # fmt: skip
USUAL = ("vorm", "waar", "organisatie", "status", "nakijken")
# The names of an address that say how a list is shown, and not what is in it.
AS_SHOWN = frozenset({"volgorde", "kolom", "pagina"})
# Stands for no source: what people added by hand.
BY_HAND = "-"
MOST_PAGES = 10_000


class Args(Protocol):
    """What a web framework gives for the part of an address behind the question mark."""

    def get(self, key: str) -> str | None:
        """The first value of a name."""

    def getlist(self, key: str) -> list[str]:
        """All values of a name."""


@dataclass(frozen=True, kw_only=True)
class ListQuery:
    """One query of the list: words, a municipality, codes, and the order.

    Empty, or 0, means that it does not matter. Without a status it matches all that is not
    archived. `run` is the number of an import.
    """

    words: str = ""
    area: str = ""
    kind: str = ""
    setting: str = ""
    status: str = ""
    freshness: str = ""
    missing: str = ""
    organisation: uuid.UUID | None = None
    source: str = ""
    run: int = 0
    sort: str = SORTS[0]
    columns: tuple[str, ...] = USUAL
    page: int = 1

    @classmethod
    def from_args(cls, args: Args) -> ListQuery:
        """Read a query; a value that is not known is left out and never an error."""

        def text(name: str) -> str:
            typed = args.get(name) or ""
            return " ".join("".join(s if s.isprintable() else " " for s in typed).split())[:LONGEST]

        def one(name: str, known: Callable[[str], bool]) -> str:
            value = text(name)
            return value if known(value) else ""

        organisation = None
        with suppress(ValueError):
            organisation = uuid.UUID(text("organisatie"))
        return cls(
            words=text("wat"),
            area=text("gemeente"),
            kind=one("vorm", lambda code: taxonomy().get("kind", code) is not None),
            setting=one("soort", lambda code: taxonomy().get("setting", code) is not None),
            status=one("status", {*Status}.__contains__),
            freshness=one("actueel", {*Freshness}.__contains__),
            missing=one("mist", {*MISSING, *ALSO_MISSING, ANY}.__contains__),
            organisation=organisation,
            source=text("bron"),
            run=_number(text("import")),
            sort=one("volgorde", SORTS.__contains__) or SORTS[0],
            columns=_columns(args.getlist("kolom")),
            page=min(max(_number(text("pagina")), 1), MOST_PAGES),
        )

    def to_args(self) -> dict[str, str]:
        """The query as the names and values of its address, without defaults."""
        args: Mapping[str, str] = {
            "wat": self.words,
            "gemeente": self.area,
            "vorm": self.kind,
            "soort": self.setting,
            "status": self.status,
            "actueel": self.freshness,
            "mist": self.missing,
            "organisatie": str(self.organisation or ""),
            "bron": self.source,
            "import": str(self.run or ""),
            "kolom": ",".join(self.columns) if self.columns != USUAL else "",
            "volgorde": self.sort if self.sort != SORTS[0] else "",
            "pagina": str(self.page) if self.page > 1 else "",
        }
        return {name: value for name, value in args.items() if value}

    def on_page(self, page: int) -> ListQuery:
        """The same query for another page."""
        return replace(self, page=page)

    @property
    def with_filters(self) -> bool:
        """Whether a filter narrows the list; words are no filter."""
        return bool(self.to_args().keys() - {"wat", *AS_SHOWN})

    @property
    def filtered(self) -> bool:
        """Whether words or a filter narrow the list."""
        return bool(self.to_args().keys() - AS_SHOWN)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _columns(typed: Iterable[str]) -> tuple[str, ...]:
    """The columns among the names, in the order of COLUMNS; the usual ones if there are none."""
    chosen = {name for each in typed for name in each.split(",")}
    return tuple(name for name in COLUMNS if name in chosen) or USUAL
