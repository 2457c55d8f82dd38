"""Who may enter: every view says `everybody` or `needs(permission)`; a test compares them all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import g, redirect, request, url_for
from flask_login import current_user

from socialmap.catalogue.models import Initiative
from socialmap.errors import ForbiddenProblem
from socialmap.people.models import Person
from socialmap.people.permissions import Permission, Scope, allows, scope_at
from socialmap.wording import N_

View = TypeVar("View", bound=Callable[..., object])


def everybody(view: View) -> View:
    """Let anybody in: residents have no account."""
    view.access = "everybody"  # type: ignore[attr-defined]
    return view


def current_person() -> Person | None:
    """Who is signed in, if anybody."""
    person = current_user._get_current_object()
    return person if isinstance(person, Person) and person.active else None


def signed_in() -> Person:
    """Who is signed in, in a view that let nobody else in."""
    person = current_person()
    if person is None:
        raise ForbiddenProblem(N_("Log eerst in."))
    return person


def actor() -> str:
    """How history names who is signed in."""
    return signed_in().actor


def needs(permission: Permission) -> Callable[[View], View]:
    """Let in who is signed in and has the permission somewhere; send others to sign in.

    Whose role asks for a second factor has shown it, on every page but those of the own account.
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
    """Whether who is signed in showed as much as the roles ask for."""
    return g.sign_in.strong or not person.needs_second_factor


def may(permission: Permission, initiative: Initiative | None = None) -> bool:
    """Whether who is signed in has a permission, for a listing when one is given."""
    person = current_person()
    scope = scope_of(initiative) if initiative else None
    return person is not None and allows(person.held, permission, scope)


def check(permission: Permission, initiative: Initiative) -> None:
    """Refuse who has the permission, but not for this listing."""
    if not may(permission, initiative):
        raise ForbiddenProblem(N_("Dit initiatief hoort niet bij jouw organisatie of gebied."))


def scope_of(initiative: Initiative) -> Scope:
    """Where a listing is, for who may touch it: its municipalities and its organisation."""
    there = [each.municipality for each in initiative.locations]
    return scope_at(there, initiative.codes("service_area"), initiative.organisation_id)
