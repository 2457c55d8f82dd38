"""Letters by which somebody at the desk asks organisations whether their listings still exist."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext

from socialmap.catalogue.models import Initiative
from socialmap.db import db
from socialmap.mail import queue
from socialmap.times.clock import today
from socialmap.upkeep.choices import is_recorded, record
from socialmap.upkeep.due import addresses_for, due_listing_of
from socialmap.upkeep.examples import DEMO_SOURCE
from socialmap.upkeep.magic_links import ON_MAP, make_link
from socialmap.upkeep.opting_out import make_token
from socialmap.upkeep.reminders import DueListing, ReminderMail, recipient_of
from socialmap.web.letters.reminders import Links, language_of, render
from socialmap.web.letters.rendering import page_url


def ask_whether_there(initiatives: Sequence[Initiative], source: str) -> set[uuid.UUID]:
    """Queue one letter for each organisation, and return the ids of the listings asked about.

    Left out is what mail does not reach, who wants none, what is an example or not on the map,
    and who was asked this today.
    """
    theirs: defaultdict[str, list[DueListing]] = defaultdict(list)
    for each in initiatives:
        if each.status in ON_MAP and each.source != DEMO_SOURCE:
            listing = due_listing_of(each)
            theirs[recipient_of(listing)].append(listing)
    addresses = addresses_for([listing for rows in theirs.values() for listing in rows])
    asked: set[uuid.UUID] = set()
    for to, listings in theirs.items():
        if to in addresses and _ask(to, addresses[to], listings, source):
            asked |= {listing.id for listing in listings}
    return asked


def _ask(to: str, address: str, listings: Sequence[DueListing], source: str) -> bool:
    key = f"vanished:{to}:{today().isoformat()}"
    if is_recorded(key):
        return False
    mail = ReminderMail(today(), to, address, listings[0].organisation, 1, tuple(listings), ())
    with db.session.begin_nested() as together:
        links = Links(
            page_url("confirming.index", token=make_link(to, [each.id for each in listings])),
            page_url("unsubscribing.index", token=make_token(record(mail, key))),
        )
        words = gettext(
            "In de nieuwe lijst van %(source)s staat dit niet meer. Bestaat het nog?", source=source
        )
        shown = replace(mail, areas=("",))
        message = render(shown, links, words, language_of(mail.listings))
        queued = queue(address, *message, key=key, about=to, unsubscribe=links.stop)
        if not queued:
            together.rollback()
    return queued
