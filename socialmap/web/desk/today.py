"""Today: one list of the work that waits for a person, the most pressing first."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from flask import Blueprint, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.freshness import NEVER
from socialmap.catalogue.scopes import Reach
from socialmap.catalogue.waiting import (
    MOST,
    RANKS,
    Queue,
    Rows,
    Waiting,
    WaitingKind,
    queue,
    waiting_numbers,
)
from socialmap.duplicates.search import waiting_pairs
from socialmap.guards import may, my_reach, needs
from socialmap.importing.uploads import queries as upload_queries
from socialmap.organisations.queries import waiting_organisations
from socialmap.people.permissions import Permission
from socialmap.proposals.queries import waiting_proposals
from socialmap.times.clock import today
from socialmap.upkeep import actions as confirming
from socialmap.upkeep import calls as calling
from socialmap.upkeep import site_checks
from socialmap.upkeep.attention import (
    waiting_accounts,
    waiting_funding,
    waiting_mail,
    waiting_places,
)
from socialmap.upkeep.broken import waiting_broken
from socialmap.upkeep.choices import nobody_chose
from socialmap.upkeep.mail_scope import messages_within
from socialmap.web.page import filters
from socialmap.web.page.field_words import field_name
from socialmap.wording import N_

blueprint = Blueprint("today", __name__, url_prefix="/beheer")
FIRST, THEN, LAST, ONLY = N_("Eerst dit"), N_("Daarna"), N_("Als er tijd is"), N_("Te doen")


@dataclass(frozen=True)
class Task:
    """A kind of work: its name, the sentence of a row, and the page on which it is done.

    `argument` is the name of the argument in the address of that page: "initiative_id" stands for
    the listing of the row, any other name for its key, and "" for no argument. The key of an
    organisation is its id, which each database writes in its own way.
    """

    name: str
    sentence: str
    action: str
    endpoint: str
    permission: Permission
    argument: str = ""


def _edit(name: str, sentence: str, action: str = N_("Pas aan")) -> Task:
    return Task(name, sentence, action, "editing.edit", Permission.EDIT, "initiative_id")


def _answer(name: str, sentence: str) -> Task:
    answering = ("answering.proposal", Permission.ANSWER_PROPOSALS, "number")
    return Task(name, sentence, N_("Geef antwoord"), *answering)


TASKS: dict[WaitingKind, Task] = {
    WaitingKind.GONE: _answer(
        N_("Bestaat niet meer"), N_("Iemand meldt dat dit er niet meer is, of weg wil. %(detail)s")
    ),
    WaitingKind.MAIL: Task(
        N_("Mail niet aangekomen"),
        N_("Deze mail kwam niet aan, of we weten het niet zeker."),
        N_("Bekijk de post"),
        "mailbox.index",
        Permission.SEE_MAIL,
    ),
    WaitingKind.IMPORT: Task(
        N_("Import"),
        N_("De bron is opnieuw gelezen. Kijk wat er verandert."),
        N_("Bekijk de import"),
        "imports.plan",
        Permission.IMPORT,
        "number",
    ),
    WaitingKind.PROPOSAL: _answer(
        N_("Voorstel"), N_("Iemand zegt dat er iets anders is. %(detail)s")
    ),
    WaitingKind.ADDITION: _answer(N_("Nieuw initiatief"), N_("Iemand wil dit op de kaart zetten.")),
    WaitingKind.ORGANISATION: Task(
        N_("Organisatie"),
        N_("Iemand van deze organisatie stelt iets voor, of wil haar bijhouden."),
        N_("Bekijk"),
        "organisations.show",
        Permission.ANSWER_PROPOSALS,
        "organisation_id",
    ),
    WaitingKind.PAUSE: _edit(
        N_("Pauze voorbij"), N_("De pauze duurde tot %(until)s. Gaat het weer beginnen?")
    ),
    WaitingKind.CALL: Task(
        N_("Bellen"),
        N_("We bereiken dit initiatief niet per mail."),
        N_("Bel"),
        "calling.ask",
        Permission.CALL,
        "slug",
    ),
    WaitingKind.PLACE: _edit(
        N_("Adres niet gevonden"), N_("We vinden ‘%(detail)s’ niet. Het staat midden in de plaats.")
    ),
    WaitingKind.SITE: _edit(N_("Website werkt niet"), N_("%(detail)s geeft een fout.")),
    WaitingKind.BROKEN: _edit(
        N_("Klopt niet"), N_("Dit kunnen we niet lezen, en staat niet op de kaart: %(detail)s.")
    ),
    WaitingKind.CONFIRMATION: Task(
        N_("Lang niet nagekeken"),
        N_("Dit had voor %(until)s nagekeken moeten zijn."),
        N_("Kijk na"),
        "checking.show",
        Permission.EDIT,
        "slug",
    ),
    WaitingKind.DUPLICATE: Task(
        N_("Dubbel"),
        N_("Lijkt op ‘%(detail)s’."),
        N_("Vergelijk"),
        "duplicates.pair",
        Permission.MERGE,
        "number",
    ),
    WaitingKind.FUNDING: _edit(
        N_("Geld stopt"), N_("Er is geld tot %(until)s. Gaat het daarna door?")
    ),
    WaitingKind.ACCOUNT: Task(
        N_("Account"),
        N_("Een half jaar niet nagekeken. Is dit account nog nodig?"),
        N_("Kijk na"),
        "people.show",
        Permission.MANAGE_PEOPLE,
        "number",
    ),
}


@blueprint.get("")
@needs(Permission.SEE_DESK)
def show() -> ResponseReturnValue:
    """Show the work that waits for the person; the address may narrow it to a kind and an area."""
    kinds = my_kinds()
    kind = request.args.get("soort", "")
    kind = kind if kind in kinds else ""
    area = request.args.get("gebied", "")
    page = request.args.get("pagina", 1, type=int)
    reach = my_reach(Permission.SEE_DESK)
    waiting = queue(_sources(kinds), reach=reach, kind=kind, area=area, page=page)
    if area and area not in waiting.areas:
        area = ""
        waiting = queue(_sources(kinds), reach=reach, kind=kind, page=page)
    if not area:
        # The menu says the same numbers, and need not count again.
        g.waiting_numbers = {
            each: number + (each in waiting.more) for each, number in waiting.kinds.items()
        }
    items = _with_calls(waiting.page.items)
    ranks = {RANKS[WaitingKind(each)] for each in waiting.kinds if kind in ("", each)}
    names = {code: gettext(TASKS[WaitingKind(code)].name) for code in kinds}
    return render_template(
        "today/show.html",
        page=waiting.page,
        groups=_grouped(items, _headings(ranks)),
        kind=kind,
        area=area,
        names=names,
        kinds=_choices(gettext("alles"), waiting, names),
        more=any(kind in ("", each) for each in waiting.more),
        most=MOST,
        areas=[("", gettext("alle gemeenten")), *((name, name) for name in waiting.areas)],
        filters={name: value for name, value in (("soort", kind), ("gebied", area)) if value},
        reminders_off=may(Permission.CHOOSE_REMINDERS)
        and nobody_chose(my_reach(Permission.CHOOSE_REMINDERS).areas),
    )


def _with_calls(items: Sequence[Waiting]) -> list[Waiting]:
    """The rows, with "call" as the detail of what is overdue and cannot be reached by mail."""
    overdue = {row.initiative_id for row in items if row.kind is WaitingKind.CONFIRMATION}
    ids = calling.unanswered(today(), {id_ for id_ in overdue if id_})
    return [
        replace(row, detail="call")
        if row.kind is WaitingKind.CONFIRMATION and row.initiative_id in ids
        else row
        for row in items
    ]


def _grouped(items: Sequence[Waiting], headings: dict[int, str]) -> list[tuple[str, list[Waiting]]]:
    """The rows of a page by their rank, each with its heading."""
    on_page = {RANKS[row.kind] for row in items}
    if len(on_page) == 1 and headings[min(on_page)] != FIRST:
        # Nothing stands before it on this page.
        headings = dict.fromkeys(on_page, ONLY)
    return [
        (gettext(headings[rank]), list(rows))
        for rank, rows in groupby(items, lambda row: RANKS[row.kind])
    ]


def _headings(ranks: Collection[int]) -> dict[int, str]:
    """The heading of the work of each rank: what comes first is called so, whatever its rank."""
    ordered = sorted(ranks)
    if len(ordered) == 1:
        return {ordered[0]: ONLY}
    names = {rank: LAST if rank == max(RANKS.values()) else THEN for rank in ordered[1:]}
    return dict.fromkeys(ordered[:1], FIRST) | names


def _choices(every: str, waiting: Queue, names: dict[str, str]) -> list[tuple[str, str]]:
    """The values of a filter, each with the number of rows that it would show."""
    named = sorted((names.get(code, code), code) for code in waiting.kinds)
    return [("", every)] + [
        (code, f"{name} ({number_words(waiting.kinds[code], code in waiting.more)})")
        for name, code in named
    ]


@blueprint.app_template_filter()
def number_words(number: int, more: bool = False) -> str:
    """A number of rows as people read it; `more` if there are more than that."""
    return f"{number:,}".replace(",", ".") + ("+" if more else "")


def count_waiting(kinds: set[str], reach: Reach) -> dict[str, int]:
    """How many rows of these kinds wait within somebody's reach, each counted to MOST + 1."""
    return waiting_numbers(_sources(kinds), reach)


