"""The edit form as it stands on the page, and what its buttons do to it before it is saved."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from flask import url_for
from werkzeug.datastructures import MultiDict

from socialmap.catalogue.drafts import NEW, Draft
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import NEXT, Initiative, Status
from socialmap.catalogue.queries import listing_at, organisation_names
from socialmap.duplicates.queries import Candidate
from socialmap.errors import Problem
from socialmap.guards import signed_in
from socialmap.matching.blocks import Match
from socialmap.people.permissions import Permission, areas_of
from socialmap.people.signed_links import make_large_form, make_owned_form
from socialmap.times.clock import AMSTERDAM, today
from socialmap.web.desk.editing.area import outside, own_areas, own_organisations
from socialmap.web.desk.editing.dates import Repeats
from socialmap.web.desk.editing.form import KINDS, Form, form_of
from socialmap.web.desk.editing.places import WAYS, moved
from socialmap.web.desk.editing.preview import Preview, preview_of
from socialmap.web.desk.editing.reading import Reading, read
from socialmap.web.desk.editing.typed_hours import TypedHours, typed_hours, with_typed_hours
from socialmap.web.desk.editing.unsaved import COPY, copied_in
from socialmap.web.page.field_words import hours_words
from socialmap.web.page.forms import LONGEST_REASON, Errors, one_line, too_long
from socialmap.web.page.maps import PageMap, picking_map
from socialmap.web.pictures.bringing import NOTHING_BROUGHT, Brought
from socialmap.wording import N_

NEW_LISTING = Listing(name="")
# The pages that the form leads back to: of a listing, the lists and the work of the desk.
BACK_TO = ("/initiatief/", "/beheer/")
LONGEST_BACK = 1000  # characters
# What a browser sends beside the fields of a listing.
BESIDE = frozenset({
    "csrf_token", "sender", "do", "version", "subject", "seen", "twins", "whole", "reason", "owner",
    "back",
})  # fmt: skip


@dataclass
class Sheet:
    """The form of one listing (None: a new one), begun at a version of it.

    The form is read when the reading is first asked for, and once: another form is another sheet.
    """

    initiative: Initiative | None
    version: int
    form: Form
    draft: Draft | None = None
    # Errors are shown after an attempt to save, not while someone is still typing.
    judged: bool = False
    more_errors: Errors = field(default_factory=dict)
    # What a button could not read is an error at its field at once.
    unread: Errors = field(default_factory=dict)
    # A picture that could not be read, and a reason that is too long.
    refused: Errors = field(default_factory=dict)
    twins: Sequence[Match[Candidate]] = ()
    focus: str = ""
    reason: str = ""
    # The listing of which a new one is a copy, if any.
    copied: uuid.UUID | None = None
    # The page that the person came from; empty for none.
    back: str = ""

    @cached_property
    def old(self) -> Listing:
        """The listing as it was when the form was begun."""
        if self.initiative is None:
            return NEW_LISTING
        return listing_at(self.initiative.id, self.version)

    @cached_property
    def reading(self) -> Reading:
        """The listing that the form describes, with what is wrong with it."""
        return read(self.form, self.old)

    @cached_property
    def typed(self) -> TypedHours:
        """What is typed about hours, and what is read in it."""
        return typed_hours(self.form)

    @property
    def confirmed(self) -> bool:
        """Whether it is ticked that all is right today: a tick in a draft of before is not."""
        is_of_today = self.draft is None or self.draft.at.astimezone(AMSTERDAM).date() == today()
        return bool(self.form.get("confirmed")) and is_of_today

    @cached_property
    def hours_as_they_are(self) -> str:
        """The hours in words, if they are in OSM syntax and no lines; else empty."""
        by_osm = self.form.get("hours_by") == "osm" and self.form.get("hours").strip()
        return hours_words(self.form.get("hours")) if by_osm else ""

    @property
    def errors(self) -> Errors:
        """The errors to show, by field, in the order of the page."""
        if not self.judged:
            return {**self.unread, **self.refused}
        errors = {**self.more_errors, **self.outside, **self.reading.errors, **self.refused}
        return {name: errors[name] for name in sorted(errors, key=self._position)}

    def _position(self, name: str) -> int:
        """The position of a field on the page.

        A browser sends the fields in that order, without boxes that are not ticked: for such a
        field the first of its row counts.
        """
        names = list(self.form.values)
        if name in names:
            return names.index(name)
        row = f"{name.rpartition('-')[0]}-"
        first = (index for index, other in enumerate(names) if other.startswith(row))
        return next(first, len(names))

    @cached_property
    def outside(self) -> Errors:
        """What lies where the person may not save it, by field."""
        errors = outside(self.reading.listing, self.reading.places.by_row)
        # An address in parts has no line to stand at.
        return {
            name
            if not name.endswith("-address") or self.form.get(name)
            else f"{name[:-7]}town": text
            for name, text in errors.items()
        }

    @cached_property
    def own_areas(self) -> list[str] | None:
        """The municipalities in which the person may edit; None means everywhere."""
        return own_areas()

    @property
    def may_save(self) -> bool:
        """Whether the person may save any listing at all."""
        return self.own_areas is None or bool(self.own_areas or own_organisations())

    @cached_property
    def as_saved(self) -> Listing:
        """The listing that saving the form now would make: with the hours that are typed in it."""
        form, _ = with_typed_hours(self.form)
        return self.reading.listing if form is self.form else read(form, self.old).listing

    @cached_property
    def preview(self) -> Preview:
        """The listing as residents will see it."""
        return preview_of(self.as_saved, self.initiative)

    @cached_property
    def map(self) -> PageMap:
        """The map with the pins of the form."""
        return picking_map(
            [(place.lon, place.lat) for place in self.reading.places.by_row.values()]
        )

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
        """Whether the person may choose any organisation, or only their own."""
        return areas_of(signed_in().held, Permission.EDIT) != frozenset()

    @property
    def subject(self) -> str:
        """What a draft of this form is about: the id of the listing, "new", or a copy of one."""
        if self.initiative:
            return str(self.initiative.id)
        return f"{COPY}{self.copied}" if self.copied else NEW

    @property
    def owner(self) -> str:
        """The token by which the form stays this person's after they are signed out."""
        return make_owned_form(signed_in(), self.subject)

    @property
    def address(self) -> str:
        """The address that the form is sent to, with the proof that it may bring a picture."""
        if self.initiative:
            own = self.initiative.id
            return url_for("editing.save", initiative_id=own, foto=make_large_form())
        return url_for("editing.add", foto=make_large_form())


