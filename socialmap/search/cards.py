"""Cards: what a list shows of an initiative, kept beside the index: no database is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

import orjson


@dataclass(frozen=True, slots=True)
class Card:
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
    forms: Mapping[str, float] = field(default_factory=dict)
    visibility: Mapping[str, str] = field(default_factory=dict)
    town: str = ""

    @property
    def confirmed_on(self) -> date | None:
        """The last date on which a person said that something of it is right."""
        return date.fromisoformat(self.confirmed) if self.confirmed else None

    def shows(self, group: str) -> bool:
        """Whether a group of fields may be seen by everybody."""
        return self.visibility.get(group, "public") == "public"


NAMES = tuple(each.name for each in fields(Card))


def pack(card: Card) -> bytes:
    """A card as the bytes that the index keeps: its values, in order."""
    return orjson.dumps([getattr(card, name) for name in NAMES])


def unpack(packed: bytes) -> Card:
    """The card that was packed."""
    return Card(*orjson.loads(packed))
