"""Duplicates at the desk: compare two listings, and merge them or record that they are two."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from socialmap.catalogue.actions import Change
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.queries import initiatives
from socialmap.catalogue.reasons import own_words
from socialmap.db import writes
from socialmap.duplicates import search as duplicate_search
from socialmap.duplicates.actions import merge, merged_listing, tell_apart, unmerge
from socialmap.duplicates.search import Pair
from socialmap.duplicates.twins import twins_of
from socialmap.errors import NotFoundProblem, Problem
from socialmap.guards import actor, check, listing_of_mine, my_reach, needs
from socialmap.jobs import enqueue
from socialmap.lists.queries import list_page, within
from socialmap.lists.query import ListQuery
from socialmap.matching.likeness import Likeness, likeness
from socialmap.matching.traits import traits_of
from socialmap.people.permissions import Permission
from socialmap.proposals.parts import GROUP_OF
from socialmap.times.clock import today
from socialmap.web.page.field_words import words_of
from socialmap.web.page.filters import phone
from socialmap.web.page.forms import sent_reason
from socialmap.wording import N_

blueprint = Blueprint("duplicates", __name__, url_prefix="/beheer/dubbel")
PART_NAMES = {
    "name": N_("Naam"),
    "place": N_("Plek"),
    "phone": N_("Telefoon"),
    "email": N_("Mailadres"),
    "website": N_("Website"),
    "organisation": N_("Organisatie"),
    "kind": N_("Vorm"),
}
MOST_FOUND = 25
MEANWHILE = N_("Iemand heeft een van de twee net gewijzigd. Kijk nog een keer wat je overneemt.")
# The fields to compare. Confirmations and visibility stay as they are on the listing that stays.
COMPARED = tuple(
    field.name for field in fields(Listing) if field.name not in {"confirmations", "visibility"}
)


@dataclass(frozen=True)
class Line:
    """A field, or a few that belong together, in both listings of a pair.

    `filled` when only the listing that goes has a value, which the merge takes over by itself.
    """

    fields: tuple[str, ...]
    kept: dict[str, Any]
    dropped: dict[str, Any]
    filled: bool

    @property
    def name(self) -> str:
        """The name of the line in the form: that of its first field."""
        return self.fields[0]


@blueprint.get("")
@needs(Permission.MERGE)
def index() -> ResponseReturnValue:
    """Show the groups of pairs to decide on, and the latest merges."""
    reach = my_reach(Permission.MERGE)
    return render_template(
        "duplicates/index.html",
        page=duplicate_search.groups_page(reach, request.args.get("pagina", 1, type=int)),
        searched=duplicate_search.last_search(),
        up_to_date=duplicate_search.is_up_to_date(),
        merges=duplicate_search.recent_merges(reach),
    )


@blueprint.post("/zoek")
@needs(Permission.MERGE)
@writes
def search() -> ResponseReturnValue:
    """Queue the job that searches again."""
    enqueue("pairs")
    return _done(N_("We zoeken opnieuw. Dat kan bij veel vermeldingen een paar minuten duren."))


@blueprint.get("/<int:number>")
@needs(Permission.MERGE)
def pair(number: int) -> ResponseReturnValue:
    """Show two listings beside each other, and why they may be the same."""
    return _page(_pair_of_mine(number), request.args.get("houd", ""), request.form)


@blueprint.post("/<int:number>")
@needs(Permission.MERGE)
@writes
def make_one(number: int) -> ResponseReturnValue:
    """Merge a pair; the ticked fields come from the listing that goes."""
    return _merged(_pair_of_mine(number, lock=True), request.form)


@blueprint.post("/<int:number>/twee")
@needs(Permission.MERGE)
@writes
def keep_two(number: int) -> ResponseReturnValue:
    """Record that a pair is no duplicate."""
    return _kept_apart(_pair_of_mine(number, lock=True))


@blueprint.get("/samen/<uuid:initiative_id>")
@needs(Permission.MERGE)
def choose(initiative_id: uuid.UUID) -> ResponseReturnValue:
    """Search for the listing to merge this one with; show first what resembles it."""
    initiative = listing_of_mine(initiative_id, Permission.MERGE)
    query = ListQuery(words=ListQuery.from_args(request.args).words)
    reach = my_reach(Permission.MERGE)
    if query.words:
        found = list_page(query, reach, today()).items
    else:
        ids = [match.label.id for match in twins_of(latest_listing(initiative.id))]
        near = initiatives(within(ids, reach))
        found = [near[key] for key in ids if key in near]
    others = [other for other in found if other.id != initiative.id][:MOST_FOUND]
    return render_template(
        "duplicates/choose.html", initiative=initiative, words=query.words, others=others
    )


@blueprint.get("/samen/<uuid:initiative_id>/<uuid:other_id>")
@needs(Permission.MERGE)
def compare(initiative_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Show any two listings beside each other, to merge them."""
    pair = _two_of_mine(initiative_id, other_id)
    return _page(pair, request.args.get("houd", ""), request.form)


