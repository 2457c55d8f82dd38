"""The thesaurus at the desk: own words, shipped words, words that found nothing, and a test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.config import Settings
from socialmap.db import storable, writes
from socialmap.errors import Problem
from socialmap.guards import actor, needs
from socialmap.language.needs import shipped_needs
from socialmap.paging import page_of_list
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission
from socialmap.search import finder
from socialmap.search.misses import STORED_FROM, missed
from socialmap.search.query import SearchQuery
from socialmap.search.results import Hit
from socialmap.search.thesaurus.actions import (
    save_word,
    switch,
    try_word,
    undo,
)
from socialmap.search.thesaurus.actions import (
    take_away as take_word,
)
from socialmap.search.thesaurus.models import OWN, WordChange
from socialmap.search.thesaurus.queries import (
    CODED,
    NEED,
    own_row,
    own_rows,
    plain,
    read_by,
    read_word,
    shipped_words,
    switched_off,
    written_words,
)
from socialmap.search.thesaurus.queries import (
    history as changes,
)
from socialmap.search.thesaurus.trying import Effect
from socialmap.web.page.forms import Errors, translated
from socialmap.wording import N_

blueprint = Blueprint("thesaurus", __name__, url_prefix="/beheer/zoekwoorden")
FIRST = 5  # results that the test of a question shows
# The longest text that is read of a field.
LABELS = {
    "woord": N_("Wat typt iemand?"),
    "betekent": N_("Welke woorden staan er dan bij een plek?"),
    NEED: N_("Wat heeft diegene nodig?"),
    "vorm": N_("Wat voor plek is het?"),
    "doelgroep": N_("Voor wie is het?"),
    "leefgebied": N_("Waar gaat het over?"),
}
FACTOR_NAMES = {
    "nearness": N_("dichtbij"),
    "freshness": N_("kort geleden gecontroleerd"),
    "completeness": N_("goed ingevuld"),
}


@dataclass(frozen=True)
class Row:
    """An own word on the page: its latest change, and what it leads to in words."""

    change: WordChange
    leads_to: str


@blueprint.get("")
@needs(Permission.CHANGE_WORDS)
def index() -> ResponseReturnValue:
    """Show the own words, the words that found nothing, and a field to try a question."""
    rows, off = own_rows(), switched_off()
    own = {row.phrase for row in rows}
    settings: Settings = current_app.extensions["socialmap"]
    return render_template(
        "thesaurus/index.html",
        rows=[Row(row, leads_to(row.means)) for row in rows],
        missed=[row for row in missed() if row.words not in own],
        counting=settings.count_misses,
        least=STORED_FROM,
        off=off,
        names=names_of(row.actor for row in (*rows, *off)),
    )


@blueprint.get("/proberen")
@needs(Permission.CHANGE_WORDS)
def try_question() -> ResponseReturnValue:
    """Show what is understood of a question, what is searched, and what is found first and why."""
    asked = SearchQuery.from_args(request.args, taxonomy())
    query = SearchQuery(words=asked.words, where=asked.where)
    results = finder.find(query)
    return render_template(
        "thesaurus/try_question.html",
        query=query,
        results=results,
        first=[(hit, why(hit)) for hit in results.in_order[:FIRST]],
        read=read_by(results.searched.words),
        total=results.total + results.serving_total,
    )


@blueprint.get("/woord")
@needs(Permission.CHANGE_WORDS)
def word() -> ResponseReturnValue:
    """Ask for a new word, or show an own word in the form to change it."""
    phrase = plain(_typed(request.args, "woord"))
    known = own_row(phrase) if phrase else None
    return _form({"woord": phrase} | _typed_of(known.means if known else []), known=known)


@blueprint.post("/woord")
@needs(Permission.CHANGE_WORDS)
@writes
def save() -> ResponseReturnValue:
    """Save an own word, or only show what it would find; a bad one is refused with the reason."""
    typed = {name: _typed(request.form, name) for name in LABELS}
    phrase, means = plain(typed["woord"]), _means(typed)
    old, saves = _typed(request.form, "oud"), request.form.get("do") == "bewaar"
    try:
        found = save_word(phrase, means, actor()) if saves else try_word(phrase, means)
    except Problem as problem:
        errors = {"woord": [gettext(problem.sentence, **problem.facts)]}
        return _form(typed, errors, known=own_row(old)), 422
    if not saves:
        return _form(typed, known=own_row(old), found=found)
    if old and old != phrase and own_row(old):
        take_word(old, actor())
    flash(
        ngettext(
            "‘%(word)s’ is bewaard. Het vindt nu %(num)d plek.",
            "‘%(word)s’ is bewaard. Het vindt nu %(num)d plekken.",
            found.after,
            word=phrase,
        ),
        "success",
    )
    return redirect(url_for("thesaurus.index"), 303)


@blueprint.post("/weg")
@needs(Permission.CHANGE_WORDS)
@writes
def take_away() -> ResponseReturnValue:
    """Take an own word away."""
    phrase = _typed(request.form, "woord")
    take_word(phrase, actor())
    flash(gettext("‘%(word)s’ is weggehaald.", word=phrase), "success")
    return redirect(url_for("thesaurus.index"), 303)


@blueprint.get("/bij-de-kaart")
@needs(Permission.CHANGE_WORDS)
def look_up() -> ResponseReturnValue:
    """Look words up that come with the map, to see what they lead to and to switch them off."""
    text = _typed(request.args, "woord")
    page = page_of_list(shipped_words(text), request.args.get("pagina", 1, type=int))
    return render_template(
        "thesaurus/look_up.html",
        text=text,
        page=page,
        names=names_of(one.off.actor for one in page.items if one.off),
    )


@blueprint.post("/bij-de-kaart")
@needs(Permission.CHANGE_WORDS)
@writes
def turn() -> ResponseReturnValue:
    """Switch a word that comes with the map off, or on again."""
    phrase, on = _typed(request.form, "woord"), request.form.get("do") == "aan"
    switch(request.form.get("sort", ""), phrase, actor(), on=on)
    sentence = N_("‘%(word)s’ doet weer mee.") if on else N_("‘%(word)s’ staat uit.")
    flash(gettext(sentence, word=phrase), "success")
    back = _typed(request.form, "zoek") or phrase
    return redirect(url_for("thesaurus.look_up", woord=back), 303)


@blueprint.get("/geschiedenis")
@needs(Permission.CHANGE_WORDS)
def history() -> ResponseReturnValue:
    """Show all changes of words, with who and when, and a way to take the latest of each back."""
    page = changes(request.args.get("pagina", 1, type=int))
    return render_template(
        "thesaurus/history.html",
        page=page.map(lambda change: Row(change, leads_to(change.means))),
        names=names_of(change.actor for change in page.items),
        own=OWN,
    )


@blueprint.post("/geschiedenis/<int:number>")
@needs(Permission.CHANGE_WORDS)
@writes
def take_back(number: int) -> ResponseReturnValue:
    """Take the latest change of a word back."""
    change = undo(number, actor())
    flash(gettext("De wijziging van ‘%(word)s’ is terug.", word=change.phrase), "success")
    return redirect(url_for("thesaurus.history"), 303)


def leads_to(means: Iterable[str]) -> str:
    """What an own word leads to, in words."""
    read = read_word("", means)
    names = [shipped_needs()[code].name for code in read.needs]
    names += [taxonomy().plain_name(CODED[facet], code) for facet, code in read.coded]
    return ", ".join((*read.synonyms, *names))


def why(hit: Hit) -> str:
    """Why a hit stands where it does: its words, and how near, fresh and complete it is."""
    reasons = hit.why()
    written = written_words()
    found = dict.fromkeys(written.get((term,), term) for term in reasons.words)
    parts = [gettext("woorden: %(words)s", words=", ".join(found))] if found else []
    if not found and hit.card.kind:
        parts.append(gettext("het soort plek past bij de vraag"))
    for name, words in FACTOR_NAMES.items():
        if name != "nearness" or hit.metres is not None:
            share = round(100 * reasons.factors[name])
            parts.append(gettext("%(what)s: %(share)s%%", what=gettext(words), share=share))
    return "; ".join(parts)


def _typed(sent: Mapping[str, str], name: str) -> str:
    """The text of a field."""
    return storable(sent.get(name, "")).strip()


def _means(typed: Mapping[str, str]) -> list[str]:
    """What a word leads to, as it is stored, from what was typed and chosen."""
    written = [plain(part) for part in typed["betekent"].replace("\n", ",").split(",")]
    chosen = [f"{name}={typed[name]}" for name in (NEED, *CODED) if typed[name]]
    return list(dict.fromkeys((*filter(None, written), *chosen)))


def _typed_of(means: Iterable[str]) -> dict[str, str]:
    """What stands in the form of a word that leads there."""
    typed, written = dict[str, str](), []
    for text in means:
        what, equals, code = text.partition("=")
        if equals:
            typed[what] = code
        else:
            written.append(text)
    return typed | {"betekent": ", ".join(written)}


def _form(
    typed: Mapping[str, str],
    errors: Errors | None = None,
    *,
    known: WordChange | None = None,
    found: Effect | None = None,
) -> str:
    choices = {
        name: [
            (term.code, taxonomy().plain_name(scheme, term.code))
            for term in taxonomy().terms(scheme)
        ]
        for name, scheme in CODED.items()
    }
    choices[NEED] = [(need.code, need.name) for need in shipped_needs().values() if need.means]
    return render_template(
        "thesaurus/word.html",
        typed=typed,
        errors=errors or {},
        labels=translated(LABELS),
        choices={name: sorted(some, key=lambda pair: pair[1]) for name, some in choices.items()},
        known=known,
        found=found,
        names=names_of([known.actor] if known else []),
    )
