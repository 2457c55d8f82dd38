"""Rows of one name at other addresses: branches, each with an id of its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from socialmap.importing.alike import Twin
from socialmap.importing.rows import Row
from socialmap.language.folding import fold
from socialmap.matching.likeness import PROBABLE


@dataclass
class Branches:
    """The addresses of the rows of a file so far, by their made id, and lines by name and town."""

    _streets: dict[str, str] = field(default_factory=dict)
    _lines: dict[tuple[str, str], int] = field(default_factory=dict)

    def own(self, row: Row, known: Collection[str]) -> Row:
        """Return the row with an id of its own if an earlier one has its name at another address.

        Only a row without an id of the file gets one, made of its street as well; `known` are ids
        that the source brought before.
        """
        if not row.keyed or row.listing is None:
            return row
        street = fold(row.listing.locations[0].street) if row.listing.locations else ""
        with_street = f"{row.source_id}|{street}"
        if with_street in known:
            return replace(row, source_id=with_street)
        first = self._streets.setdefault(row.source_id, street)
        return replace(row, source_id=with_street) if street and first != street else row

    def twin(self, row: Row) -> Twin | None:
        """Return the line of a row of the same name in the same town, which a person should see."""
        if row.listing is None or row.returned:
            return None
        town = row.listing.locations[0].town if row.listing.locations else ""
        line = self._lines.setdefault((fold(row.listing.name), fold(town)), row.line)
        return Twin(PROBABLE, line) if line != row.line else None
