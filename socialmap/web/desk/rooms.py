"""Rooms on offer at the desk: put one on offer, change it, and match it with who looks for one."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from socialmap.catalogue.queries import initiative_by_slug
from socialmap.db import writes
from socialmap.errors import ConflictProblem, ForbiddenProblem
from socialmap.guards import actor, check, needs, signed_in
from socialmap.people.permissions import Permission, Scope, allows, organisations_of, scope_at
from socialmap.rooms import actions as space_actions
from socialmap.rooms import queries as space_queries
from socialmap.rooms.actions import SpaceFacts
from socialmap.rooms.models import Space, SpaceStatus
from socialmap.web.page.room_forms import (
    DISTANCES,
    SpaceSchema,
    WishSchema,
    filled_in,
    filled_in_wish,
    hours_of,
    located,
    wish_from,
)
from socialmap.wording import N_

blueprint = Blueprint("rooms", __name__, url_prefix="/beheer/ruimtes")
LABELS = {
    "name": N_("Naam van de ruimte"),
    "description": N_("Wat is er te vinden?"),
    "building": N_("Gebouw"),
    "street": N_("Straat en huisnummer"),
    "postcode": N_("Postcode"),
    "town": N_("Plaats"),
    "people": N_("Voor hoeveel mensen?"),
    "square_metres": N_("Vierkante meters"),
    "price": N_("Prijs per dagdeel in euro"),
    "price_text": N_("Meer over de prijs"),
    "when": N_("Wanneer is de ruimte vrij?"),
    "step_free": N_("Drempelvrij"),
    "accessible_toilet": N_("Rolstoeltoilet"),
    "contact_name": N_("Naar wie vraag je?"),
    "phone": N_("Telefoon"),
    "email": N_("Mailadres"),
    "website": N_("Website"),
    "most_price": N_("Hoogste prijs per dagdeel in euro"),
    "within": N_("Hoe ver weg mag het zijn?"),
    "note": N_("Wat is er verder nodig?"),
}


def _scope(space: Space | SpaceFacts) -> Scope:
    return scope_at([space.location.municipality], organisation_id=space.organisation_id)


def _check(scope: Scope) -> None:
    if not allows(signed_in().held, Permission.OFFER_ROOMS, scope):
        raise ForbiddenProblem(N_("Deze ruimte hoort niet bij jouw organisatie of gebied."))


def _labels() -> dict[str, str]:
    return {name: gettext(text) for name, text in LABELS.items()}


@blueprint.get("")
@needs(Permission.OFFER_ROOMS)
def index() -> ResponseReturnValue:
    """Show the rooms that are yours to change, and who looks for one."""
    held = signed_in().held
    mine = [
        space
        for space in space_queries.spaces(also_withdrawn=True)
        if allows(held, Permission.OFFER_ROOMS, _scope(space))
    ]
    return render_template("rooms/index.html", spaces=mine, wishes=space_queries.wishes())


@blueprint.get("/nieuw")
@needs(Permission.OFFER_ROOMS)
def new() -> ResponseReturnValue:
    """Show the form of a new room."""
    return _form(None, {})


@blueprint.post("/nieuw")
@needs(Permission.OFFER_ROOMS)
@writes
def offer() -> ResponseReturnValue:
    """Put a room on offer, or show the form again with what to mend."""
    own = organisations_of(signed_in().held, Permission.OFFER_ROOMS)
    try:
        facts = _facts(next(iter(own), None))
    except ValidationError as error:
        return _form(None, request.form.to_dict(), error.messages_dict), 422
    _check(_scope(facts))
    space_actions.offer_space(facts, actor())
    return redirect(url_for("rooms.index"), 303)


@blueprint.get("/<uuid:number>")
@needs(Permission.OFFER_ROOMS)
def edit(number: uuid.UUID) -> ResponseReturnValue:
    """Show a room to change it."""
    space = space_queries.space_by_id(number)
    _check(_scope(space))
    return _form(space, filled_in(space))


@blueprint.post("/<uuid:number>")
@needs(Permission.OFFER_ROOMS)
@writes
def change(number: uuid.UUID) -> ResponseReturnValue:
    """Change a room, or show the form again with what to mend."""
    space = space_queries.space_by_id(number)
    _check(_scope(space))
    try:
        facts = _facts(space.organisation_id)
        # Nor may it be moved to where it would not be theirs.
        _check(_scope(facts))
        version = request.form.get("version", type=int) or 0
        space_actions.change_space(space, facts, version, actor())
    except ValidationError as error:
        return _form(space, request.form.to_dict(), error.messages_dict), 422
    except ConflictProblem as problem:
        return _form(space, request.form.to_dict(), {"form": [str(problem)]}), 409
    return redirect(url_for("rooms.index"), 303)


@blueprint.post("/<uuid:number>/status")
@needs(Permission.OFFER_ROOMS)
@writes
def step(number: uuid.UUID) -> ResponseReturnValue:
    """Withdraw a room, or offer it again."""
    space = space_queries.space_by_id(number)
    _check(_scope(space))
    offered = space.status == SpaceStatus.OFFERED
    space_actions.set_status(
        space, SpaceStatus.WITHDRAWN if offered else SpaceStatus.OFFERED, actor()
    )
    return redirect(url_for("rooms.index"), 303)


@blueprint.get("/gezocht/<slug:slug>")
@needs(Permission.OFFER_ROOMS)
def wish(slug: str) -> ResponseReturnValue:
    """Show what room an initiative looks for, and which may fit."""
    initiative = check(Permission.OFFER_ROOMS, initiative_by_slug(slug))
    row = space_queries.wish_of(initiative.id)
    return _wish_form(initiative, filled_in_wish(row))


@blueprint.post("/gezocht/<slug:slug>")
@needs(Permission.OFFER_ROOMS)
@writes
def look(slug: str) -> ResponseReturnValue:
    """Keep what room an initiative looks for, and show which may fit."""
    initiative = check(Permission.OFFER_ROOMS, initiative_by_slug(slug))
    try:
        told = WishSchema().load(request.form.to_dict())
    except ValidationError as error:
        return _wish_form(initiative, request.form.to_dict(), error.messages_dict), 422
    space_actions.look_for_space(initiative, wish_from(told), told["note"], actor())
    return redirect(url_for("rooms.wish", slug=slug), 303)


@blueprint.post("/gezocht/<slug:slug>/klaar")
@needs(Permission.OFFER_ROOMS)
@writes
def found(slug: str) -> ResponseReturnValue:
    """Stop looking: there is a room, or none is needed."""
    initiative = check(Permission.OFFER_ROOMS, initiative_by_slug(slug))
    if row := space_queries.wish_of(initiative.id):
        space_actions.stop_looking(row, actor())
    return redirect(url_for("rooms.index"), 303)


def _facts(organisation_id: uuid.UUID | None) -> SpaceFacts:
    """What the form told of a room; a ValidationError says what is wrong with it."""
    told: dict[str, Any] = SpaceSchema().load(request.form.to_dict())
    location = located(told)
    hours, hours_text = hours_of(told["when"])
    names = ("name", "description", "people", "square_metres", "price", "price_text")
    reach = ("contact_name", "phone", "email", "website")
    return SpaceFacts(
        location=location,
        organisation_id=organisation_id,
        hours=hours,
        hours_text=hours_text,
        **{name: told[name] for name in names + reach},
    )


def _form(
    space: Space | None, told: dict[str, Any], errors: dict[str, list[str]] | None = None
) -> str:
    return render_template(
        "rooms/edit.html", space=space, told=told, errors=_translated(errors), labels=_labels()
    )


def _wish_form(
    initiative: Any, told: dict[str, Any], errors: dict[str, list[str]] | None = None
) -> str:
    row = space_queries.wish_of(initiative.id)
    return render_template(
        "rooms/wish.html",
        initiative=initiative,
        row=row,
        told=told,
        errors=_translated(errors),
        labels=_labels(),
        distances=[
            (metres, gettext("tot %(km)d kilometer", km=metres // 1000)) for metres in DISTANCES
        ],
        matches=space_queries.matches(space_queries.as_wish(row)) if row else [],
    )


def _translated(errors: dict[str, list[str]] | None) -> dict[str, list[str]]:
    return {name: [gettext(each) for each in said] for name, said in (errors or {}).items()}
