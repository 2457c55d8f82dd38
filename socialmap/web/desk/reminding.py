"""Reminders at the desk: on or off per municipality, the own text, and who is mailed this week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from socialmap.db import writes
from socialmap.errors import ConflictProblem, ForbiddenProblem, NotFoundProblem, Problem
from socialmap.guards import actor, my_reach, needs
from socialmap.mail.composing import Letter
from socialmap.paging import page_of_list
from socialmap.people.permissions import Permission
from socialmap.times.clock import today
from socialmap.upkeep.choices import (
    MOST_PER_WEEK,
    Forecast,
    check_bound,
    choice_of,
    choices,
    forecast,
    is_on_anywhere,
    save_text,
    turn_off,
    turn_on,
)
from socialmap.upkeep.due import (
    contacts,
    due_counts,
    example_count,
    has_listings,
    situation,
    where_off,
)
from socialmap.upkeep.models import ReminderChoice
from socialmap.upkeep.own_text import LONGEST, PLACEHOLDERS, check_text
from socialmap.upkeep.reminders import (
    DAY,
    WEEK,
    DueListing,
    ReminderMail,
    Situation,
    Why,
    ahead,
    left_out,
    mailed_in,
)
from socialmap.web.letters.reminders import Links, example, render
from socialmap.web.letters.rendering import language_for, page_url
from socialmap.web.page.forms import text, too_long, translated
from socialmap.wording import N_

blueprint = Blueprint("reminding", __name__, url_prefix="/beheer/herinneringen")
# How the address calls the listings without a municipality.
NO_AREA = "zonder-gemeente"
AREAS_PER_PAGE = 100
MOST_NAMES = 50  # of the listings that are in no mail, per reason
REASONS: dict[Why, str] = {
    Why.EXAMPLE: N_("Het zijn voorbeelden van de demo. Daarover mailen we nooit."),
    Why.OFF: N_("Herinneringen staan uit in deze gemeente."),
    Why.NO_ADDRESS: N_("Er is geen mailadres. Ze staan op de bellijst."),
    Why.MADE_UP: N_(
        "Het mailadres is verzonnen, zoals naam@example.org. Daar mailen we nooit heen."
    ),
    Why.DEAD: N_("Het mailadres werkt niet. Ze staan op de bellijst."),
    Why.OPTED_OUT: N_("Ze willen geen mail. Ze staan op de bellijst."),
    Why.ASKED_ENOUGH: N_("Ze kregen alle vier de mails al. Nu is bellen aan de beurt."),
    Why.ASKED_LATELY: N_("Ze kregen al een mail. De volgende komt later."),
    Why.LATER: N_(
        "Ze komen een andere week aan de beurt, want er gaan niet te veel mails tegelijk weg."
    ),
}


@dataclass(frozen=True)
class AreaRow:
    """A municipality in the list: its choice, the listings that are due, its mails this week."""

    area: str
    choice: ReminderChoice | None
    due: int
    mails: int


@blueprint.get("")
@needs(Permission.CHOOSE_REMINDERS)
def index() -> ResponseReturnValue:
    """Show where reminders are on, and how many mails follow this week."""
    known, due = choices(), due_counts(today())
    # Nobody is mailed while reminders are off everywhere: then nothing needs to be planned.
    mails = ahead(situation(today(), ()), today()) if is_on_anywhere() else []
    areas = sorted(filter(_is_mine, {*due, *known, *(_my_areas() or ())}))
    page = page_of_list(areas, request.args.get("pagina", 1, type=int), AREAS_PER_PAGE)
    rows = page.map(
        lambda area: AreaRow(area, known.get(area), due.get(area, 0), mailed_in(mails, area))
    )
    return render_template("reminding/index.html", page=rows, name_of=name_of, slug_of=slug_of,
                           examples=example_count(today()))  # fmt: skip


@blueprint.get("/deze-week")
@needs(Permission.CHOOSE_REMINDERS)
def week() -> ResponseReturnValue:
    """Show who gets which mail this week, and who gets none and why; nothing is sent."""
    now, until = situation(today(), ()), today() + WEEK - DAY
    mails = ahead(now, today())
    asked = contacts()
    return render_template(
        "reminding/week.html",
        page=page_of_list(
            [mail for mail in mails if any(map(_is_mine, mail.areas))],
            request.args.get("pagina", 1, type=int),
        ),
        until=until,
        others=_others(now, mails, until),
        name_of=name_of,
        language_of=lambda mail: _language(mail, {k: c.language for k, c in asked.items()}),
        language_for=language_for,
    )


@blueprint.get("/gemeente/<area>")
@needs(Permission.CHOOSE_REMINDERS)
def area(area: str) -> ResponseReturnValue:
    """Show what is chosen for a municipality, and how many mails would follow."""
    chosen = _chosen(area)
    per_week = request.args.get("hoogstens", "")
    return _area_page(chosen, per_week or str(chosen.per_week))


@blueprint.post("/gemeente/<area>")
@needs(Permission.CHOOSE_REMINDERS)
@writes
def choose(area: str) -> ResponseReturnValue:
    """Turn reminders on, when as many mails follow as the page said; or turn them off."""
    chosen = _chosen(area)
    if request.form.get("do") != "aan":
        stopped = turn_off(chosen.area, actor())
        flash(gettext("Herinneringen staan uit in %(area)s.", area=name_of(chosen.area)))
        if stopped:
            one = N_("%(num)d mail die klaarstond, gaat niet meer weg.")
            more = N_("%(num)d mails die klaarstonden, gaan niet meer weg.")
            flash(ngettext(one, more, stopped))
        return redirect(url_for("reminding.area", area=area), 303)
    per_week = request.form.get("hoogstens", "")
    said = request.form.get("said", -1, type=int)
    try:
        made = turn_on(chosen.area, _number(per_week), said, actor(), today())
    except Problem as problem:
        return _area_page(_chosen(area), per_week, problem), problem.status
    flash(
        ngettext(
            "Herinneringen staan aan in %(area)s. De eerste week gaat er %(num)d mail weg.",
            "Herinneringen staan aan in %(area)s. De eerste week gaan er %(num)d mails weg.",
            made.first_week,
            area=name_of(chosen.area),
        )
    )
    return redirect(url_for("reminding.area", area=area), 303)


@blueprint.get("/gemeente/<area>/tekst")
@needs(Permission.CHOOSE_REMINDERS)
def own_text(area: str) -> ResponseReturnValue:
    """Ask for the own text of a municipality, and show the mail with it."""
    chosen = _chosen(area)
    return _text_page(chosen.area, chosen.text, [])


@blueprint.post("/gemeente/<area>/tekst")
@needs(Permission.CHOOSE_REMINDERS)
@writes
def write_text(area: str) -> ResponseReturnValue:
    """Save the own text, or only show the mail with it; say what in it we do not know."""
    chosen = _chosen(area)
    typed = request.form.get("text", "")
    wrong = _flaws(typed)
    if wrong:
        return _text_page(chosen.area, typed, wrong), 422
    typed = text(LONGEST, lines=True)(typed.strip())
    if request.form.get("do") != "bewaar":
        return _text_page(chosen.area, typed, [])
    save_text(chosen.area, typed, actor())
    flash(gettext("De tekst is bewaard."))
    return redirect(url_for("reminding.own_text", area=area), 303)


def slug_of(area: str) -> str:
    """How an address calls a municipality."""
    return area or NO_AREA


def name_of(area: str) -> str:
    """The name of a municipality; of the listings without one, what they are."""
    return area or str(gettext("plekken zonder gemeente"))


def _my_areas() -> frozenset[str] | None:
    return my_reach(Permission.CHOOSE_REMINDERS).areas


def _is_mine(area: str) -> bool:
    """Whether the person chooses for a municipality; without one, only who chooses for all."""
    mine = _my_areas()
    return mine is None or area in mine


def _chosen(slug: str) -> ReminderChoice:
    """What is chosen for a municipality of the person's own that there is."""
    area = "" if slug == NO_AREA else slug
    mine = choices().keys() | (_my_areas() or frozenset())
    if area and area not in mine and not has_listings(area):
        raise NotFoundProblem(N_("Deze gemeente heeft geen plekken op de kaart."))
    if not _is_mine(area):
        raise ForbiddenProblem(N_("Deze gemeente hoort niet bij jouw gebied."))
    return choice_of(area)


