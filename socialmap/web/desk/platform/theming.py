"""The theme at the desk: name, colours with their contrast, logo, texts and urgent numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from socialmap.db import afterwards, storable, writes
from socialmap.errors import ForbiddenProblem, NotFoundProblem, Problem
from socialmap.fields.cells import read_email
from socialmap.fields.flaws import Flaw
from socialmap.fields.phones import read_phone
from socialmap.guards import actor, my_reach, needs
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission
from socialmap.places.municipalities import municipality_names
from socialmap.themes.actions import check_colour, save_theme, undo_change
from socialmap.themes.colours import DARK, LIGHT, Contrast, contrasts, read_colour
from socialmap.themes.models import PLATFORM, Theme, ThemeChange
from socialmap.themes.queries import changes_page, latest_change, stored_theme, values_of
from socialmap.web.page.forms import Errors, FormSchema, Typed, load, text, translated, wrong
from socialmap.web.page.site import all_areas, renew
from socialmap.web.pictures.bringing import (
    bring_along,
    large_form,
    read_logo,
    refused,
    with_logo,
)
from socialmap.wording import N_

blueprint = Blueprint("theming", __name__, url_prefix="/beheer/uiterlijk")
bring_along(blueprint, ("theming.save",), "logo_file", Permission.SET_UP)
# How the address calls the theme of the whole platform.
WHOLE = "hele-kaart"
MOST_NUMBERS = 5
LABELS = {
    "name": N_("Naam van de kaart"),
    "light": N_("Kleur"),
    "dark": N_("Kleur als iemand donker leest"),
    "logo": N_("Logo"),
    "logo_alt": N_("Wat is er op het logo te zien?"),
    "greeting": N_("Begroeting op de voorpagina"),
    "footer": N_("Tekst onder aan elke pagina"),
    "colophon": N_("Colofon op ‘Over deze kaart’"),
    "contact_email": N_("Mailadres voor vragen"),
    "help_phone": N_("Telefoon van het wijkteam"),
    "numbers": N_("Eigen nummers voor als het dringend is"),
}
NO_NUMBER = N_(
    "‘%(line)s’ lezen we niet. Typ waarvoor het is, een dubbele punt, en dan het nummer."
)
NO_COLOUR = N_("Dit is geen kleur. Typ bijvoorbeeld #0b5457.")


def _colour(look: str) -> Any:
    def read(typed: str) -> str:
        if not typed:
            return ""
        colour = read_colour(typed)
        if not colour:
            raise wrong(NO_COLOUR)
        try:
            check_colour(colour, look)
        except Problem as problem:
            raise wrong(problem.sentence, **problem.facts) from problem
        return colour

    return read


def _numbers(typed: str) -> list[dict[str, str]]:
    """The numbers of lines such as: Crisisdienst: 030 123 45 67."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST_NUMBERS:
        raise wrong(N_("Er passen %(most)s nummers."), most=MOST_NUMBERS)
    numbers = []
    for line in lines:
        what, _, number = line.rpartition(":")
        read = read_phone(number.strip())
        if isinstance(read, Flaw) or not read or not what.strip() or len(what) > 80:
            raise wrong(NO_NUMBER, line=line[:80])
        numbers.append({"what": what.strip(), "number": read})
    return numbers


class ThemeSchema(FormSchema):
    """The form of a theme; what is empty is as everywhere."""

    name = Typed(text(60))
    light = Typed(_colour("light"))
    dark = Typed(_colour("dark"))
    logo_alt = Typed(text(200))
    greeting = Typed(text(300))
    footer = Typed(text(300))
    colophon = Typed(text(2000, lines=True))
    contact_email = Typed(read_email, mends=True)
    help_phone = Typed(read_phone, mends=True)
    numbers = Typed(_numbers)


@blueprint.get("")
@needs(Permission.SET_UP)
def index() -> ResponseReturnValue:
    """List the themes: that of the whole platform, and those of municipalities."""
    mine = my_reach(Permission.SET_UP).areas
    areas = sorted({*all_areas(), *(mine or ())} - {PLATFORM})
    return render_template(
        "theming/index.html",
        whole=mine is None,
        areas=[area for area in areas if mine is None or area in mine],
        chosen=all_areas(),
        names=municipality_names() if mine is None else sorted(mine),
        slug=WHOLE,
    )


@blueprint.get("/<area>")
@needs(Permission.SET_UP)
def theme(area: str) -> ResponseReturnValue:
    """Show the form of a theme. `gemeente` in the address chooses another."""
    if area == "kies":
        return redirect(url_for("theming.theme", area=request.args.get("gemeente", WHOLE) or WHOLE))
    stored = stored_theme(_of_mine(area))
    return _page(area, _typed_of(stored), stored)