@blueprint.post("/samen/<uuid:initiative_id>/<uuid:other_id>")
@needs(Permission.MERGE)
@writes
def make_one_of(initiative_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Merge any two listings; the ticked fields come from the listing that goes."""
    return _merged(_two_of_mine(initiative_id, other_id, lock=True), request.form)


@blueprint.post("/samen/<uuid:initiative_id>/<uuid:other_id>/twee")
@needs(Permission.MERGE)
@writes
def keep_apart(initiative_id: uuid.UUID, other_id: uuid.UUID) -> ResponseReturnValue:
    """Record that two listings are different."""
    return _kept_apart(_two_of_mine(initiative_id, other_id, lock=True))


def _merged(pair: Pair, typed: MultiDict[str, str]) -> ResponseReturnValue:
    kept = typed.get("houd", "")
    keep, drop = _sides(pair, kept)
    if typed.get("versions", _versions(keep, drop)) != _versions(keep, drop):
        return _page(pair, keep.slug, typed, gettext(MEANWHILE)), 409
    picks = [name for group in typed.getlist("take") for name in GROUP_OF.get(group, (group,))]
    reason = sent_reason(typed, longest=300)
    try:
        merge(keep, drop, Change(actor=actor(), reason=own_words(reason)), picks)
    except Problem as problem:
        return _page(pair, kept, typed, gettext(problem.sentence, **problem.facts)), 422
    return _done(N_("Samengevoegd. Wie de oude pagina opent, komt nu op de pagina die bleef."))


def _kept_apart(pair: Pair) -> ResponseReturnValue:
    tell_apart(pair.one, pair.other, actor())
    return _done(N_("Onthouden: dit zijn er twee."))


@blueprint.post("/uit-elkaar/<slug:old_slug>")
@needs(Permission.MERGE)
@writes
def undo(old_slug: str) -> ResponseReturnValue:
    """Undo a merge."""
    check(Permission.MERGE, duplicate_search.merge_of(old_slug).survivor)
    unmerge(old_slug, Change(actor=actor()))
    return _done(N_("Weer uit elkaar: beide vermeldingen zijn er zoals ze waren."))


def _done(sentence: str) -> ResponseReturnValue:
    """Go back to the list with a notice of what was done."""
    flash(gettext(sentence), "success")
    return redirect(url_for("duplicates.index"), 303)


def _versions(keep: Initiative, drop: Initiative) -> str:
    """The versions on the page, so that nobody merges a listing that has changed since."""
    return f"{keep.version}-{drop.version}"


def _pair_of_mine(number: int, *, lock: bool = False) -> Pair:
    """The pair; raise ForbiddenProblem unless the person may merge both listings."""
    pair = duplicate_search.pair_by_id(number, lock=lock)
    for initiative in (pair.one, pair.other):
        check(Permission.MERGE, initiative)
    return pair


def _two_of_mine(one_id: uuid.UUID, other_id: uuid.UUID, *, lock: bool = False) -> Pair:
    """Two listings as a pair without a number; raise ForbiddenProblem unless both may be merged.

    They are locked in one order, so that two people do not wait for each other.
    """
    if one_id == other_id:
        raise NotFoundProblem(N_("Dit is twee keer hetzelfde initiatief."))
    found = {
        key: listing_of_mine(key, Permission.MERGE, lock=lock) for key in sorted((one_id, other_id))
    }
    one, other = (traits_of(latest_listing(key)) for key in (one_id, other_id))
    return Pair(0, found[one_id], found[other_id], likeness(one, other).score)


def _addresses(pair: Pair) -> dict[str, str]:
    """Where the page of a pair sends what a person decides, and where it is itself."""
    if pair.id:
        names = ("pair", "make_one", "keep_two")
        values: dict[str, Any] = {"number": pair.id}
    else:
        names = ("compare", "make_one_of", "keep_apart")
        values = {"initiative_id": pair.one.id, "other_id": pair.other.id}
    kinds = ("page", "merge", "apart")
    return {
        kind: url_for(f"duplicates.{name}", **values)
        for kind, name in zip(kinds, names, strict=True)
    }


def _sides(pair: Pair, kept: str) -> tuple[Initiative, Initiative]:
    """The listing that stays and the one that goes.

    The listing whose slug is `kept` stays; else the one on the map, else the one with most fields
    filled in.
    """
    if kept == pair.other.slug:
        return pair.other, pair.one
    if kept == pair.one.slug:
        return pair.one, pair.other
    keep, drop = sorted((pair.one, pair.other), key=_worth, reverse=True)
    return keep, drop


def _worth(initiative: Initiative) -> tuple[bool, int]:
    listing = latest_listing(initiative.id)
    filled = sum(getattr(listing, name) not in (None, "", (), {}) for name in COMPARED)
    return initiative.status == Status.PUBLISHED, filled


def _page(pair: Pair, kept: str, typed: Mapping[str, str], error: str = "") -> str:
    keep, drop = _sides(pair, kept)
    mine, theirs = latest_listing(keep.id), latest_listing(drop.id)
    return render_template(
        "duplicates/pair.html",
        pair=pair,
        addresses=_addresses(pair),
        keep=keep,
        drop=drop,
        versions=_versions(keep, drop),
        why=_why(likeness(traits_of(mine), traits_of(theirs))),
        lines=_lines(mine, theirs),
        typed=typed,
        error=error,
    )


def _why(likeness: Likeness) -> list[tuple[str, str, str, bool]]:
    """Each compared field: its name, both values, and whether they speak for a duplicate."""
    return [
        (
            gettext(PART_NAMES[part.field]),
            _part_words(part.field, part.one),
            _part_words(part.field, part.other),
            part.counted > 0,
        )
        for part in likeness.parts
    ]


def _part_words(field: str, value: str) -> str:
    """A compared value as people read it: the name of a kind, a phone number with its spaces."""
    if field == "phone":
        return phone(value)
    return words_of("kind", value) if field == "kind" else value


def _lines(keep: Listing, drop: Listing) -> list[Line]:
    """The fields in which two listings differ, each with both values."""
    both = merged_listing(keep, drop)
    lines: list[Line] = []
    for group in dict.fromkeys(GROUP_OF.get(name, (name,)) for name in COMPARED):
        kept, dropped, merged = (
            {name: getattr(listing, name) for name in group} for listing in (keep, drop, both)
        )
        if kept != dropped:
            lines.append(Line(group, kept, dropped, filled=merged == dropped))
    return lines
