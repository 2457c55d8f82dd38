"""Which roles the groups of an organisation's own sign-in give. Pure."""

from __future__ import annotations

from collections.abc import Collection

from socialmap.people.permissions import Held, Role

GIVEN = frozenset(Role) - {Role.EDITOR}


def read_table(text: str) -> dict[str, Held]:
    """The table as it is typed in the settings: group=role; group=role:municipality.

    Raises ValueError for a role that is not there, or that belongs to an organisation of ours.
    """
    table = {}
    for line in filter(None, (part.strip() for part in text.split(";"))):
        group, equals, given = line.rpartition("=")
        role, _, area = given.partition(":")
        if not equals or role.strip() not in GIVEN:
            known = ", ".join(sorted(GIVEN))
            raise ValueError(f"{line!r} is not group=role or group=role:municipality ({known})")
        table[group.strip()] = Held(Role(role.strip()), area.strip())
    return table


def held_by(groups: Collection[str], table: dict[str, Held]) -> set[Held]:
    """The roles of someone in these groups."""
    return {table[group] for group in groups if group in table}
