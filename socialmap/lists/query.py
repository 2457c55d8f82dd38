"""A query of the list at the desk: read from an address, and written back to it. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
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
SORTS = ("naam", "gewijzigd", "nakijken", "subsidie")
MOST_PAGES = 10_000


class Args(Protocol):
    """What a web framework gives for the part of an address behind the question mark."""

    def get(self, key: str) -> str | None:
        """The first value of a name."""


@dataclass(frozen=True, kw_only=True)
class ListQuery:
    """One query of the list: words, a municipality, codes, and the order.

    Empty means that it does not matter. Without a status it matches all that is not archived.
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
    sort: str = SORTS[0]
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
        page = text("pagina")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        return cls(
            words=text("wat"),
            area=text("gemeente"),
            kind=one("vorm", lambda code: taxonomy().get("kind", code) is not None),
            setting=one("soort", lambda code: taxonomy().get("setting", code) is not None),
            status=one("status", {*Status}.__contains__),
            freshness=one("actueel", {*Freshness}.__contains__),
            missing=one("mist", {*MISSING, ANY}.__contains__),
            organisation=organisation,
            source=text("bron"),
            sort=one("volgorde", SORTS.__contains__) or SORTS[0],
            page=min(max(number, 1), MOST_PAGES),
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
        return bool(self.to_args().keys() - {"wat", "volgorde", "pagina"})

    @property
    def filtered(self) -> bool:
        """Whether words or a filter narrow the list."""
        return bool(self.to_args().keys() - {"volgorde", "pagina"})
