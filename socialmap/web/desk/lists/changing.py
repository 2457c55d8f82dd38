"""A change of many listings at once: which ones, what it changes, and its preview."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask import render_template, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from socialmap.errors import Problem
from socialmap.guards import actor, my_reach
from socialmap.lists import queries as list_queries
from socialmap.lists.actions import MOST, movable, new_listings
from socialmap.lists.changes import STATUS, By, Edit, check_edit
from socialmap.lists.models import BulkChange
from socialmap.lists.query import ListQuery
from socialmap.people.permissions import Permission
from socialmap.times.clock import today
from socialmap.web.desk.lists.words import choices_of, edit_text, kinds_of_edit
from socialmap.web.page.field_words import difference_words
from socialmap.web.page.forms import one_line
from socialmap.wording import N_

SHOWN = 100  # listings of a preview
Typed = MultiDict[str, str]
# The id and name of a listing, and each field that changes: its name, the old value, the new one.
Effect = tuple[uuid.UUID, str, list[tuple[str, str, str]]]
# How the listings are chosen: those that are ticked, all of the page, or all that were found.
TICKED, OF_PAGE, EVERYTHING = "vinkjes", "pagina", "alles"


@dataclass(frozen=True)
class Selection:
    """The listings that were chosen: some, or everything that a query finds."""

    ids: list[uuid.UUID]
    everything: bool
    query: ListQuery


def read_selection(typed: Typed) -> Selection:
    """The chosen listings within the person's reach; raise Problem if there are too many."""
    query, reach = read_query(typed), my_reach(Permission.CHANGE_MANY)
    everything = typed.get("alles") == "1" or typed.get("keuze") == EVERYTHING
    if everything:
        ids = list_queries.ids_of(query, reach, today(), MOST + 1)
        if len(ids) > MOST:
            raise Problem(N_("Dit zijn er meer dan %(most)s. Maak het filter kleiner."), most=MOST)
    else:
        name = "pagina" if is_of_page(typed) else "kies"
        ids = list_queries.within(ids_in(typed.getlist(name)[:MOST]), reach)
    return Selection(ids, everything, query)


def ids_in(texts: Iterable[str]) -> list[uuid.UUID]:
    """The ids among the texts, each once."""
    ids: dict[uuid.UUID, None] = {}
    for text in texts:
        with suppress(ValueError):
            ids[uuid.UUID(text)] = None
    return list(ids)


def is_of_page(typed: Typed) -> bool:
    """Whether all listings of the page were chosen at once."""
    return typed.get("keuze") == OF_PAGE


def address_of(query: ListQuery) -> str:
    """The address of the list with a query."""
    return f"{url_for('bulk.show')}?{urlencode(query.to_args())}"


def read_query(typed: Typed) -> ListQuery:
    """The query of the list that a form carries along."""
    return ListQuery.from_args(MultiDict(parse_qsl(typed.get("filter", ""))))


def read_edit(typed: Typed) -> Edit:
    """What to change, and into what."""
    return Edit(typed.get("wijzig", ""), one_line(typed.get("waarde", "")))


def preview_page(selection: Selection, typed: Typed, trouble: str = "") -> str:
    """The page that asks for the new value, and shows the effects once there is one."""
    edit, has_value = read_edit(typed), "waarde" in typed
    effects: list[Effect] = []
    if has_value:
        try:
            check_edit(edit)
            effects = effects_of(selection.ids, edit, actor())
        except Problem as problem:
            trouble = gettext(problem.sentence, **problem.facts)
    return render_template(
        "bulk/preview.html",
        selection=selection,
        filter=urlencode(selection.query.to_args()),
        edit=edit,
        text=edit_text(edit) if effects else "",
        choices=choices_of(edit.what),
        names=dict(kinds_of_edit()),
        has_value=has_value,
        effects=effects[:SHOWN],
        count=len(effects),
        digest=list_queries.versions_digest(selection.ids),
        reason=typed.get("reden", ""),
        trouble=trouble,
    )


def effects_of(ids: Sequence[uuid.UUID], edit: Edit, by: str) -> list[Effect]:
    """The listings that would change when somebody edits them, with what changes in words."""
    if edit.what == STATUS:
        status, names = gettext("Status"), choices_of(STATUS)
        return [
            (
                initiative.id,
                initiative.name,
                [(status, names[initiative.status], names[edit.value])],
            )
            for initiative in movable(ids, edit.value)
        ]
    changed = new_listings(ids, edit, By(by, today()))
    return [(key, before.name, difference_words(before, after)) for key, before, after in changed]


def may_undo(bulk: BulkChange) -> bool:
    """Whether the person made this change, or may change listings everywhere."""
    return my_reach(Permission.CHANGE_MANY).areas is None or bulk.actor == actor()
