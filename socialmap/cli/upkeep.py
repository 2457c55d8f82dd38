"""socialmap reminders and links: requests to confirm listings, and sites that do not work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click
import orjson
from tqdm import tqdm

from socialmap.db import db
from socialmap.jobs import last_runs, perform
from socialmap.times.clock import today
from socialmap.upkeep.due import situation
from socialmap.upkeep.jobs import MOST, look_at_due
from socialmap.upkeep.reminders import (
    DAY,
    WEEK,
    DueListing,
    ReminderMail,
    Situation,
    Why,
    ahead,
    left_out,
)
from socialmap.upkeep.site_checks import broken_sites, due_sites

WHY = {
    Why.EXAMPLE: "an example of the demo",
    Why.OFF: "reminders are off there",
    Why.NO_ADDRESS: "no mail address",
    Why.MADE_UP: "a made-up mail address",
    Why.DEAD: "an address that does not work",
    Why.OPTED_OUT: "wants no mail",
    Why.ASKED_ENOUGH: "had all reminders",
    Why.ASKED_LATELY: "had one, the next comes later",
    Why.LATER: "comes another week, within the bound",
}


@click.command("reminders")
@click.option(
    "--dry-run", is_flag=True, help="Only show them; this is what happens without --send."
)
@click.option(
    "--send", is_flag=True, help="Put those of today in the outbox, as the daily job does."
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def reminders_command(dry_run: bool, send: bool, as_json: bool) -> None:
    """Show who is asked this week whether listings are right, and who is not.

    There is one mail for all listings of an organisation, or of a mail address, and only where
    reminders were turned on at the desk. The mails are those that the daily job sends, if nobody
    answers meanwhile.
    """
    if send and dry_run:
        raise click.UsageError("Choose --send or --dry-run.")
    now = situation(today())
    mails = ahead(now, today())
    others = left_out(now, mails, today() + WEEK - DAY)
    db.session.rollback()
    if as_json:
        click.echo(orjson.dumps(week_document(mails, others)))
    else:
        _show_week(mails, others, now)
    if send:
        if not perform("freshness", {}):
            raise click.ClickException("The daily job is busy with it.")
        click.echo(last_runs()["freshness"].report or "Nothing to do.", err=as_json)


def _show_week(
    mails: Sequence[ReminderMail], others: Mapping[Why, Sequence[DueListing]], now: Situation
) -> None:
    for mail in mails:
        names = ", ".join(row.name for row in mail.listings)
        click.echo(f"{mail.on:%Y-%m-%d}  {mail.address}: {names}")
    if not now.bounds:
        click.echo("Reminders are off everywhere: nobody is asked. Turn them on at the desk.")
    elif not mails:
        click.echo("Nobody is asked this week.")
    for why, listings in others.items():
        click.echo(f"Not mailed, {WHY[why]}: {len(listings)}")


def week_document(
    mails: Sequence[ReminderMail], others: Mapping[Why, Sequence[DueListing]]
) -> dict[str, object]:
    """Return the mails of a week as JSON-able values, with the listings in none by the reason."""
    return {
        "from": today(),
        "until": today() + WEEK - DAY,
        "mails": [as_document(mail) for mail in mails],
        "not_mailed": {
            why.value: [{"id": row.id, "name": row.name} for row in listings]
            for why, listings in others.items()
        },
    }


def as_document(mail: ReminderMail) -> dict[str, object]:
    """Return one mail as JSON-able values."""
    return {
        "on": mail.on,
        "address": mail.address,
        "organisation": mail.organisation,
        "municipalities": mail.areas,
        "turn": mail.turn,
        "initiatives": [row.name for row in mail.listings],
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
