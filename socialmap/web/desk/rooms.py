"""Rooms at the desk: put one on offer, change it, and match it with initiatives that need one."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.queries import initiative_by_slug
from socialmap.db import writes
from socialmap.errors import ConflictProblem, ForbiddenProblem
from socialmap.guards import actor, check, needs, signed_in
from socialmap.people.permissions import Permission, Scope, allows, organisations_of, scope_at
from socialmap.rooms import actions as room_actions
from socialmap.rooms import queries as room_queries
from socialmap.rooms.actions import RoomFacts
from socialmap.rooms.models import Room, RoomStatus
from socialmap.web.page.forms import Errors, translated
from socialmap.web.page.room_forms import (
    DISTANCES,
    filled_in,
    filled_in_wish,
    read_room,
    read_wish,
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


def _scope(room: Room | RoomFacts) -> Scope:
    """The municipality and the organisation that decide who may change a room."""
    return scope_at([room.location.municipality], organisation_id=room.organisation_id)


def _check(scope: Scope) -> None:
    """Raise ForbiddenProblem if the person may not change a room with this scope."""
    if not allows(signed_in().held, Permission.OFFER_ROOMS, scope):
        raise ForbiddenProblem(N_("Deze ruimte hoort niet bij jouw organisatie of gebied."))


@blueprint.get("")
@needs(Permission.OFFER_ROOMS)
def index() -> ResponseReturnValue:
    """Show the rooms that the person may change, and the initiatives that look for one."""
    held = signed_in().held
    mine = [
        room
        for room in room_queries.rooms(also_withdrawn=True)
        if allows(held, Permission.OFFER_ROOMS, _scope(room))
    ]
    return render_template("rooms/index.html", rooms=mine, wishes=room_queries.wishes())


@blueprint.get("/nieuw")
@needs(Permission.OFFER_ROOMS)
def new() -> ResponseReturnValue:
    """Show the form of a new room."""
    return _form(None, {})


@blueprint.post("/nieuw")
@needs(Permission.OFFER_ROOMS)
@writes
def offer() -> ResponseReturnValue:
    """Put a room on offer, or show the form again with the errors."""
    own = organisations_of(signed_in().held, Permission.OFFER_ROOMS)
    facts, errors = read_room(request.form, next(iter(own), None))
    if facts is None:
        return _form(None, request.form.to_dict(), errors), 422
    _check(_scope(facts))
    room_actions.offer_room(facts, actor())
    return redirect(url_for("rooms.index"), 303)


@blueprint.get("/<uuid:number>")
@needs(Permission.OFFER_ROOMS)
def edit(number: uuid.UUID) -> ResponseReturnValue:
    """Show the form of a room."""
    room = room_queries.room_by_id(number)
    _check(_scope(room))
    return _form(room, filled_in(room))


@blueprint.post("/<uuid:number>")
@needs(Permission.OFFER_ROOMS)
@writes
def change(number: uuid.UUID) -> ResponseReturnValue:
    """Change a room, or show the form again with the errors."""
    room = room_queries.room_by_id(number)
    _check(_scope(room))
    facts, errors = read_room(request.form, room.organisation_id, room.hours)
    if facts is None:
        return _form(room, request.form.to_dict(), errors), 422
    # A room may not be moved out of the reach of the person either.
    _check(_scope(facts))
    try:
        version = request.form.get("version", type=int) or 0
        room_actions.change_room(room, facts, version, actor())
    except ConflictProblem as problem:
        return _form(
            room, request.form.to_dict(), {"form": [gettext(problem.sentence, **problem.facts)]}
        ), 409
    return redirect(url_for("rooms.index"), 303)


@blueprint.post("/<uuid:number>/status")
@needs(Permission.OFFER_ROOMS)
@writes
def step(number: uuid.UUID) -> ResponseReturnValue:
    """Withdraw a room, or offer it again."""
    room = room_queries.room_by_id(number)
    _check(_scope(room))
    offered = room.status == RoomStatus.OFFERED
    room_actions.set_status(room, RoomStatus.WITHDRAWN if offered else RoomStatus.OFFERED, actor())
    return redirect(url_for("rooms.index"), 303)


@blueprint.get("/gezocht/<slug:slug>")
@needs(Permission.OFFER_ROOMS)
def wish(slug: str) -> ResponseReturnValue:
    """Show the room that an initiative looks for, and the rooms that may fit."""
    initiative = check(Permission.OFFER_ROOMS, initiative_by_slug(slug))
    row = room_queries.wish_of(initiative.id)
    return _wish_form(initiative, filled_in_wish(row))


@blueprint.post("/gezocht/<slug:slug>")
@needs(Permission.OFFER_ROOMS)
@writes
def look(slug: str) -> ResponseReturnValue:
    """Save the room that an initiative looks for, and show the rooms that may fit."""
    initiative = check(Permission.OFFER_ROOMS, initiative_by_slug(slug))
    row = room_queries.wish_of(initiative.id)
    sought, note, errors = read_wish(request.form, row.hours if row else "")
    if sought is None:
        return _wish_form(initiative, request.form.to_dict(), errors), 422
    room_actions.look_for_room(initiative, sought, note, actor())
    return redirect(url_for("rooms.wish", slug=slug), 303)


@blueprint.post("/gezocht/<slug:slug>/klaar")
@needs(Permission.OFFER_ROOMS)
@writes
def found(slug: str) -> ResponseReturnValue:
    """Stop looking: there is a room, or none is needed."""
    initiative = check(Permission.OFFER_ROOMS, initiative_by_slug(slug))
    if row := room_queries.wish_of(initiative.id):
        room_actions.stop_looking(row, actor())
    return redirect(url_for("rooms.index"), 303)


def _form(room: Room | None, typed: dict[str, Any], errors: Errors | None = None) -> str:
    return render_template(
        "rooms/edit.html", room=room, typed=typed, errors=errors or {}, labels=translated(LABELS)
    )


def _wish_form(initiative: Any, typed: dict[str, Any], errors: Errors | None = None) -> str:
    row = room_queries.wish_of(initiative.id)
    return render_template(
        "rooms/wish.html",
        initiative=initiative,
        row=row,
        typed=typed,
        errors=errors or {},
        labels=translated(LABELS),
        distances=[
            (metres, gettext("tot %(km)d kilometer", km=metres // 1000)) for metres in DISTANCES
        ],
        matches=room_queries.matches(room_queries.as_wish(row)) if row else [],
    )