def sent_sheet(
    initiative: Initiative | None, typed: MultiDict[str, str], brought: Brought = NOTHING_BROUGHT
) -> Sheet:
    """The sheet that the browser sent about a listing (None: a new one), with a picture or not."""
    reason = one_line(typed.get("reason", ""))
    return Sheet(
        initiative,
        sent_version(typed),
        with_picture(sent_form(typed), brought),
        refused=too_long("reason", reason, LONGEST_REASON) | brought.errors,
        reason=reason,
        copied=None if initiative else copied_in(typed.get("subject", NEW)),
        back=own_path(typed.get("back", "")),
    )


def came_from(named: str | None, referrer: str | None, host: str) -> str:
    """The page to go back to: the one that the address names, else that of the referrer."""
    if named is not None:
        return own_path(named)
    before = urlsplit(referrer or "")
    here = before.path.startswith(url_for("editing.index"))
    is_ours = before.netloc == host and not here
    return own_path(f"{before.path}?{before.query}".rstrip("?")) if is_ours else ""


def own_path(address: str) -> str:
    """The path of a page of ours that somebody came from; empty for anything else."""
    parts = urlsplit(address)
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith(BACK_TO)
    return address if is_ours and "\\" not in address and len(address) < LONGEST_BACK else ""


def sent_form(typed: MultiDict[str, str]) -> Form:
    """The form that the browser sent; raise Problem if a part was lost on the way."""
    if typed.get("whole") != "1":
        raise Problem(N_("Het formulier kwam niet heel aan. Ga terug en probeer het opnieuw."))
    return Form(
        {
            name: typed.getlist(name)
            for name in typed
            if name not in BESIDE and not name.startswith("pick-")
        }
    )


