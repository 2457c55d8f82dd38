"""socialmap reminders and links: requests to confirm listings, and sites that do not work."""

from __future__ import annotations

import click
import orjson
from tqdm import tqdm

from socialmap.db import db
from socialmap.jobs import last_runs, perform
from socialmap.times.clock import today
from socialmap.upkeep.jobs import MOST, look_at_due
from socialmap.upkeep.reminders import ReminderMail, reminders
from socialmap.upkeep.site_checks import broken_sites, due_sites


@click.command("reminders")
@click.option("--send", is_flag=True, help="Put them in the outbox, as the daily job does.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def reminders_command(send: bool, as_json: bool) -> None:
    """Show who is asked today whether their listings are still right.

    There is one mail for all listings of an organisation, or of a mail address.
    """
    letters = reminders(today())
    if as_json:
        click.echo(orjson.dumps([as_document(letter) for letter in letters]))
    else:
        for letter in letters:
            click.echo(f"{letter.address}: {', '.join(row.name for row in letter.listings)}")
    if send:
        if not perform("freshness", {}):
            raise click.ClickException("The daily job is busy with it.")
        click.echo(last_runs()["freshness"].report or "Nothing to do.", err=as_json)
    elif not letters and not as_json:
        click.echo("Nobody is asked today.")


def as_document(letter: ReminderMail) -> dict[str, object]:
    """Return one mail as JSON-able values."""
    return {
        "address": letter.address,
        "organisation": letter.organisation,
        "turn": letter.turn,
        "initiatives": [row.name for row in letter.listings],
    }


@click.command("links")
@click.option("--check", is_flag=True, help="First check the sites that are due.")
@click.option("--most", default=MOST, show_default=True, help="Sites or lines at the most.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def links_command(check: bool, most: int, as_json: bool) -> None:
    """Show listings whose site does not work.

    A site counts as broken after three failures over two days or more.
    """
    if check:
        total = len(due_sites(most))
        db.session.rollback()
        for _ in tqdm(look_at_due(most), total=total, unit="site", disable=None):
            pass
    sites = broken_sites(most)
    if as_json:
        click.echo(orjson.dumps(sites))
        return
    for site in sites:
        click.echo(f"{site.since:%Y-%m-%d}  {site.detail:<8} {site.slug}  {site.url}")
    if not sites:
        click.echo("No site is known to be broken.")
