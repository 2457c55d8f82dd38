"""socialmap reminders: whom the map asks today whether listings are still right."""

from __future__ import annotations

import click
import orjson

from socialmap.jobs import last_runs, perform
from socialmap.times.clock import today
from socialmap.upkeep.reminders import ReminderMail, reminders


@click.command("reminders")
@click.option("--send", is_flag=True, help="Put them in the outbox, as the daily job does.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def reminders_command(send: bool, as_json: bool) -> None:
    """Show who is asked today whether listings are right.

    One mail for all listings of an organisation, or of a mail address.
    """
    asked = reminders(today())
    if as_json:
        click.echo(orjson.dumps([as_document(each) for each in asked]))
    else:
        for each in asked:
            click.echo(f"{each.address}: {', '.join(named.name for named in each.listings)}")
    if send:
        if not perform("freshness", {}):
            raise click.ClickException("The daily job is busy with it.")
        click.echo(last_runs()["freshness"].told or "Nothing to do.", err=as_json)
    elif not asked and not as_json:
        click.echo("Nobody is asked today.")


def as_document(reminder: ReminderMail) -> dict[str, object]:
    """One mail as JSON-able values."""
    return {
        "address": reminder.address,
        "organisation": reminder.organisation,
        "turn": reminder.turn,
        "initiatives": [each.name for each in reminder.listings],
    }
