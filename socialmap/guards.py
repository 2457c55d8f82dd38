"""Who may do what: each view is marked `everybody` or `needs(permission)`, and tests hold it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import g, redirect, request, url_for
from flask_login import current_user

from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.queries import initiative_to_edit
from socialmap.catalogue.scopes import Reach
from socialmap.errors import ForbiddenProblem
from socialmap.people.models import Person
from socialmap.people.permissions import (
    Permission,
    Scope,
    allows,
    areas_of,
    covers,
    organisations_of,
    scope_at,
)
from socialmap.wording import N_

View = TypeVar("View", bound=Callable[..., object])


def everybody(view: View) -> View:
    """Mark a view as open to all: residents have no account."""
    view.access = "everybody"  # type: ignore[attr-defined]
    return view


def current_person() -> Person | None:
    """The person who is signed in; None for a visitor without an account, or a disabled one."""
    person = current_user._get_current_object()
    return person if isinstance(person, Person) and person.active else None


def signed_in() -> Person:
    """The person who is signed in; raise ForbiddenProblem if nobody is."""
    person = current_person()
    if person is None:
        raise ForbiddenProblem(N_("Log eerst in."))
    return person


def actor() -> str:
    """The name of the signed-in person in history and the audit log: person:12."""
    return signed_in().actor


def needs(permission: Permission) -> Callable[[View], View]:
    """Make a decorator that opens a view to people with the permission, for any listing at all.

    A visitor is redirected to the sign-in page. A person whose role requires a second factor is
    redirected to show one first, except on the pages of the own account. Anybody else gets a
    ForbiddenProblem.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> object:
            person = current_person()
            if person is None:
                back = request.full_path.rstrip("?") if request.method == "GET" else None
                return redirect(url_for("security.login", next=back))
            if not allows(person.held, permission):
                raise ForbiddenProblem(N_("Jouw rol mag dit niet. Vraag het aan de beheerder."))
            if permission != Permission.OWN_ACCOUNT and not is_sure(person):
                return redirect(url_for("account.second_factor"))
            return view(*args, **kwargs)

        guarded.access = permission  # type: ignore[attr-defined]
        return cast(View, guarded)

    return mark


def is_sure(person: Person) -> bool:
    """Whether the person has signed in as strongly as the roles require."""
    return g.sign_in.strong or not person.needs_second_factor


def may(permission: Permission, initiative: Initiative | None = None) -> bool:
    """Whether the signed-in person has a permission: for this listing, or for any when None."""
    person = current_person()
    scope = scope_of(initiative) if initiative else None
    return person is not None and allows(person.held, permission, scope)


def check(permission: Permission, initiative: Initiative) -> Initiative:
    """Return the listing; raise ForbiddenProblem if the permission does not cover it."""
    if not may(permission, initiative):
        raise ForbiddenProblem(N_("Dit initiatief hoort niet bij jouw organisatie of gebied."))
    return initiative


def proposes(initiative: Initiative) -> bool:
    """Whether the person only proposes changes of a listing that residents see.

    So it is for an editor whose organisation is no member of the platform.
    """
    if initiative.organisation is None or initiative.organisation.member:
        return False
    areas = areas_of(signed_in().held, Permission.EDIT)
    shown = initiative.status != Status.DRAFT
    return shown and not covers(areas, (), scope_of(initiative))


def listing_of_mine(
    initiative_id: uuid.UUID, permission: Permission, *, lock: bool = False
) -> Initiative:
    """The listing with this id, of any status; raise ForbiddenProblem if it is not covered.

    With `lock` nobody else writes it until the transaction ends.
    """
    return check(permission, initiative_to_edit(initiative_id, lock=lock))


def my_reach(permission: Permission) -> Reach:
    """The municipalities and organisations for which the signed-in person has a permission."""
    held = signed_in().held
    return Reach(areas_of(held, permission), organisations_of(held, permission))


def scope_of(initiative: Initiative) -> Scope:
    """The municipalities and the organisation that decide who may change a listing."""
    municipalities = [location.municipality for location in initiative.locations]
    return scope_at(municipalities, initiative.codes("service_area"), initiative.organisation_id)
