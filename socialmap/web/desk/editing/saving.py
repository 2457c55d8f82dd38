"""Save the edit form: add a listing, or bring a change together with what others changed."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from socialmap.catalogue import actions, drafts
from socialmap.catalogue.actions import Change, Entry
from socialmap.catalogue.differences import Side, differences, merge_three
from socialmap.catalogue.freshness import confirmed
from socialmap.catalogue.history import latest_listing, revisions_of
from socialmap.catalogue.listing import Listing, mended
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.queries import initiative_to_edit
from socialmap.catalogue.reasons import own_words
from socialmap.duplicates.queries import Candidate
from socialmap.duplicates.twins import twins_of
from socialmap.guards import actor, check, proposes, signed_in
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission
from socialmap.proposals.second_look import is_on
from socialmap.proposals.unlisted import KeptOut, stays_out
from socialmap.review.actions import let_edit_wait, let_publishing_wait, must_wait
from socialmap.times.clock import today
from socialmap.web.desk.editing.proposing import (
    PROPOSED,
    ask_to_publish,
    must_ask,
    propose,
)
from socialmap.web.desk.editing.sheet import Sheet
from socialmap.web.desk.editing.typed_hours import typed_trouble, with_typed_hours
from socialmap.web.desk.editing.unsaved import clock_of
from socialmap.web.page.forms import Errors
from socialmap.wording import N_

DRAFTED = N_("Bewaard als concept. Alleen het beheer ziet het.")
PUBLISHED = N_("Het staat op de kaart.")
SAVED = N_("Bewaard.")
SAVED_TOGETHER = N_("Bewaard. Iemand anders veranderde ook iets: dat is er ook nog.")
UNCHANGED = N_("Er is niets veranderd.")
WAITS = N_("Je werk wacht op een ander. Het staat op de kaart als die het goedkeurt.")
# The field and the sentence for each of what a listing must have before everybody sees it.
UNFINISHED = {
    "name": ("name", N_("Vul een naam in.")),
    "place": (
        "place-0-address",
        N_("Vul een adres in, of een werkgebied. Of kies dat het online is."),
    ),
}


def _judged(sheet: Sheet) -> Sheet:
    """The sheet with its words about hours turned into lines, and its errors to be shown."""
    form, _ = with_typed_hours(sheet.form)
    return replace(sheet, form=form, judged=True, more_errors=typed_trouble(form))


def add_listing(sheet: Sheet, typed: MultiDict[str, str]) -> ResponseReturnValue:
    """Add a new listing, unless it has errors or is probably on the map already."""
    sheet = _judged(sheet)
    publishes = typed.get("do") == "publish"
    if publishes:
        sheet.more_errors |= _unfinished(sheet.reading.listing)
    if sheet.errors:
        return _refused(sheet)
    listing = _confirmed(sheet.reading.listing, typed)
    if entry := stays_out(listing):
        sheet.more_errors = {"name": [_stays_out_sentence(entry)]}
        return _refused(sheet)
    twins = [twin for twin in twins_of(listing) if not _is_original(sheet, twin.label)]
    if {str(twin.label.id) for twin in twins} - set(typed.get("twins", "").split()):
        sheet.twins = twins
        return _refused(sheet)
    asks = publishes and must_ask(listing)
    waits = publishes and not asks and is_on()
    status = Status.PUBLISHED if publishes and not (asks or waits) else Status.DRAFT
    change = Change(actor=actor(), reason=own_words(sheet.reason))
    [added] = actions.add([Entry(listing)], change, status)
    initiative = check(Permission.EDIT, initiative_to_edit(added))
    if asks:
        ask_to_publish(initiative)
    elif waits:
        let_publishing_wait(initiative, change)
    drafts.discard(signed_in().id, sheet.subject)
    done = PROPOSED if asks else WAITS if waits else PUBLISHED if publishes else DRAFTED
    flash(gettext(done), "success")
    return redirect(url_for("editing.edit", initiative_id=added, terug=sheet.back or None), 303)


def _is_original(sheet: Sheet, other: Candidate) -> bool:
    """Whether a new listing is a copy of another, and has a name of its own already."""
    return other.id == sheet.copied and other.name != sheet.reading.listing.name


def _stays_out_sentence(entry: KeptOut) -> str:
    why = entry.reason.rstrip(".")
    return str(
        gettext("%(name)s wil niet op de kaart staan: %(reason)s.", name=entry.name, reason=why)
    )


def _unfinished(listing: Listing) -> Errors:
    """The errors about what a listing must have before everybody sees it."""
    return {
        field: [gettext(sentence)]
        for name, (field, sentence) in UNFINISHED.items()
        if name in listing.unfinished
    }


def _confirmed(listing: Listing, typed: MultiDict[str, str]) -> Listing:
    """The listing, confirmed today if the person ticked that the initiative says it is right."""
    if not typed.get("confirmed"):
        return listing
    return confirmed(listing, today(), by=actor(), how="desk")


def save_listing(
    sheet: Sheet, initiative: Initiative, typed: MultiDict[str, str]
) -> ResponseReturnValue:
    """Save a listing together with what others changed meanwhile, or ask where both did."""
    sheet = _judged(sheet)
    if initiative.status == Status.PUBLISHED:
        sheet.more_errors |= _unfinished(sheet.reading.listing)
    if sheet.errors:
        return _refused(sheet)
    theirs = latest_listing(initiative.id)
    mine = _confirmed(sheet.reading.listing, typed)
    picks = sent_picks(initiative, typed, "mine", "theirs", "before")
    merged = merge_three(sheet.old, mine, theirs, picks)
    if merged.clashes:
        _save_draft(sheet)
        return _ask(sheet, initiative, merged.clashes, confirmed=bool(typed.get("confirmed"))), 409
    done = UNCHANGED
    proposing = proposes(initiative)
    # The form showed what was not valid, and what was sent instead of it is.
    whole = mended(merged.listing)
    if proposing and propose(initiative, theirs, whole, sheet.reason):
        done = PROPOSED
    elif proposing:
        done = SAVED if differences(theirs, whole) else UNCHANGED
    elif differences(theirs, whole) or whole is not merged.listing:
        change = Change(actor=actor(), reason=own_words(sheet.reason))
        if must_wait(initiative) and differences(theirs, whole):
            let_edit_wait(initiative, theirs, whole, change)
            done = WAITS
        else:
            actions.rewrite([(initiative.id, whole)], change)
            # Whoever moves a listing out of their own organisation or area loses hold of it.
            check(Permission.EDIT, initiative_to_edit(initiative.id))
            done = SAVED_TOGETHER if differences(mine, merged.listing) else SAVED
    drafts.discard(signed_in().id, sheet.subject)
    flash(gettext(done), "success")
    back = sheet.back or None
    return redirect(url_for("editing.edit", initiative_id=initiative.id, terug=back), 303)


def sent_picks(initiative: Initiative, typed: MultiDict[str, str], *sides: Side) -> dict[str, Side]:
    """Per part of the listing the side that the person picked.

    Empty when the listing has changed again since the choice was shown.
    """
    if typed.get("seen") != str(initiative.version):
        return {}
    return {
        name.removeprefix("pick-"): side
        for name, side in typed.items()
        if name.startswith("pick-") and side in sides
    }


def _ask(sheet: Sheet, initiative: Initiative, clashes: object, *, confirmed: bool) -> str:
    """The page on which somebody chooses per part whose it must be."""
    others = [row for row in revisions_of(initiative.id) if row.version > sheet.version]
    return render_template(
        "editing/save.html",
        sheet=sheet,
        initiative=initiative,
        clashes=clashes,
        others=others,
        names=names_of(row.actor for row in others),
        confirmed=confirmed,
    )


def _refused(sheet: Sheet) -> ResponseReturnValue:
    """The page with a form that is not saved yet, for somebody who may leave it as it is."""
    _save_draft(sheet)
    return page(sheet)


def _save_draft(sheet: Sheet) -> None:
    drafts.save(signed_in().id, sheet.subject, sheet.version, dict(sheet.form.values))


def page(sheet: Sheet) -> ResponseReturnValue:
    """The page with a form; 422 when something on it must be mended first."""
    clock = clock_of(sheet.draft) if sheet.draft else ""
    shown = render_template("editing/edit.html", sheet=sheet, saved_at=clock)
    return shown, 422 if sheet.errors or sheet.twins else 200
