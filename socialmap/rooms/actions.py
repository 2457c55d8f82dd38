"""Write the rooms on offer and the wishes for one, noted in the audit log. The door commits."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from typing import Any

from socialmap.catalogue.listing import ListedLocation
from socialmap.catalogue.models import Initiative
from socialmap.db import db
from socialmap.errors import ConflictProblem
from socialmap.people.audit import Verb, note
from socialmap.places.models import Location
from socialmap.rooms.fit import Wish
from socialmap.rooms.models import Room, RoomStatus, RoomWish
from socialmap.times.clock import now
from socialmap.wording import N_


@dataclass(frozen=True, kw_only=True)
class RoomFacts:
    """The facts about a room that people fill in, by the names that `Room` gives them."""

    name: str
    location: ListedLocation
    organisation_id: uuid.UUID | None = None
    description: str = ""
    people: int | None = None
    square_metres: int | None = None
    price: float | None = None
    price_text: str = ""
    hours: str = ""
    hours_text: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""


def offer_room(facts: RoomFacts, actor: str) -> Room:
    """Put a room on offer."""
    room = Room(id=uuid.uuid4(), location=Location(id=uuid.uuid4()), version=0)
    db.session.add(room)
    _write(room, facts)
    note(actor, Verb.OFFER_ROOM, f"space:{room.id}", name=facts.name)
    return room


def change_room(room: Room, facts: RoomFacts, version: int, actor: str) -> None:
    """Change the facts about a room; raise ConflictProblem if it has another version by now."""
    if room.version != version:
        raise ConflictProblem(
            N_("Iemand anders heeft deze ruimte net gewijzigd. Bekijk eerst wat er nu staat.")
        )
    before = _logged(room)
    _write(room, facts)
    after = _logged(room)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    note(actor, Verb.CHANGE_ROOM, f"space:{room.id}", **changed)


def set_status(room: Room, status: RoomStatus, actor: str) -> None:
    """Withdraw a room, or put it on offer again."""
    room.status, room.version, room.changed_at = status, room.version + 1, now()
    db.session.flush()
    verb = Verb.WITHDRAW_ROOM if status == RoomStatus.WITHDRAWN else Verb.OFFER_ROOM
    note(actor, verb, f"space:{room.id}", name=room.name)


def look_for_room(initiative: Initiative, wish: Wish, remark: str, actor: str) -> RoomWish:
    """Save which room an initiative looks for, in place of its earlier wish."""
    row = db.session.get(RoomWish, initiative.id) or RoomWish(initiative_id=initiative.id)
    for name in ("people", "step_free", "most_price", "hours", "within"):
        setattr(row, name, getattr(wish, name))
    row.note = remark
    db.session.add(row)
    db.session.flush()
    note(actor, Verb.LOOK_FOR_ROOM, f"initiative:{initiative.id}", name=initiative.name)
    return row


def stop_looking(row: RoomWish, actor: str) -> None:
    """Delete a wish for a room."""
    note(actor, Verb.STOP_LOOKING_FOR_ROOM, f"initiative:{row.initiative_id}")
    db.session.delete(row)
    db.session.flush()


def _write(room: Room, facts: RoomFacts) -> None:
    own = {name: value for name, value in asdict(facts).items() if name != "location"}
    place = asdict(facts.location)
    place["point"] = f"SRID=4326;POINT({place.pop('lon')} {place.pop('lat')})"
    for row, values in ((room, own), (room.location, place)):
        for name, value in values.items():
            setattr(row, name, value)
    room.version += 1
    room.changed_at = now()
    db.session.flush()
    db.session.expire(room.location)


def _logged(room: Room) -> dict[str, Any]:
    """The facts about a room that the audit log holds: not whom to contact."""
    names = ("name", "description", "people", "square_metres", "price", "price_text", "hours")
    place = ("name", "street", "postcode", "town", "step_free")
    return {name: getattr(room, name) for name in names} | {
        f"place_{name}": getattr(room.location, name) for name in place
    }
