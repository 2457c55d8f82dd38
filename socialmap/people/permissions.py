"""Which role has which permission, and for which listings each grant counts. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A role of a person on the platform."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    EDITOR = "editor"
    PROFESSIONAL = "professional"
    POLICY_OFFICER = "policy_officer"


class Permission(StrEnum):
    """A permission; every view of the desk requires one of them."""

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
    CHOOSE_REMINDERS = "choose_reminders"
    CHANGE_WORDS = "change_words"
    SET_UP = "set_up"
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
    Permission.CHOOSE_REMINDERS,
    Permission.CHANGE_WORDS,
    Permission.SET_UP,
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
# Roles that can change what the public reads must sign in with a second factor.
NEEDS_SECOND_FACTOR = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})


@dataclass(frozen=True)
class Held:
    """A role that someone holds: everywhere, in one municipality, or for one organisation."""

    role: Role
    area: str = ""
    organisation_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Scope:
    """The place of a listing among the grants: its municipalities and its organisation."""

    areas: frozenset[str] = frozenset()
    organisation_id: uuid.UUID | None = None


def scope_at(
    municipalities: Iterable[str],
    service_areas: Iterable[str] = (),
    organisation_id: uuid.UUID | None = None,
) -> Scope:
    """Return the scope of something of an organisation in these municipalities ("": unknown).

    Without a municipality it counts as being in its service areas.
    """
    known = frozenset(filter(None, municipalities))
    return Scope(known or frozenset(service_areas), organisation_id)


def covers(
    areas: Collection[str] | None, organisations: Collection[uuid.UUID], scope: Scope
) -> bool:
    """Whether a scope lies in one of these municipalities (None: all) or organisations.

    A scope without municipalities lies in all of them. `catalogue.scopes` has the same rule in SQL;
    a test compares the two.
    """
    if areas is None or scope.organisation_id in organisations:
        return True
    return bool(areas) and (not scope.areas or not scope.areas.isdisjoint(areas))


def allows(held: Iterable[Held], permission: Permission, scope: Scope | None = None) -> bool:
    """Whether one of the roles gives the permission, and if `scope` is given, for that scope."""
    held = tuple(held)
    if scope is None:
        return any(permission in ROLES[grant.role] for grant in held)
    return covers(areas_of(held, permission), organisations_of(held, permission), scope)


def areas_of(held: Iterable[Held], permission: Permission) -> frozenset[str] | None:
    """Return the municipalities in which the roles give a permission; None means all of them."""
    areas = {
        grant.area
        for grant in held
        if permission in ROLES[grant.role] and grant.role != Role.EDITOR
    }
    return None if "" in areas else frozenset(areas)


def organisations_of(held: Iterable[Held], permission: Permission) -> frozenset[uuid.UUID]:
    """Return the organisations for which the roles give a permission: those of an editor."""
    return frozenset(
        grant.organisation_id
        for grant in held
        if grant.role == Role.EDITOR and grant.organisation_id and permission in ROLES[grant.role]
    )
