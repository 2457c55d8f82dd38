"""Save the edit form: add a listing, or bring a change together with what others changed."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue import actions, drafts
from socialmap.catalogue.actions import Change, Entry
from socialmap.catalogue.differences import Side, differences, merge_three
from socialmap.catalogue.drafts import NEW
from socialmap.catalogue.freshness import confirmed
from socialmap.catalogue.history import latest_listing, revisions_of
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.queries import initiative_to_edit
from socialmap.catalogue.reasons import own_words
from socialmap.duplicates.twins import twins_of
from socialmap.guards import actor, check, signed_in
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission
from socialmap.proposals.unlisted import KeptOut, stays_out
from socialmap.times.clock import today
from socialmap.web.desk.editing.schema import Errors
from socialmap.web.desk.editing.sheet import Sheet, clock_of, hours_trouble, typed_hours
from socialmap.web.page.forms import one_line
from socialmap.wording import N_

LONGEST_REASON = 200
# What was done, by the word in the address after it.
DONE = {
    "concept": N_("Bewaard als concept. Alleen het beheer ziet het."),
    "op-de-kaart": N_("Het staat op de kaart."),
    "bewaard": N_("Bewaard."),
    "samen": N_("Bewaard. Iemand anders veranderde ook iets: dat is er ook nog."),
    "gelijk": N_("Er is niets veranderd."),
    "weg": N_("Je concept is weggegooid."),
    "status": N_("De status is veranderd."),
}


def sent_reason() -> str:
    """Why somebody makes a change, in a few words."""
    return one_line(request.form.get("reason", ""))[:LONGEST_REASON]


def _read(sheet: Sheet) -> Sheet:
    """The sheet with words about hours turned into lines."""
    form, _ = typed_hours(sheet.form)
    return replace(sheet, form=form, judged=True, more_errors=hours_trouble(form))


def add_listing(sheet: Sheet) -> ResponseReturnValue:
    """Add a new listing, unless it must be mended, or is probably there already."""
    sheet = _read(sheet)
    publishes = request.form.get("do") == "publish"
    if publishes:
        sheet = replace(sheet, more_errors={**sheet.more_errors, **_unfinished(sheet)})
    if sheet.errors:
        return page(sheet)
    listing = _confirmed(sheet.reading.listing)
    if known := stays_out(listing):
        return page(replace(sheet, more_errors={"name": [_kept_out(known)]}))
    twins = twins_of(listing)
    if {str(each.label.id) for each in twins} - set(request.form.get("twins", "").split()):
        return page(replace(sheet, twins=twins))
    status = Status.PUBLISHED if publishes else Status.DRAFT
    change = Change(actor=actor(), reason=own_words(sheet.reason))
    [added] = actions.add([Entry(listing)], change, status)
    check(Permission.EDIT, initiative_to_edit(added))
    drafts.discard(signed_in().id, NEW)
    done = "op-de-kaart" if publishes else "concept"
    return redirect(url_for("editing.edit", initiative_id=added, gedaan=done), 303)


def _kept_out(known: KeptOut) -> str:
    why = known.reason.rstrip(".")
    return str(
        gettext("%(name)s wil niet op de kaart staan: %(reason)s.", name=known.name, reason=why)
    )


def _unfinished(sheet: Sheet) -> Errors:
    """What a listing cannot do without once everybody sees it."""
    listing = sheet.reading.listing
    missing: Errors = {}
    if not (listing.locations or listing.service_areas or listing.online):
        missing["place-0-town"] = [
            gettext("Vul een adres in, of een werkgebied. Of kies dat het online is.")
        ]
    if not listing.kind and not listing.setting:
        missing["kind"] = [gettext("Kies wat het is.")]
    return missing


def _confirmed(listing: Listing) -> Listing:
    """The listing with what somebody says to have asked the initiative today."""
    if not request.form.get("confirmed"):
        return listing
    return confirmed(listing, today(), by=actor(), how="desk")


def save_listing(sheet: Sheet, initiative: Initiative) -> ResponseReturnValue:
    """Save a listing together with what others changed meanwhile, or ask where both did."""
    sheet = _read(sheet)
    if initiative.status == Status.PUBLISHED:
        sheet = replace(sheet, more_errors={**sheet.more_errors, **_unfinished(sheet)})
    if sheet.errors:
        return page(sheet)
    theirs = latest_listing(initiative.id)
    mine = _confirmed(sheet.reading.listing)
    merged = merge_three(
        sheet.old, mine, theirs, sent_picks(initiative, "mine", "theirs", "before")
    )
    if merged.clashes:
        return _ask(sheet, initiative, merged.clashes), 409
    done = "gelijk"
    if differences(theirs, merged.listing):
        change = Change(actor=actor(), reason=own_words(sheet.reason))
        actions.replace([(initiative.id, merged.listing)], change)
        # Whoever moves a listing away from the own organisation or area gives it out of hand.
        check(Permission.EDIT, initiative_to_edit(initiative.id))
        done = "samen" if differences(mine, merged.listing) else "bewaard"
    drafts.discard(signed_in().id, sheet.subject)
    back = url_for("editing.edit", initiative_id=initiative.id, gedaan=done)
    return redirect(back, 303)


def sent_picks(initiative: Initiative, *sides: Side) -> dict[str, Side]:
    """Whose of each part must be taken; a choice between what has changed again is no choice."""
    if request.form.get("seen") != str(initiative.version):
        return {}
    return {
        name.removeprefix("pick-"): side
        for name, side in request.form.items()
        if name.startswith("pick-") and side in sides
    }


def _ask(sheet: Sheet, initiative: Initiative, clashes: object) -> str:
    """The page on which somebody chooses per part whose it must be."""
    others = [each for each in revisions_of(initiative.id) if each.version > sheet.version]
    return render_template(
        "editing/save.html",
        sheet=sheet,
        initiative=initiative,
        clashes=clashes,
        others=others,
        names=names_of(each.actor for each in others),
        confirmed=bool(request.form.get("confirmed")),
    )


def page(sheet: Sheet) -> ResponseReturnValue:
    """The page with a form; 422 when something on it must be mended first."""
    done = DONE.get(request.args.get("gedaan", "")) if request.method == "GET" else None
    shown = render_template(
        "editing/edit.html",
        sheet=sheet,
        done=gettext(done) if done else "",
        kept=clock_of(sheet.draft) if sheet.draft else "",
    )
    return shown, 422 if sheet.errors or sheet.twins else 200