def _number(typed: str) -> int:
    """A number of mails a week; raise Problem if it is none of ours."""
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0
    check_bound(number)
    return number


def _area_page(chosen: ReminderChoice, per_week: str, problem: Problem | None = None) -> str:
    errors = {}
    expected: Forecast | None = None
    try:
        expected = forecast(
            situation(today(), [chosen.area]), chosen.area, _number(per_week.strip()), today()
        )
    except Problem as wrong:
        errors["hoogstens"] = [gettext(wrong.sentence, **wrong.facts)]
    return render_template(
        "reminding/area.html",
        chosen=chosen,
        is_stored=chosen.changed_at is not None,
        per_week=per_week,
        forecast=expected,
        until=today() + WEEK - DAY,
        most=MOST_PER_WEEK,
        errors=errors,
        moved=gettext(problem.sentence, **problem.facts)
        if isinstance(problem, ConflictProblem)
        else "",
        labels={"hoogstens": gettext("Hoeveel mails hoogstens per week?")},
        name=name_of(chosen.area),
        slug=slug_of(chosen.area),
    )


def _flaws(typed: str) -> list[str]:
    """What is wrong with an own text, in sentences."""
    if long := too_long("text", typed, LONGEST):
        return long["text"]
    try:
        check_text(typed)
    except Problem as problem:
        return [gettext(problem.sentence, **problem.facts)]
    return []


