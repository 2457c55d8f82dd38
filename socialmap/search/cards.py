"""Cards: what a list shows of an initiative, kept beside the index: no database is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

import orjson


class Card(NamedTuple):
    """What a card shows. Lists hold codes of the taxonomies; a fact that nobody told is None.

    `confirmed` is a date as text; `town` that of the first location, when it is for everybody.
    """

    id: str
    slug: str
    name: str
    summary: str = ""
    setting: str = ""
    kind: str = ""
    organisation: str = ""
    hours: str = ""
    hours_text: str = ""
    cost_amount: float | None = None
    cost_text: str = ""
    free_of_charge: bool | None = None
    online: bool = False
    confirmed: str = ""
    audiences: tuple[str, ...] = ()
    forms: Mapping[str, float] = MappingProxyType({})
    visibility: Mapping[str, str] = MappingProxyType({})
    town: str = ""

    @property
    def confirmed_on(self) -> date | None:
        """The last date on which a person said that something of it is right."""
        return date.fromisoformat(self.confirmed) if self.confirmed else None

    def shows(self, group: str) -> bool:
        """Whether a group of fields may be seen by everybody."""
        return self.visibility.get(group, "public") == "public"


def pack(card: Card) -> bytes:
    """A card as the bytes that the index keeps: its values, in order."""
    return orjson.dumps(list(card))


def unpack(packed: bytes | memoryview) -> Card:
    """The card that was packed."""
    return Card._make(orjson.loads(packed))
