"""Cards: what a list shows of an initiative, kept beside the index: no database is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import orjson


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """What a card shows. Lists hold codes of the taxonomies; a fact that nobody told is None."""

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
    confirmed_on: date | None = None
    audiences: tuple[str, ...] = ()
    forms: Mapping[str, float] = field(default_factory=dict)
    visibility: Mapping[str, str] = field(default_factory=dict)

    def shows(self, group: str) -> bool:
        """Whether a group of fields may be seen by everybody."""
        return self.visibility.get(group, "public") == "public"


NAMES = tuple(each.name for each in fields(Card))


def pack(card: Card, towns: list[str]) -> bytes:
    """A card and the towns of its points, as the bytes that the index keeps."""
    values = [getattr(card, name) for name in NAMES]
    return orjson.dumps([*values, towns])


def unpack(packed: bytes) -> tuple[Card, list[str]]:
    """The card and the towns of its points."""
    *values, towns = orjson.loads(packed)
    known: dict[str, Any] = dict(zip(NAMES, values, strict=True))
    on = known["confirmed_on"]
    known["confirmed_on"] = date.fromisoformat(on) if on else None
    return Card(**known), towns
