"""The forms about rooms: a room on offer, and the room that an initiative looks for."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from socialmap.catalogue.listing import ListedLocation
from socialmap.config import current_settings
from socialmap.fields.cells import read_email, read_number
from socialmap.fields.phones import read_phone
from socialmap.fields.sites import read_website
from socialmap.places.geocoding import geocode_address
from socialmap.places.pdok import geocoder_for
from socialmap.rooms.actions import RoomFacts
from socialmap.rooms.fit import Wish
from socialmap.rooms.models import Room, RoomWish
from socialmap.times.dutch import read_times
from socialmap.web.page.field_words import hours_words
from socialmap.web.page.forms import (
    Errors,
    FormSchema,
    Reader,
    Typed,
    load,
    needed,
    text,
    whole,
    within,
    yes_or_no,
)
from socialmap.wording import N_

MOST_PEOPLE, MOST_METRES, MOST_EURO = 5_000, 20_000, 10_000
DISTANCES = (1_000, 2_000, 5_000, 10_000, 25_000)  # metres
USUAL_DISTANCE = 5_000  # metres
ROOM_TEXTS = ("name", "description", "price_text", "contact_name", "phone", "email", "website")
ROOM_NUMBERS = ("people", "square_metres", "price")


def _number(most: int, read: Reader = whole) -> Typed:
    return Typed(within(read, 0, most, N_("Dit getal kan niet kloppen.")), mends=True)


def _distance(typed: str) -> int:
    """A distance in metres that can be chosen; the usual one for anything else."""
    return int(typed) if typed in map(str, DISTANCES) else USUAL_DISTANCE


class RoomSchema(FormSchema):
    """The form of a room."""

    name = Typed(needed(text(100), N_("Geef de ruimte een naam."), shortest=2))
    description = Typed(text(2_000, lines=True))
    building = Typed(text(200))
    street = Typed(text(200))
    postcode = Typed(text(10))
    town = Typed(text(100))
    people = _number(MOST_PEOPLE)
    square_metres = _number(MOST_METRES)
    price = _number(MOST_EURO, read_number)
    price_text = Typed(text(200))
    when = Typed(text(300))
    step_free = Typed(yes_or_no)
    accessible_toilet = Typed(yes_or_no)
    contact_name = Typed(text(100))
    phone = Typed(read_phone, mends=True)
    email = Typed(read_email, mends=True)
    website = Typed(read_website, mends=True)


class WishSchema(FormSchema):
    """The form of what an initiative looks for."""

    people = _number(MOST_PEOPLE)
    step_free = Typed(lambda typed: typed == "1")
    most_price = _number(MOST_EURO, read_number)
    when = Typed(text(300))
    within = Typed(_distance)
    note = Typed(text(500))


ROOM, WISH = RoomSchema(), WishSchema()


def hours_of(typed: str, before: str) -> tuple[str, str]:
    """Times that were typed as OSM hours and "", or as "" and the text when they are no hours.

    The words of the hours that were there `before` give these hours again.
    """
    if before and typed == hours_words(before):
        return before, ""
    read = read_times(typed)
    return read.hours, read.remaining


def read_room(
    typed: Mapping[str, str], organisation_id: uuid.UUID | None, hours_before: str = ""
) -> tuple[RoomFacts | None, Errors]:
    """A room of an organisation, as it was typed; None with the errors when there are any.

    `hours_before` are the hours in OSM syntax of which the form showed the words.
    """
    values, errors = load(ROOM, typed)
    if errors:
        return None, errors
    location = _located(values)
    if location is None:
        return None, {"postcode": [gettext("Deze plek vinden we niet.")]}
    hours, hours_text = hours_of(values["when"], hours_before)
    facts = RoomFacts(
        location=location,
        organisation_id=organisation_id,
        hours=hours,
        hours_text=hours_text,
        **{name: values[name] for name in ROOM_TEXTS + ROOM_NUMBERS},
    )
    return facts, {}


def _located(values: Mapping[str, Any]) -> ListedLocation | None:
    """The place of a room, by its address; None when no such address is known."""
    address = (values["street"], values["postcode"], values["town"])
    place = geocode_address(*address, geocoder_for(current_settings()))
    if place is None:
        return None
    return ListedLocation(
        lon=place.lon,
        lat=place.lat,
        name=values["building"],
        street=values["street"],
        postcode=values["postcode"].upper(),
        town=place.town or values["town"],
        municipality=place.municipality,
        bag_id=place.bag_id,
        precision=place.precision,
        step_free=values["step_free"],
        accessible_toilet=values["accessible_toilet"],
    )


def filled_in(room: Room) -> dict[str, Any]:
    """The form of a room, by field, as it is now."""
    place = ("street", "postcode", "town", "step_free", "accessible_toilet")
    return (
        {name: getattr(room, name) for name in ROOM_TEXTS + ROOM_NUMBERS}
        | {name: getattr(room.location, name) for name in place}
        | {"building": room.location.name, "when": room.hours_text or hours_words(room.hours)}
    )


def filled_in_wish(row: RoomWish | None) -> dict[str, Any]:
    """The form of what an initiative looks for, by field; None gives the form for a first time."""
    if row is None:
        return {"within": USUAL_DISTANCE}
    names = ("people", "step_free", "most_price", "within", "note")
    return {name: getattr(row, name) for name in names} | {"when": hours_words(row.hours)}


def read_wish(typed: Mapping[str, str], hours_before: str = "") -> tuple[Wish | None, str, Errors]:
    """What an initiative looks for with its note; None with the errors when there are any.

    `hours_before` are the hours in OSM syntax of which the form showed the words.
    """
    values, errors = load(WISH, typed)
    hours, unread = hours_of(values.get("when", ""), hours_before)
    if unread:
        errors["when"] = [
            gettext("Dit kunnen we niet zeker lezen. Schrijf het zoals: dinsdag 10.00-12.00.")
        ]
    if errors:
        return None, "", errors
    names = ("people", "step_free", "most_price", "within")
    wish = Wish(hours=hours, **{name: values[name] for name in names})
    return wish, values["note"], {}
