"""Write rooms on offer and who looks for one; what was done is noted. The door commits."""

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
from socialmap.rooms.models import Space, SpaceStatus, SpaceWish
from socialmap.times.clock import now
from socialmap.wording import N_


@dataclass(frozen=True, kw_only=True)
class SpaceFacts:
    """What is told of a room; see `Space` for what each means."""

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


def offer_space(facts: SpaceFacts, actor: str) -> Space:
    """Put a room on offer."""
    space = Space(id=uuid.uuid4(), location=Location(id=uuid.uuid4()), version=0)
    db.session.add(space)
    _write(space, facts)
    note(actor, Verb.OFFER_ROOM, f"space:{space.id}", name=facts.name)
    return space


def change_space(space: Space, facts: SpaceFacts, version: int, actor: str) -> None:
    """Change what is told of a room, unless somebody else did so since it was read."""
    if space.version != version:
        raise ConflictProblem(
            N_("Iemand anders heeft deze ruimte net gewijzigd. Bekijk eerst wat er nu staat.")
        )
    before = _told(space)
    _write(space, facts)
    after = _told(space)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    note(actor, Verb.CHANGE_ROOM, f"space:{space.id}", **changed)


def set_status(space: Space, status: SpaceStatus, actor: str) -> None:
    """Withdraw a room, or offer it again."""
    space.status, space.version, space.changed_at = status, space.version + 1, now()
    db.session.flush()
    verb = Verb.WITHDRAW_ROOM if status == SpaceStatus.WITHDRAWN else Verb.OFFER_ROOM
    note(actor, verb, f"space:{space.id}", name=space.name)


def look_for_space(initiative: Initiative, wish: Wish, remark: str, actor: str) -> SpaceWish:
    """Keep that an initiative looks for a room; there is one wish of each."""
    row = db.session.get(SpaceWish, initiative.id) or SpaceWish(initiative_id=initiative.id)
    for name in ("people", "step_free", "most_price", "hours", "within"):
        setattr(row, name, getattr(wish, name))
    row.note = remark
    db.session.add(row)
    db.session.flush()
    note(actor, Verb.LOOK_FOR_ROOM, f"initiative:{initiative.id}", name=initiative.name)
    return row


def stop_looking(row: SpaceWish, actor: str) -> None:
    """Forget a wish: a room was found, or is not needed any more."""
    note(actor, Verb.STOP_LOOKING_FOR_ROOM, f"initiative:{row.initiative_id}")
    db.session.delete(row)
    db.session.flush()


def _write(space: Space, facts: SpaceFacts) -> None:
    told = {name: value for name, value in asdict(facts).items() if name != "location"}
    where = asdict(facts.location)
    where["point"] = f"SRID=4326;POINT({where.pop('lon')} {where.pop('lat')})"
    for row, values in ((space, told), (space.location, where)):
        for name, value in values.items():
            setattr(row, name, value)
    space.version += 1
    space.changed_at = now()
    db.session.flush()
    db.session.expire(space.location)


def _told(space: Space) -> dict[str, Any]:
    """What is told of a room, without who to ask for: that is not kept in the log."""
    names = ("name", "description", "people", "square_metres", "price", "price_text", "hours")
    place = ("name", "street", "postcode", "town", "step_free")
    return {name: getattr(space, name) for name in names} | {
        f"place_{name}": getattr(space.location, name) for name in place
    }