def with_picture(form: Form, brought: Brought) -> Form:
    """The form with the picture that came along, instead of the one that it had."""
    return form.with_values("picture", brought.digest) if brought.digest else form


def sent_version(typed: MultiDict[str, str]) -> int:
    """The version of the listing with which the form was begun; 0 for a new one."""
    version = typed.get("version", "0")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0


def first_form(listing: Listing, new: bool) -> Form:
    """The form as it opens: filled with a listing, or with the usual choices for a new one."""
    form = form_of(listing)
    if new:
        own = organisation_names(own_organisations()) if own_organisations() else ()
        form = form.with_values("organisation", own[0] if len(own) == 1 else "")
    return form


def pressed(sheet: Sheet, do: str) -> tuple[Form, str]:
    """The form after one of its own buttons, and the name of the field that gets the focus."""
    form = sheet.form
    what, _, rest = do.partition(":")
    kind, _, number = rest.partition(":")
    if what == "add" and kind in KINDS:
        return _with_row(form, kind, number)
    if what == "drop" and kind in KINDS and number.isdigit():
        return _without_row(form, kind, int(number))
    if what in WAYS and kind.isdigit():
        return _nudged(sheet, what, int(kind))
    if what == "hours":
        return with_typed_hours(form, rest)
    if what == "picture":
        return form, "picture" if sheet.refused else "picture_alt"
    if what == "no-picture":
        return form.with_values("picture", "").with_values("picture_alt", ""), "picture"
    if what == "find":
        return form, f"place-{0}-address"
    return form, "voorbeeld" if what == "preview" else ""


# The first field of a row, by its kind: it gets the focus when the row is added.
FIRST_FIELDS = {
    "place": "address", "line": "day", "except": "first", "date": "name", "phone": "number",
}  # fmt: skip


def _with_row(form: Form, kind: str, repeats: str) -> tuple[Form, str]:
    """The form with one more row of a kind; a date may begin with a way in which it repeats."""
    row = len(form.rows(kind, least_rows(kind)))
    name = f"{kind}-{row}-{FIRST_FIELDS[kind]}"
    form = form.with_values(name, "")
    if kind == "date" and repeats in list(Repeats):
        form = form.with_values(name, form.get("name"))
        return form.with_values(f"date-{row}-repeats", repeats), f"date-{row}-day"
    return form, name


def _without_row(form: Form, kind: str, number: int) -> tuple[Form, str]:
    """The form without a row; the focus goes to the row in its place, or to the last button."""
    form = form.without_row(kind, number)
    rows = form.rows(kind, least_rows(kind))
    if not rows:
        return form, f"add-{kind}"
    return form, f"{kind}-{min(number, rows[-1])}-{FIRST_FIELDS[kind]}"


def least_rows(kind: str) -> int:
    """How many rows of a kind the form shows at least."""
    return 1 if kind in ("place", "line", "phone") else 0


def _nudged(sheet: Sheet, way: str, number: int) -> tuple[Form, str]:
    """The form with the pin of one row moved one step."""
    place = sheet.reading.places.by_row.get(number)
    if place is None or place.hidden:
        return sheet.form, f"place-{number}-street"
    pin = moved((place.lon, place.lat), way)
    return sheet.form.with_values(f"place-{number}-pin", pin), f"place-{number}-{way}"