def my_kinds() -> set[str]:
    """The kinds of work that the signed-in person may do."""
    views = current_app.view_functions
    return {kind for kind, task in TASKS.items() if task.endpoint in views and may(task.permission)}


def _sources(kinds: set[str]) -> list[Rows]:
    day = today()
    by_kind: list[tuple[WaitingKind, Rows]] = [
        *zip(
            (WaitingKind.GONE, WaitingKind.PROPOSAL, WaitingKind.ADDITION),
            waiting_proposals(),
            strict=True,
        ),
        (WaitingKind.ORGANISATION, waiting_organisations()),
        (WaitingKind.MAIL, waiting_mail(messages_within(my_reach(Permission.SEE_MAIL)))),
        (WaitingKind.IMPORT, upload_queries.waiting()),
        (WaitingKind.PAUSE, confirming.waiting_pauses(day)),
        (WaitingKind.CALL, calling.waiting_calls(day)),
        (WaitingKind.CONFIRMATION, calling.waiting_confirmations(day)),
        (WaitingKind.PLACE, waiting_places()),
        (WaitingKind.SITE, site_checks.waiting_sites()),
        (WaitingKind.BROKEN, waiting_broken()),
        (WaitingKind.DUPLICATE, waiting_pairs()),
        (WaitingKind.FUNDING, waiting_funding(day)),
        (WaitingKind.ACCOUNT, waiting_accounts()),
    ]
    return [rows for kind, rows in by_kind if kind in kinds]


