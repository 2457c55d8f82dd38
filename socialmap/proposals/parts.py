"""What a proposal would change in a listing: fields that tell one thing change together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any

from socialmap.catalogue.fields import LISTING
from socialmap.catalogue.listing import TOGETHER, Listing, from_document, to_document
from socialmap.errors import NotFoundProblem
from socialmap.wording import N_

# Who says that something is right, or what it is sorted under, is nothing to propose.
FIELDS = frozenset(field.name for field in LISTING if field.proposable)
# What an initiative that is trusted may change itself: facts that go out of date by themselves.
LIVE = frozenset(field.name for field in LISTING if field.live)
GROUP_OF: dict[str, tuple[str, ...]] = {name: group for group in TOGETHER for name in group}


@dataclass(frozen=True)
class Difference:
    """A thing that would change: its name is that of its first field."""

    fields: tuple[str, ...]
    now: dict[str, Any]
    then: dict[str, Any]

    @property
    def name(self) -> str:
        """What it is called in a form."""
        return self.fields[0]


def check_fields(changes: Mapping[str, Any]) -> None:
    """Refuse a change of something that a listing has not, or that is not proposed."""
    if unknown := sorted(changes.keys() - FIELDS):
        raise NotFoundProblem(N_("Er is geen veld %(field)s."), field=", ".join(unknown))


def with_changes(
    listing: Listing, changes: Mapping[str, Any], wanted: Collection[str] | None = None
) -> Listing:
    """The listing as it would be; of all differences only those that are wanted, by name."""
    document = to_document(listing)
    for name, value in changes.items():
        if wanted is None or _group(name)[0] in wanted:
            if value in (None, "", [], {}):
                document.pop(name, None)
            else:
                document[name] = value
    return from_document(document)


def differences(listing: Listing, changes: Mapping[str, Any]) -> list[Difference]:
    """What the changes would make different, in the order of a listing's fields."""
    then = with_changes(listing, changes)
    groups = dict.fromkeys(_group(each.name) for each in fields(Listing) if each.name in changes)
    found = [
        Difference(
            group,
            {name: getattr(listing, name) for name in group},
            {name: getattr(then, name) for name in group},
        )
        for group in groups
    ]
    return [each for each in found if each.now != each.then]


def _group(name: str) -> tuple[str, ...]:
    return GROUP_OF.get(name, (name,))
