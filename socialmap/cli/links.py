"""socialmap links: sites of listings that do not work, and a look at those that are due."""

from __future__ import annotations

import click
import orjson
from tqdm import tqdm

from socialmap.db import db
from socialmap.upkeep.jobs import MOST, look_at_due
from socialmap.upkeep.site_checks import broken_sites, due_sites


@click.command("links")
@click.option("--check", is_flag=True, help="Look first at the sites that are due.")
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
    found = broken_sites(most)
    if as_json:
        click.echo(orjson.dumps(found))
        return
    for each in found:
        click.echo(f"{each.since:%Y-%m-%d}  {each.detail:<8} {each.slug}  {each.url}")
    if not found:
        click.echo("No site is known to be broken.")
