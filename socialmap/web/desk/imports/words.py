"""Words of files that we do not know: what they mean, asked once, and what was said before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.db import writes
from socialmap.guards import actor, needs
from socialmap.importing.columns import label
from socialmap.importing.explained import explain as remember
from socialmap.importing.explained import explained_page, forget_word, may_forget
from socialmap.importing.models import ExplainedWord
from socialmap.importing.uploads.actions import see_plan_anew
from socialmap.importing.uploads.jobs import begin_plan
from socialmap.importing.uploads.models import PlannedWord, Stage, Upload
from socialmap.importing.uploads.queries import words_page
from socialmap.importing.words import (
    ANSWERED,
    ANSWERS,
    KIND,
    SCHEMES,
    SETTING,
    Explanation,
    code_in,
    guess,
)
from socialmap.paging import Page
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission
from socialmap.web.desk.imports.reach import my_areas, upload_of_mine
from socialmap.web.page.labels import language_name
from socialmap.wording import LANGUAGES

blueprint = Blueprint("import_words", __name__, url_prefix="/beheer/import")
OPEN = "?"  # what is sent for a word that stays a remark
MOST = 100  # words of one form
FIELDS = {scheme: field for field, scheme in reversed([*SCHEMES.items()])}
Groups = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Asked:
    """A word to explain: how it is named, our terms by group, and the one that it surely means."""

    word: PlannedWord
    name: str
    groups: Groups
    value: str


@dataclass(frozen=True)
class Explained:
    """A word that was explained, in words."""

    word: ExplainedWord
    name: str
    means: str
    by: str
    mine: bool


def scheme_name(scheme: str) -> str:
    """The name of a scheme as the heading of a column."""
    return label(FIELDS[scheme]).capitalize()


def term_name(scheme: str, code: str) -> str:
    """The Dutch name of a code; a kind may be a setting as well."""
    if scheme in ANSWERED:
        return str(gettext(ANSWERS.get(code, code)))
    if scheme == "language":
        return language_name(code)
    if scheme == KIND and taxonomy().get(KIND, code) is None:
        return taxonomy().name(SETTING, code)
    return taxonomy().name(scheme, code)


def _groups(scheme: str) -> Groups:
    """Our terms of a scheme by group, each with its code; the group of a single one is empty."""
    if scheme in ANSWERED:
        return [("", [(code, gettext(word)) for code, word in ANSWERS.items()])]
    if scheme == "language":
        languages = [(code, language_name(code)) for code in LANGUAGES]
        return [("", sorted(languages, key=lambda pair: pair[1].casefold()))]
    if scheme == KIND:
        kinds = [
            (one.nl, [(kind.code, kind.nl) for kind in taxonomy().kinds_of(one.code)])
            for one in taxonomy().terms(SETTING)
        ]
        settings = [(one.code, one.nl) for one in taxonomy().terms(SETTING)]
        return [*kinds, (gettext("Alleen de soort plek"), settings)]
    return [("", [(one.code, term_name(scheme, one.code)) for one in taxonomy().terms(scheme)])]


def asked(word: PlannedWord) -> Asked:
    """A word of a plan as the form asks for it; the guess is there only when it is certain."""
    groups = _groups(word.scheme)
    certain = guess(word.scheme, word.word)
    offered = {code for _, terms in groups for code, _ in terms}
    if certain and certain not in offered:
        groups = [*groups, ("", [(certain, term_name(word.scheme, certain))])]
    return Asked(word, scheme_name(word.scheme), groups, certain or OPEN)


def words_part(upload: Upload, number: int) -> dict[str, Any]:
    """What the template needs to ask for the words of a plan."""
    page = words_page(upload, number)
    return {"page": page, "words": list(map(asked, page.items)), "areas": upload.areas}


def explained_table(number: int) -> Page[Explained]:
    """A page of what words mean, as people said before, as far as it counts for the person."""
    areas = my_areas()
    page = explained_page(areas, number)
    names = names_of(word.actor for word in page.items)
    return page.map(
        lambda word: Explained(
            word,
            scheme_name(word.scheme),
            term_name(word.scheme, word.code) if word.code else gettext("laat weg"),
            names.get(word.actor, word.actor),
            may_forget(word, areas),
        )
    )


def _explanations(typed: Mapping[str, str]) -> Iterator[Explanation]:
    """What was chosen; a word that nobody is sure of is not explained."""
    for number in range(MOST):
        scheme, word = typed.get(f"lijst-{number}", ""), typed.get(f"woord-{number}", "").strip()
        code = typed.get(f"term-{number}", OPEN)
        if word and scheme in FIELDS and code in ("", code_in(scheme, code)):
            yield Explanation(scheme, word, code)


@blueprint.post("/<int:number>/woorden")
@needs(Permission.IMPORT)
@writes
def explain(number: int) -> ResponseReturnValue:
    """Remember what words mean, and make the plan again with them."""
    upload = upload_of_mine(number)
    count = remember(_explanations(request.form), upload.areas, actor())
    upload.shaped_by = actor()
    if not count:
        flash(gettext("Je hebt geen woord uitgelegd. Het plan is hetzelfde."))
        return redirect(url_for("imports.plan", number=number, toon="opmerkingen"), 303)
    if upload.stage in (Stage.PLANNED, Stage.FAILED):
        see_plan_anew(upload)
        begin_plan(upload)
    flash(
        ngettext(
            "Eén woord is bewaard. Dit is het nieuwe plan.",
            "%(num)s woorden zijn bewaard. Dit is het nieuwe plan.",
            count,
        )
    )
    return redirect(url_for("imports.plan", number=number), 303)


@blueprint.post("/woorden/<int:number>/weg")
@needs(Permission.IMPORT)
@writes
def forget(number: int) -> ResponseReturnValue:
    """Forget what a word means; what was imported with it stays as it is."""
    forget_word(number, my_areas(), actor())
    flash(gettext("Het woord is weg. Bij een volgende import vragen we het weer."))
    return redirect(url_for("imports.index"), 303)
