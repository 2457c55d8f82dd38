"""socialmap index: make the snapshot that searches are answered from."""

from __future__ import annotations

import time

import click
import orjson

from socialmap.search.index.snapshot import store


@click.command("index")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def index_command(as_json: bool) -> None:
    """Make the snapshot of the catalogue anew, and put it in service.

    Searches make it themselves when it is missing; this is for after a large import, and for
    the server, which starts it in the background when much has changed.
    """
    started = time.perf_counter()
    segment = store().make().main
    megabytes = sum(array.nbytes for array in segment.arrays.values()) / 1e6
    answer = {
        "listings": segment.count,
        "terms": len(segment.terms),
        "megabytes": round(megabytes, 1),
        "seconds": round(time.perf_counter() - started, 2),
    }
    if as_json:
        click.echo(orjson.dumps(answer))
    else:
        click.echo(
            "{listings} listings, {terms} terms, {megabytes} MB, {seconds} s".format(**answer)
        )
