"""socialmap missed: what several people looked for and did not find."""

from __future__ import annotations

import click
import orjson

from socialmap.search.misses import missed


@click.command("missed")
@click.option("--most", default=100, show_default=True, help="Lines at the most.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def missed_command(most: int, as_json: bool) -> None:
    """Show words that found nothing three times or more.

    That is what the map, or the region, lacks.
    """
    rows = [
        {"words": row.words, "count": row.count, "last_on": row.last_on.isoformat()}
        for row in missed(most)
    ]
    if as_json:
        click.echo(orjson.dumps(rows))
        return
    for row in rows:
        click.echo("{count:>5}  {last_on}  {words}".format(**row))
    if not rows:
        click.echo("Nothing was looked for in vain three times.")
