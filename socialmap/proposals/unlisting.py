"""Put what asked to stay off the map on the register, or take it off again."""

from __future__ import annotations

from socialmap.catalogue import actions
from socialmap.catalogue.actions import Change
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import NEXT, Initiative, Status
from socialmap.db import db
from socialmap.errors import NotFoundProblem, Problem
from socialmap.people.audit import Verb, note
from socialmap.proposals.unlisted import Unlisted
from socialmap.wording import N_


def keep_out(initiative: Initiative, reason: str, asked_by: str, change: Change) -> Unlisted:
    """Archive an initiative at its own request, and put it on the register."""
    listing = latest_listing(initiative.id)
    entry = remember(listing, reason, asked_by, change.actor)
    if Status.ARCHIVED in NEXT[Status(initiative.status)]:
        actions.step(initiative, Status.ARCHIVED, change)
    return entry


def remember(listing: Listing, reason: str, asked_by: str, actor: str) -> Unlisted:
    """Put what a listing describes on the register; raise Problem without a name or a reason."""
    if not listing.name.strip() or not reason.strip():
        raise Problem(N_("Vul een naam en een reden in."))
    spot = listing.locations[0] if listing.locations else None
    entry = Unlisted(
        name=listing.name,
        street=spot.street if spot else "",
        postcode=spot.postcode if spot else "",
        town=spot.town if spot else "",
        phone=listing.phone,
        email=listing.email,
        website=listing.website,
        reason=reason,
        asked_by=asked_by,
        actor=actor,
    )
    db.session.add(entry)
    db.session.flush()
    note(actor, Verb.UNLIST, f"unlisted:{entry.id}", name=entry.name, reason=reason)
    return entry


def lift(number: int, actor: str) -> Unlisted:
    """Delete an entry from the register, so that it may be on the map again."""
    entry = db.session.get(Unlisted, number)
    if entry is None:
        raise NotFoundProblem(N_("Dit staat niet (meer) op de lijst."))
    db.session.delete(entry)
    db.session.flush()
    note(actor, Verb.LIST_AGAIN, f"unlisted:{number}", name=entry.name)
    return entry
