"""Duplicates: pairs that are probably one, made one field by field, or told apart."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.actions import Change
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.reasons import own_words
from socialmap.db import writes
from socialmap.duplicates import search as duplicate_search
from socialmap.duplicates.actions import merge, merged_listing, tell_apart, unmerge
from socialmap.duplicates.search import Pair
from socialmap.errors import Problem
from socialmap.guards import actor, check, my_reach, needs
from socialmap.jobs import enqueue
from socialmap.matching.likeness import Likeness, likeness
from socialmap.matching.traits import traits_of
from socialmap.people.permissions import Permission
from socialmap.proposals.parts import GROUP_OF
from socialmap.web.public.contributions import read_typed
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
DONE = {
    "merged": N_("Samengevoegd. Het oude adres leidt nu naar de vermelding die bleef."),
    "apart": N_("Onthouden: dit zijn er twee."),
    "undone": N_("Weer uit elkaar: beide vermeldingen zijn er zoals ze waren."),
    "search": N_("We zoeken opnieuw. Dat kan bij veel vermeldingen een paar minuten duren."),
}
MEANWHILE = N_("Iemand heeft een van de twee net gewijzigd. Kijk nog een keer wat je overneemt.")
# What the two of a pair are compared on; who confirmed what is kept of the one that stays.
COMPARED = tuple(
    each.name for each in fields(Listing) if each.name not in {"confirmations", "visibility"}
)


@dataclass(frozen=True)
class Line:
    """What both say of one thing; `filled` when only the one that goes says something."""

    fields: tuple[str, ...]
    kept: dict[str, Any]
    dropped: dict[str, Any]
    filled: bool

    @property
    def name(self) -> str:
        """What it is called in the form."""
        return self.fields[0]


@blueprint.get("")
@needs(Permission.MERGE)
def index() -> ResponseReturnValue:
    """Show the pairs to decide on, and the last merges."""
    reach = my_reach(Permission.MERGE)
    done = DONE.get(request.args.get("gedaan", ""))
    return render_template(
        "duplicates/index.html",
        page=duplicate_search.pairs_page(reach, request.args.get("pagina", 1, type=int)),
        searched=duplicate_search.last_search(),
        up_to_date=duplicate_search.is_searched(),
        merges=duplicate_search.recent_merges(reach),
        done=gettext(done) if done else "",
    )


@blueprint.post("/zoek")
@needs(Permission.MERGE)
@writes
def search() -> ResponseReturnValue:
    """Ask for a new search: a job does it."""
    enqueue("pairs")
    return redirect(url_for("duplicates.index", gedaan="search"), 303)


@blueprint.get("/<int:number>")
@needs(Permission.MERGE)
def pair(number: int) -> ResponseReturnValue:
    """Show two listings beside each other, and why they may be one."""
    return _page(_mine(number), request.args.get("houd", ""))


@blueprint.post("/<int:number>")
@needs(Permission.MERGE)
@writes
def make_one(number: int) -> ResponseReturnValue:
    """Merge a pair; what is picked comes from the one that goes."""
    found = _mine(number, lock=True)
    keep, drop = _sides(found, request.form.get("houd", ""))
    if request.form.get("versions", _versions(keep, drop)) != _versions(keep, drop):
        return _page(found, keep.slug, gettext(MEANWHILE)), 409
    picks = [
        name for group in request.form.getlist("take") for name in GROUP_OF.get(group, (group,))
    ]
    reason = read_typed(request.form, ("reason",))["reason"][:300]
    try:
        merge(keep, drop, Change(actor=actor(), reason=own_words(reason)), picks)
    except Problem as problem:
        error = gettext(problem.sentence, **problem.facts)
        return _page(found, request.form.get("houd", ""), error), 422
    return redirect(url_for("duplicates.index", gedaan="merged"), 303)


@blueprint.post("/<int:number>/twee")
@needs(Permission.MERGE)
@writes
def keep_two(number: int) -> ResponseReturnValue:
    """Remember that a pair is no duplicate."""
    found = _mine(number, lock=True)
    tell_apart(found.one, found.other, actor())
    return redirect(url_for("duplicates.index", gedaan="apart"), 303)


@blueprint.post("/uit-elkaar/<slug:old_slug>")
@needs(Permission.MERGE)
@writes
def undo(old_slug: str) -> ResponseReturnValue:
    """Take a merge back."""
    check(Permission.MERGE, duplicate_search.merge_of(old_slug).kept)
    unmerge(old_slug, Change(actor=actor()))
    return redirect(url_for("duplicates.index", gedaan="undone"), 303)


def _versions(keep: Initiative, drop: Initiative) -> str:
    """What was on the page, so that nobody merges what somebody else changed meanwhile."""
    return f"{keep.version}-{drop.version}"


def _mine(number: int, *, lock: bool = False) -> Pair:
    """The pair, if who is signed in answers for both."""
    found = duplicate_search.pair_by_id(number, lock=lock)
    for each in (found.one, found.other):
        check(Permission.MERGE, each)
    return found


def _sides(found: Pair, kept: str) -> tuple[Initiative, Initiative]:
    """Which of the two stays, and which goes: the one on the map, or that tells most, stays."""
    if kept == found.other.slug:
        return found.other, found.one
    if kept == found.one.slug:
        return found.one, found.other
    best = sorted((found.one, found.other), key=_worth, reverse=True)
    return best[0], best[1]


def _worth(initiative: Initiative) -> tuple[bool, int]:
    listing = latest_listing(initiative.id)
    told = sum(getattr(listing, name) not in (None, "", (), {}) for name in COMPARED)
    return initiative.status == Status.PUBLISHED, told


def _page(found: Pair, kept: str, error: str = "") -> str:
    keep, drop = _sides(found, kept)
    mine, theirs = latest_listing(keep.id), latest_listing(drop.id)
    return render_template(
        "duplicates/pair.html",
        pair=found,
        keep=keep,
        drop=drop,
        versions=_versions(keep, drop),
        why=_why(likeness(traits_of(mine), traits_of(theirs))),
        lines=_lines(mine, theirs),
        error=error,
    )


def _why(found: Likeness) -> list[tuple[str, str, str, bool]]:
    """What each field says of a pair: its name, both values, and whether it speaks for one."""
    return [
        (gettext(PART_NAMES[part.field]), part.one, part.other, part.counted > 0)
        for part in found.parts
    ]


def _lines(keep: Listing, drop: Listing) -> list[Line]:
    """What both tell, thing by thing, where they differ."""
    both = merged_listing(keep, drop)
    lines: list[Line] = []
    for group in dict.fromkeys(GROUP_OF.get(name, (name,)) for name in COMPARED):
        kept, dropped, made = (
            {name: getattr(each, name) for name in group} for each in (keep, drop, both)
        )
        if kept != dropped:
            lines.append(Line(group, kept, dropped, filled=made == dropped))
    return lines
