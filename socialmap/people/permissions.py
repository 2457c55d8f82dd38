"""Who may do what: one table of roles and permissions, and how far each grant reaches."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What someone is on the platform."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    EDITOR = "editor"
    PROFESSIONAL = "professional"
    POLICY_OFFICER = "policy_officer"


class Permission(StrEnum):
    """What can be allowed; every view of the desk names one."""

    OWN_ACCOUNT = "own_account"
    SEE_DESK = "see_desk"
    EDIT = "edit"
    ANSWER_PROPOSALS = "answer_proposals"
    MERGE = "merge"
    IMPORT = "import"
    CHANGE_MANY = "change_many"
    CALL = "call"
    OFFER_ROOMS = "offer_rooms"
    SEE_MAIL = "see_mail"
    SEE_QUALITY = "see_quality"
    SEE_PROFESSIONAL = "see_professional"
    MANAGE_PEOPLE = "manage_people"
    SEE_AUDIT = "see_audit"


_EVERYBODY = {Permission.OWN_ACCOUNT, Permission.SEE_PROFESSIONAL}
_DESK = {
    Permission.SEE_DESK,
    Permission.EDIT,
    Permission.ANSWER_PROPOSALS,
    Permission.MERGE,
    Permission.IMPORT,
    Permission.CHANGE_MANY,
    Permission.CALL,
    Permission.OFFER_ROOMS,
    Permission.SEE_MAIL,
    Permission.SEE_QUALITY,
}
ROLES: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.COORDINATOR: frozenset(_EVERYBODY | _DESK),
    Role.EDITOR: frozenset(
        _EVERYBODY | {Permission.SEE_DESK, Permission.EDIT, Permission.OFFER_ROOMS}
    ),
    Role.PROFESSIONAL: frozenset(_EVERYBODY),
    Role.POLICY_OFFICER: frozenset(_EVERYBODY | {Permission.SEE_QUALITY}),
}
# Who can change what others read signs in with something that they have as well.
NEEDS_SECOND_FACTOR = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})


@dataclass(frozen=True)
class Held:
    """A role that someone holds: everywhere, in one municipality, or for one organisation."""

    role: Role
    area: str = ""
    organisation_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Scope:
    """What a permission is asked for: the municipalities and the organisation of a listing."""

    areas: frozenset[str] = frozenset()
    organisation_id: uuid.UUID | None = None


def scope_at(
    municipalities: Iterable[str],
    service_areas: Iterable[str] = (),
    organisation_id: uuid.UUID | None = None,
) -> Scope:
    """The scope of something in municipalities ('' where one is not known) of an organisation.

    Without a municipality it counts as being in its service areas.
    """
    there = frozenset(filter(None, municipalities))
    return Scope(there or frozenset(service_areas), organisation_id)


def covers(
    areas: Collection[str] | None, organisations: Collection[uuid.UUID], scope: Scope
) -> bool:
    """Whether a scope lies in these municipalities (None: everywhere) or organisations.

    A scope that is nowhere lies in every municipality. `catalogue.scopes` asks the database the
    same; a test compares the two.
    """
    if areas is None or scope.organisation_id in organisations:
        return True
    return bool(areas) and (not scope.areas or not scope.areas.isdisjoint(areas))


def allows(held: Iterable[Held], permission: Permission, scope: Scope | None = None) -> bool:
    """Whether one of the roles gives the permission, there when a scope is given."""
    held = tuple(held)
    if scope is None:
        return any(permission in ROLES[each.role] for each in held)
    return covers(areas_of(held, permission), organisations_of(held, permission), scope)


def areas_of(held: Iterable[Held], permission: Permission) -> frozenset[str] | None:
    """The municipalities that someone has a permission for; None is everywhere."""
    areas = {
        each.area for each in held if permission in ROLES[each.role] and each.role != Role.EDITOR
    }
    return None if "" in areas else frozenset(areas)


def organisations_of(held: Iterable[Held], permission: Permission) -> frozenset[uuid.UUID]:
    """The organisations that someone has a permission for as their editor."""
    return frozenset(
        each.organisation_id
        for each in held
        if each.role == Role.EDITOR and each.organisation_id and permission in ROLES[each.role]
    )
