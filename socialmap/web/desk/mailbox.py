"""The outbox at the desk: messages by state, addresses that do not work, and the jobs."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.config import current_settings
from socialmap.db import writes
from socialmap.errors import NotFoundProblem
from socialmap.guards import actor, may, my_reach, needs
from socialmap.jobs import JOBS, JobRun, enqueue, last_runs
from socialmap.mail import actions, queries
from socialmap.mail.models import STEPS, Delivery, Message
from socialmap.people.audit import Verb, note
from socialmap.people.permissions import Permission
from socialmap.times.clock import now
from socialmap.upkeep.mail_scope import dead_within, messages_within
from socialmap.web.page.forms import translated
from socialmap.wording import N_

blueprint = Blueprint("mailbox", __name__, url_prefix="/beheer/post")
# The mail job runs each minute: without a run in this time no process runs the jobs.
SILENT = timedelta(minutes=5)


@dataclass(frozen=True)
class State:
    """The name of a state of a message, and what it means for the reader."""

    name: str
    meaning: str


STATES: dict[Delivery, State] = {
    Delivery.WAITING: State(N_("wacht"), N_("Gaat weg zodra het kan.")),
    Delivery.CLAIMED: State(N_("wordt klaargezet"), N_("Gaat nu weg.")),
    Delivery.HANDING: State(N_("gaat weg"), N_("De mailserver krijgt hem nu.")),
    Delivery.SENT: State(N_("verstuurd"), N_("De mailserver heeft hem aangenomen.")),
    Delivery.UNSURE: State(
        N_("onzeker"),
        N_("Misschien is hij aangekomen, misschien niet. Kies of hij opnieuw weg moet."),
    ),
    Delivery.FAILED: State(N_("mislukt"), N_("De mailserver wil hem niet.")),
    Delivery.BOUNCED: State(N_("teruggekomen"), N_("Hij kwam terug: het adres werkt niet.")),
    Delivery.SETTLED: State(N_("afgehandeld"), N_("Hij kwam terug, en iemand keek ernaar.")),
    Delivery.BARRED: State(N_("tegengehouden"), N_("Hij gaat nooit weg.")),
    Delivery.CANCELLED: State(N_("geannuleerd"), N_("Iemand heeft gezegd dat hij niet weg hoeft.")),
}
# The choices for a message: the word in the address, the state that follows, and the button.
CHOICES: dict[str, tuple[Delivery, str]] = {
    "opnieuw": (Delivery.WAITING, N_("Verstuur opnieuw")),
    "aangekomen": (Delivery.SENT, N_("Hij is aangekomen")),
    "annuleren": (Delivery.CANCELLED, N_("Verstuur niet")),
    "afhandelen": (Delivery.SETTLED, N_("Ik heb ernaar gekeken")),
}
# What the audit log says of each choice.
DEEDS = {
    Delivery.WAITING: Verb.SEND_MAIL_AGAIN,
    Delivery.SENT: Verb.TAKE_MAIL_AS_SENT,
    Delivery.CANCELLED: Verb.CANCEL_MAIL,
    Delivery.SETTLED: Verb.SETTLE_MAIL,
}
OUTCOMES = {
    "busy": N_("bezig"),
    "done": N_("klaar"),
    "failed": N_("mislukt"),
    "stopped": N_("afgebroken"),
}


@blueprint.get("")
@needs(Permission.SEE_MAIL)
def index() -> ResponseReturnValue:
    """Show the messages in one state or all, the addresses that do not work, and the jobs."""
    state = request.args.get("stand", "")
    state = state if state in set(Delivery) else ""
    reach = my_reach(Permission.SEE_MAIL)
    private, within = may(Permission.MANAGE_PEOPLE), messages_within(reach)
    numbers = queries.numbers(private=private, within=within)
    runs = last_runs()
    return render_template(
        "mailbox/index.html",
        page=queries.messages_page(
            [state] if state else [],
            request.args.get("pagina", 1, type=int),
            private=private,
            within=within,
        ),
        state=state,
        states={
            code: State(gettext(state.name), gettext(state.meaning))
            for code, state in STATES.items()
        },
        numbers=numbers,
        dead=queries.dead_addresses(dead_within(reach)),
        jobs=[(job, runs.get(job.name)) for job in JOBS.values() if job.every],
        outcomes=translated(OUTCOMES),
        # Their reports count what happened on the whole map.
        reports=reach.areas is None,
        silent=is_silent(runs.get("mail")),
        way=current_settings().mail,
        choices_for=choices_for,
    )


@blueprint.post("/<uuid:number>/<choice>")
@needs(Permission.SEE_MAIL)
@writes
def decide(number: uuid.UUID, choice: str) -> ResponseReturnValue:
    """Send a message again, cancel it, or record that it arrived or was dealt with."""
    if choice not in CHOICES:
        raise NotFoundProblem(N_("Dat kun je met een mail niet doen."))
    within = messages_within(my_reach(Permission.SEE_MAIL))
    message = queries.message(number, private=may(Permission.MANAGE_PEOPLE), within=within)
    to, _ = CHOICES[choice]
    actions.decide(message, to)
    note(actor(), DEEDS[to], f"message:{message.id}")
    flash(gettext("Gedaan: de mail is nu ‘%(state)s’.", state=gettext(STATES[to].name)))
    return redirect(url_for("mailbox.index", stand=request.form.get("stand") or None), 303)


@blueprint.post("/adres")
@needs(Permission.SEE_MAIL)
@writes
def revive() -> ResponseReturnValue:
    """Use an address again that mail did not reach."""
    address = request.form.get("address", "")
    dead = queries.dead_addresses(dead_within(my_reach(Permission.SEE_MAIL)))
    if address not in {row.address for row in dead}:
        raise NotFoundProblem(N_("Dit adres staat niet in jouw lijst."))
    actions.revive(address)
    note(actor(), Verb.REVIVE_ADDRESS)
    flash(gettext("We mailen dit adres weer."))
    return redirect(url_for("mailbox.index") + "#adressen", 303)


@blueprint.post("/nu")
@needs(Permission.SEE_MAIL)
@writes
def send_now() -> ResponseReturnValue:
    """Queue the mail job now, without waiting for the next minute."""
    enqueue("mail")
    flash(gettext("De post gaat nu weg. Ververs de pagina om het te zien."))
    return redirect(url_for("mailbox.index"), 303)


def choices_for(message: Message) -> list[tuple[str, str]]:
    """The choices for a message: the word in the address, and the button."""
    allowed = STEPS[Delivery(message.status)] - {Delivery(message.status)}
    return [(word, gettext(text)) for word, (to, text) in CHOICES.items() if to in allowed]


def is_silent(run: JobRun | None) -> bool:
    """Whether the last run of the mail job is so long ago that no process runs the jobs."""
    return run is None or now() - run.started_at > SILENT
