"""The roles that come with the groups of an organisation's own sign-in (OIDC). Pure."""

from __future__ import annotations

from collections.abc import Collection

from socialmap.people.permissions import Held, Role

GRANTABLE = frozenset(Role) - {Role.EDITOR}


def read_table(text: str) -> dict[str, Held]:
    """Return the role of each group; `text` is like "group=role; group=role:municipality".

    Raise ValueError for an unknown role, or for the role of editor, which needs an organisation.
    """
    table = {}
    for line in filter(None, (part.strip() for part in text.split(";"))):
        group, equals, value = line.rpartition("=")
        role, _, area = value.partition(":")
        if not equals or role.strip() not in GRANTABLE:
            roles = ", ".join(sorted(GRANTABLE))
            raise ValueError(f"{line!r} is not group=role or group=role:municipality ({roles})")
        table[group.strip()] = Held(Role(role.strip()), area.strip())
    return table


def held_by(groups: Collection[str], table: dict[str, Held]) -> set[Held]:
    """Return the roles of a person in these groups."""
    return {table[group] for group in groups if group in table}