@blueprint.post("/<area>")
@needs(Permission.SET_UP)
@writes
def save(area: str) -> ResponseReturnValue:
    """Save a theme, or only show the contrast of its colours."""
    stored, saves = stored_theme(_of_mine(area)), request.form.get("do") == "bewaar"
    typed = {name: storable(request.form.get(name, "")).strip() for name in LABELS}
    typed = with_logo(MultiDict(typed | {"do": request.form.get("do", "")}), g.brought)
    values, errors = load(ThemeSchema(), typed)
    logo, wrong = read_logo(typed, values.get("logo_alt", ""), stored.logo)
    errors = refused(g.brought) | (wrong if saves else {}) | errors
    if errors:
        return _page(area, typed, stored, errors), 422
    if not saves:
        return _page(area, typed, stored)
    save_theme(stored.area, values | logo, actor())
    afterwards(renew)
    flash(gettext("Het uiterlijk is bewaard."), "success")
    return redirect(url_for("theming.theme", area=area), 303)


@blueprint.get("/contrast")
@needs(Permission.SET_UP)
def contrast() -> ResponseReturnValue:
    """The contrast of colours that somebody is typing, as a part of the page."""
    if "X-Fragment" not in request.headers:
        return redirect(url_for("theming.index"))
    return render_template("theming/_contrast.html", looks=_contrasts(request.args))


@blueprint.get("/<area>/geschiedenis")
@needs(Permission.SET_UP)
def history(area: str) -> ResponseReturnValue:
    """Show the changes of a theme, with who and when, and a way to take the latest back."""
    mine = _of_mine(area)
    page = changes_page(mine, request.args.get("pagina", 1, type=int))
    latest = latest_change(mine)
    return render_template(
        "theming/history.html",
        area=area,
        title=_title(area),
        page=page.map(lambda change: (change, _differences(change))),
        latest=latest.id if latest else 0,
        names=names_of(change.actor for change in page.items),
    )


@blueprint.post("/<area>/geschiedenis/<int:number>")
@needs(Permission.SET_UP)
@writes
def take_back(area: str, number: int) -> ResponseReturnValue:
    """Take the latest change of a theme back."""
    undo_change(_of_mine(area), number, actor())
    afterwards(renew)
    flash(gettext("Het uiterlijk is weer zoals het daarvoor was."), "success")
    return redirect(url_for("theming.history", area=area), 303)


def _differences(change: ThemeChange) -> list[tuple[str, str, str]]:
    """What a change made different: the name of a field, how it was, and how it became."""
    was, now = _words(change.before), _words(change.after)
    return [
        (gettext(name), was[code], now[code])
        for code, name in LABELS.items()
        if change.before.get(code) != change.after.get(code)
    ]


def _words(values: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a theme as somebody would type them; of a logo only that there is one."""
    lines = [f"{each['what']}: {each['number']}" for each in values.get("numbers", ())]
    words = {name: str(values.get(name, "")) for name in LABELS}
    logo = gettext("een logo") if words["logo"] else ""
    return words | {"logo": logo, "numbers": "\n".join(lines)}


def _title(area: str) -> str:
    """What the theme of an area is called."""
    if area == WHOLE:
        return str(gettext("Uiterlijk van de hele kaart"))
    return str(gettext("Uiterlijk in %(area)s", area=area))


def _of_mine(slug: str) -> str:
    """The area of a theme that the person may change; else a Problem."""
    area = PLATFORM if slug == WHOLE else slug
    if area and area not in municipality_names():
        raise NotFoundProblem(N_("Deze gemeente kennen we niet."))
    mine = my_reach(Permission.SET_UP).areas
    if mine is not None and area not in mine:
        raise ForbiddenProblem(N_("Deze gemeente hoort niet bij jouw gebied."))
    return area


def _typed_of(stored: Theme) -> dict[str, str]:
    return _words(values_of(stored)) | {"logo": stored.logo}


def _contrasts(typed: Mapping[str, str]) -> list[tuple[str, str, list[Contrast]]]:
    """Of each look its name, its accent and the contrasts of that; none for what is no colour."""
    looks = (("light", N_("Licht"), LIGHT), ("dark", N_("Donker"), DARK))
    found = []
    for look, name, usual in looks:
        written = typed.get(look, "")
        accent = read_colour(written) if written else usual
        found.append((gettext(name), accent, contrasts(accent, look) if accent else []))
    return found


def _page(area: str, typed: Mapping[str, str], stored: Theme, errors: Errors | None = None) -> str:
    return render_template(
        "theming/theme.html",
        area=area,
        title=_title(area),
        large=large_form(),
        typed=typed,
        stored=stored,
        names=names_of([stored.actor] if stored.actor else []),
        errors=errors or {},
        labels=translated(LABELS),
        looks=_contrasts(typed),
        usual={"light": LIGHT, "dark": DARK},
    )
