"""Examples: the listings of the demo region, which nobody is ever mailed about."""

from __future__ import annotations

import uuid

from sqlalchemy import ColumnElement, func, or_, select

from socialmap.catalogue.models import Contact, Initiative
from socialmap.db import db
from socialmap.mail.barring import bars
from socialmap.wording import N_

DEMO_SOURCE = "demo"
OF_DEMO = N_("Dit gaat over een voorbeeld, en over voorbeelden mailen we niet.")
# Mail to a person, such as an invitation or an answer to a proposal, is about no listing.
TO_A_PERSON = ("person:", "proposal:")


def is_example() -> ColumnElement[bool]:
    """The condition that an initiative is of the demo."""
    return func.coalesce(Initiative.source, "") == DEMO_SOURCE


@bars
def why_of_demo(address: str, about: str) -> str:
    """Why a mail about listings is barred: all listings of its recipient are of the demo."""
    if about.startswith(TO_A_PERSON):
        return ""
    mailed = select(Contact.initiative_id).where(func.lower(func.trim(Contact.email)) == address)
    theirs: ColumnElement[bool] = Initiative.id.in_(mailed)
    kind, _, number = about.partition(":")
    if kind == "organisation":
        theirs = or_(theirs, Initiative.organisation_id == uuid.UUID(number))
    examples = db.session.scalars(select(is_example()).where(theirs).distinct()).all()
    return OF_DEMO if examples and all(examples) else ""