def _text_page(area: str, typed: str, wrong: list[str]) -> str:
    return render_template(
        "reminding/own_text.html",
        name=name_of(area),
        slug=slug_of(area),
        typed=typed,
        errors={"text": wrong} if wrong else {},
        labels={"text": gettext("Jullie tekst")},
        placeholders=translated(PLACEHOLDERS),
        letter=_shown(area, "" if wrong else typed),
    )


def _shown(area: str, own: str) -> Letter:
    """The mail with this text to an organisation of the municipality; its links do nothing."""
    theirs: dict[str, list[str]] = {}
    for listing in situation(today(), [area]).listings:
        if area in listing.areas and listing.organisation and not listing.example:
            theirs.setdefault(listing.organisation, []).append(listing.name)
    organisation = min(theirs, default=gettext("Buurthuis De Linde"))
    names = sorted(theirs.get(organisation, [gettext("Koffieochtend")]))
    links = Links(page_url("public.home") + "…", page_url("public.home") + "…")
    return render(example(area, organisation, tuple(names)), links, own)


def _others(
    now: Situation, mails: Sequence[ReminderMail], until: date
) -> list[tuple[str, int, list[str]]]:
    """Why listings are in none of the mails: a reason, how many they are, and some of their names.

    Where reminders are off nothing is read but these names.
    """
    mine = _my_areas()
    off = where_off(until, None if mine is None else {*mine, ""}, MOST_NAMES)
    found = {why: _names(listings) for why, listings in left_out(now, mails, until).items()}
    told = {why: (len(names), names[:MOST_NAMES]) for why, names in found.items()} | {Why.OFF: off}
    return [(gettext(REASONS[why]), *told[why]) for why in Why if told.get(why, (0,))[0]]


def _names(listings: Iterable[DueListing]) -> list[str]:
    """The names of those listings that lie in a municipality of the person."""
    mine = _my_areas()
    return sorted(
        listing.name
        for listing in listings
        if mine is None or "" in listing.areas or not mine.isdisjoint(listing.areas)
    )


def _language(mail: ReminderMail, asked: Mapping[object, str]) -> str:
    return asked.get(mail.listings[0].organisation_id, "nl")