@blueprint.app_template_filter()
def task_sentence(row: Waiting) -> str:
    """The sentence that says what waits."""
    until = filters.day(row.until) if row.until else ""
    sentence = TASKS[row.kind].sentence
    if _is_to_call(row):
        why = gettext(TASKS[WaitingKind.CALL].sentence)
        return f"{gettext(sentence, until=until)} {why}"
    detail = row.detail
    if row.kind is WaitingKind.BROKEN:
        detail = filters.in_words(field_name(name).lower() for name in detail.split(","))
    return str(gettext(sentence, detail=detail, until=until)).strip()


@blueprint.app_template_filter()
def task_hint(row: Waiting) -> str:
    """Since when a row waits, or when its listing is due; empty if its sentence says so."""
    if row.kind is WaitingKind.CALL and row.until == NEVER:
        return str(gettext("Nog nooit nagekeken"))
    if row.kind is WaitingKind.CALL and row.until:
        return str(gettext("Nakijken voor %(day)s", day=filters.day(row.until)))
    if row.until:
        return ""
    return str(gettext("Wacht sinds %(day)s", day=filters.day(row.since.date())))


@blueprint.app_template_filter()
def task_action(row: Waiting) -> str:
    """The text of the button of a row."""
    return str(gettext(_task(row).action))


@blueprint.app_template_filter()
def task_url(row: Waiting) -> str:
    """The address of the page on which the work of a row is done."""
    task = _task(row)
    arguments: dict[str, Any] = {}
    if task.argument:
        known = {"initiative_id": row.initiative_id}
        if task.argument == "organisation_id":
            known["organisation_id"] = uuid.UUID(row.key)
        arguments[task.argument] = known.get(task.argument, row.key)
    return url_for(task.endpoint, **arguments)


def _task(row: Waiting) -> Task:
    """What to do about a row: of what is overdue too, calling comes first for who may call."""
    calls = _is_to_call(row) and may(Permission.CALL)
    return TASKS[WaitingKind.CALL if calls else row.kind]


def _is_to_call(row: Waiting) -> bool:
    return row.kind is WaitingKind.CONFIRMATION and row.detail == "call"
