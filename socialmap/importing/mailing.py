"""What mail follows from an import: counted beforehand, by the same rule as the daily job."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from socialmap.catalogue.freshness import standing
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.organisations import organisation_ids
from socialmap.catalogue.scopes import scope_in
from socialmap.importing.plan import Plan
from socialmap.paging import batches
from socialmap.upkeep.due import bounds_chosen, reachable, situation
from socialmap.upkeep.examples import DEMO_SOURCE
from socialmap.upkeep.reminders import DueListing, ReminderMail, ahead, without_bound
from socialmap.wording import N_

# Of more rows the mails are not counted: their bound is all that is said.
MOST_COUNTED = 5_000
PART = 500  # names in one query
NO_MAIL = N_("Van deze import komt geen mail: herinneringen staan hier uit.")
NO_MORE = N_("Van deze import komt de eerste week geen extra mail.")
FIRST_WEEK = N_(
    "Mails in de eerste zeven dagen na deze import: %(number)s. Zonder de import: %(before)s."
)
WEEKS = N_("Na ongeveer %(weeks)s weken heeft iedereen een mail gehad.")
UNCOUNTED = N_(
    "Deze import is te groot om de mails te tellen (meer dan %(most)s regels). Er gaan nooit meer "
    "mails weg dan er bij Herinneringen gekozen zijn: samen hoogstens %(number)s per week."
)


@dataclass(frozen=True)
class MailAfter:
    """The mails of the seven days from today on in the municipalities of an import.

    `areas` are those of them where reminders are on; without any, no mail follows. `first_week`
    is the number with the import, `before` without it; None when the rows are too many to count.
    `weeks` is how long it takes until everybody who is due has had a mail.
    """

    areas: tuple[str, ...] = ()
    per_week: int = 0
    first_week: int | None = 0
    before: int = 0
    weeks: int = 0

    @property
    def sentences(self) -> list[tuple[str, dict[str, object]]]:
        """How many mails follow, and when: sentences with their facts."""
        if self.first_week is None:
            return [(UNCOUNTED, {"most": MOST_COUNTED, "number": self.per_week})]
        if not self.areas:
            return [(NO_MAIL, {})]
        if self.first_week == self.before and self.weeks <= 1:
            return [(NO_MORE, {})]
        sentences: list[tuple[str, dict[str, object]]] = [
            (FIRST_WEEK, {"number": self.first_week, "before": self.before})
        ]
        if self.weeks > 1:
            sentences.append((WEEKS, {"weeks": self.weeks}))
        return sentences


def mail_after(
    new: Sequence[Listing], changed: Mapping[uuid.UUID, Listing], source: str, today: date
) -> MailAfter:
    """What mail follows when these listings are added, and these written over those with an id."""
    bounds = bounds_chosen()
    if not bounds:
        return MailAfter()
    if len(new) + len(changed) > MOST_COUNTED:
        return MailAfter(tuple(sorted(bounds)), sum(bounds.values()), None)
    now = situation(today)
    organisations = _organisations({each.organisation for each in (*new, *changed.values())})
    brought = [_due(each, organisations, source) for each in new]
    known = {each.id: each for each in now.listings}
    rewritten = {
        key: replace(
            _due(each, organisations, source), id=key, due_on=known[key].due_on,
            sent=known[key].sent, last_on=known[key].last_on, example=known[key].example,
        )
        for key, each in changed.items() if key in known
    }  # fmt: skip
    listings = (*(rewritten.get(each.id, each) for each in now.listings), *brought)
    reach = reachable(listings)
    after = replace(
        now, listings=listings, addresses=reach.addresses, unreachable=reach.unreachable
    )
    areas = {area for each in (*brought, *rewritten.values()) for area in after.areas_on(each)}
    if not areas:
        return MailAfter()
    waits = [-(-without_bound(after, area, today) // now.bounds[area]) for area in areas]
    return MailAfter(
        tuple(sorted(areas)),
        sum(now.bounds[area] for area in areas),
        _count(ahead(after, today), areas),
        _count(ahead(now, today), areas),
        max(waits),
    )


def mail_after_plan(plan: Plan, source: str, today: date) -> MailAfter:
    """What mail follows when a plan is applied."""
    changed = {row.id: row.listing for row in plan.changed}
    return mail_after([row.listing for row in plan.new], changed, source, today)


def _count(mails: Iterable[ReminderMail], areas: set[str]) -> int:
    return sum(not areas.isdisjoint(mail.areas) for mail in mails)


def _due(listing: Listing, organisations: Mapping[str, uuid.UUID], source: str) -> DueListing:
    """A listing as it will be asked about once it is on the map."""
    name = listing.organisation
    return DueListing(
        uuid.uuid4(),
        listing.name,
        organisations.get(name) or (uuid.uuid5(uuid.NAMESPACE_OID, name) if name else None),
        name,
        listing.email.strip().lower(),
        standing(listing.confirmations, listing.kind).due_on,
        areas=tuple(sorted(scope_in(listing).areas)) or ("",),
        example=source == DEMO_SOURCE,
    )


def _organisations(names: Iterable[str]) -> dict[str, uuid.UUID]:
    """The ids of the organisations with these names, of those that there are."""
    found: dict[str, uuid.UUID] = {}
    for part in batches(filter(None, names), PART):
        found |= organisation_ids(part)
    return found
