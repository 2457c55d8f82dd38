"""What a proposal would change in a listing: fields of one group change together."""

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
class ProposedChange:
    """A group of fields that would change, with their values now and then."""

    fields: tuple[str, ...]
    now: dict[str, Any]
    then: dict[str, Any]

    @property
    def name(self) -> str:
        """The name of the difference in a form: that of its first field."""
        return self.fields[0]


def check_fields(changes: Mapping[str, Any]) -> None:
    """Raise NotFoundProblem if a change is of a field that does not exist or cannot be proposed."""
    if unknown := sorted(changes.keys() - FIELDS):
        raise NotFoundProblem(N_("Er is geen veld %(field)s."), field=", ".join(unknown))


def with_changes(
    listing: Listing, changes: Mapping[str, Any], wanted: Collection[str] | None = None
) -> Listing:
    """The listing with the changes made; with `wanted`, only those differences, by name."""
    document = to_document(listing)
    for name, value in changes.items():
        if wanted is None or _group(name)[0] in wanted:
            if value in (None, "", [], {}):
                document.pop(name, None)
            else:
                document[name] = value
    return from_document(document)


def proposed_changes(listing: Listing, changes: Mapping[str, Any]) -> list[ProposedChange]:
    """The differences that the changes would make, in the order of a listing's fields."""
    then = with_changes(listing, changes)
    groups = dict.fromkeys(_group(field.name) for field in fields(Listing) if field.name in changes)
    proposed = [
        ProposedChange(
            group,
            {name: getattr(listing, name) for name in group},
            {name: getattr(then, name) for name in group},
        )
        for group in groups
    ]
    return [difference for difference in proposed if difference.now != difference.then]


def _group(name: str) -> tuple[str, ...]:
    return GROUP_OF.get(name, (name,))
