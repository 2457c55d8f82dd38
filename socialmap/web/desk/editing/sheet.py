"""The edit form as it stands on the page, and what its buttons do to it before it is saved."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from flask import request
from flask_babel import gettext

from socialmap.catalogue.drafts import Draft
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import NEXT, Initiative, Status
from socialmap.catalogue.queries import listing_at, organisation_names
from socialmap.duplicates.queries import Candidate
from socialmap.errors import Problem
from socialmap.guards import signed_in
from socialmap.matching.blocks import Match
from socialmap.people.permissions import Permission, areas_of, organisations_of
from socialmap.times.clock import AMSTERDAM, today
from socialmap.web.desk.editing.form import KINDS, Form, form_of, hours_fields
from socialmap.web.desk.editing.places import WAYS, moved
from socialmap.web.desk.editing.preview import Preview, preview_of
from socialmap.web.desk.editing.reading import Reading, plan_of_words, read
from socialmap.web.desk.editing.schema import Errors
from socialmap.web.page import filters
from socialmap.web.page.maps import PageMap, picking_map
from socialmap.wording import N_

NEW_LISTING = Listing(name="")
# What a browser sends beside the fields of a listing.
BESIDE = frozenset({"csrf_token", "do", "version", "subject", "seen", "twins", "whole", "reason"})


@dataclass(frozen=True)
class Sheet:
    """The form of one listing (None: a new one), begun at a version of it."""

    initiative: Initiative | None
    version: int
    form: Form
    draft: Draft | None = None
    # What is wrong is said after an attempt to save, not while someone is still typing.
    judged: bool = False
    more_errors: Errors = field(default_factory=dict)
    twins: Sequence[Match[Candidate]] = ()
    focus: str = ""
    reason: str = ""

    @cached_property
    def old(self) -> Listing:
        """The listing as it was when the form was begun."""
        if self.initiative is None:
            return NEW_LISTING
        return listing_at(self.initiative.id, self.version)

    @cached_property
    def reading(self) -> Reading:
        """What the form says."""
        return read(self.form, self.old)

    @property
    def errors(self) -> Errors:
        """What to say at the fields, in the order of the page."""
        if not self.judged:
            return {}
        said = {**self.more_errors, **self.reading.errors}
        return {name: said[name] for name in sorted(said, key=self._place)}

    def _place(self, name: str) -> int:
        """Where a field stands on the page: a browser sends all in order, but no empty boxes."""
        names = list(self.form.values)
        if name in names:
            return names.index(name)
        row = f"{name.rpartition('-')[0]}-"
        return next((at for at, each in enumerate(names) if each.startswith(row)), len(names))

    @cached_property
    def preview(self) -> Preview:
        """What the listing looks like."""
        return preview_of(self.reading.listing, self.initiative)

    @cached_property
    def map(self) -> PageMap:
        """The map with the pins of the form."""
        return picking_map([(each.lon, each.lat) for each in self.reading.places.values()])

    @property
    def steps(self) -> list[Status]:
        """The statuses that the listing can go to."""
        if self.initiative is None:
            return []
        order = list(Status)
        return sorted(NEXT[Status(self.initiative.status)], key=order.index)

    @cached_property
    def organisations(self) -> Sequence[str]:
        """The organisations to choose from."""
        return organisation_names(None if self.any_organisation else own_organisations())

    @property
    def any_organisation(self) -> bool:
        """Whether who is signed in may write down any organisation, or only the own."""
        return areas_of(signed_in().held, Permission.EDIT) != frozenset()

    @property
    def subject(self) -> str:
        """How a draft names the listing."""
        return str(self.initiative.id) if self.initiative else "new"


def own_organisations() -> frozenset[uuid.UUID]:
    """The ids of the organisations that who is signed in writes for."""
    return organisations_of(signed_in().held, Permission.EDIT)


def sent_form() -> Form:
    """The form that the browser sent; one that was cut off on the way is refused."""
    if request.form.get("whole") != "1":
        raise Problem(N_("Het formulier kwam niet heel aan. Ga terug en probeer het opnieuw."))
    return Form(
        {
            name: request.form.getlist(name)
            for name in request.form
            if name not in BESIDE and not name.startswith("pick-")
        }
    )


def sent_version() -> int:
    """The version that the form was begun with."""
    typed = request.form.get("version", "0")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def first_form(listing: Listing, new: bool) -> Form:
    """The form as it opens: of what is known, or with what is mostly so."""
    form = form_of(listing)
    if new:
        own = organisation_names(own_organisations()) if own_organisations() else ()
        form = form.with_values("organisation", own[0] if len(own) == 1 else "")
    return form.with_values("phone", filters.phone(listing.phone) if listing.phone else "")


def pressed(form: Form, do: str, reading: Reading) -> tuple[Form, str]:
    """The form after one of its own buttons, and the field that gets the focus."""
    what, _, rest = do.partition(":")
    kind, _, number = rest.partition(":")
    if what == "add" and kind in KINDS:
        place = len(form.rows(kind, 1 if kind in ("place", "line") else 0))
        first = {"place": "name", "line": "start", "except": "first", "date": "name"}[kind]
        name = f"{kind}-{place}-{first}"
        return form.with_values(name, ""), name
    if what == "drop" and kind in KINDS and number.isdigit():
        return form.without_row(kind, int(number)), ""
    if what in WAYS and kind.isdigit():
        return _nudged(form, what, int(kind), reading)
    if what == "hours":
        return typed_hours(form)
    return form, ""


def _nudged(form: Form, way: str, number: int, reading: Reading) -> tuple[Form, str]:
    place = reading.places.get(number)
    if place is None or place.hidden:
        return form, f"place-{number}-street"
    pin = moved((place.lon, place.lat), way)
    return form.with_values(f"place-{number}-pin", pin), f"place-{number}-{way}"


def typed_hours(form: Form) -> tuple[Form, str]:
    """The form with the lines that somebody means by a few words."""
    typed = form.get("hours_typed").strip()
    plan = plan_of_words(typed)
    if plan is None:
        return form, "hours_typed"
    rows = {"line", "except"}
    kept: dict[str, Sequence[str]] = {
        name: values for name, values in form.values.items() if name.partition("-")[0] not in rows
    }
    written: Mapping[str, Sequence[str]] = hours_fields(plan)
    return Form({**kept, **written, "hours_by": ["lines"], "hours_typed": [""]}), "line-0-start"


def hours_trouble(form: Form) -> Errors:
    """What to say of words about hours that did not become lines."""
    if not form.get("hours_typed").strip():
        return {}
    return {
        "hours_typed": [
            gettext(
                "Dit begrijpen we niet. Schrijf het zoals: ma en wo 10.00-12.00."
                " Of zet het bij de toelichting."
            )
        ]
    }


def clock_of(draft: Draft) -> str:
    """When a draft was kept: 10.42, with the day when that is not today."""
    local = draft.at.astimezone(AMSTERDAM)
    if local.date() == today():
        return filters.clock(local)
    return f"{filters.weekday(local.date(), short=True)} {filters.clock(local)}"
