"""socialmap search, index and missed: search as residents do, index, and searches in vain."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import click
import orjson
from flask import current_app

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.language import meaning
from socialmap.places.geocoding import NoPlace, OnePlace, SeveralPlaces
from socialmap.search.as_json import as_json
from socialmap.search.finder import find
from socialmap.search.index.snapshot import store
from socialmap.search.misses import missed
from socialmap.search.query import DISTANCES, FACETS, SORTS, SearchQuery, is_value
from socialmap.search.results import SearchResults


@click.command("search")
@click.argument("words", nargs=-1)
@click.option("--near", default="", metavar="PLACE", help="Postcode, town, address or lat,lon.")
@click.option("--within", type=click.Choice([str(d) for d in DISTANCES]), help="Kilometres.")
@click.option(
    "--filter", "filters", multiple=True, metavar="GROUP=CODE", help="For example soort=warm_place."
)
@click.option(
    "--sort",
    type=click.Choice(SORTS),
    default=SORTS[0],
    show_default=True,
    help="What comes first.",
)
@click.option(
    "--page", type=click.IntRange(1, 500), default=1, show_default=True, help="Which twenty."
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def search_command(
    words: tuple[str, ...], near: str, within: str | None, filters: tuple[str, ...], **options: Any
) -> None:
    """Find initiatives by WORDS and place, in the order that the pages show them."""
    query = SearchQuery(
        words=" ".join(words),
        where=near,
        kilometres=int(within) if within else None,
        chosen=_chosen(filters),
        sort=options["sort"],
        page=options["page"],
    )
    results = find(query)
    if options["as_json"]:
        chip_text: Any = current_app.jinja_env.globals["chip_text"]
        document = as_json(results, chip_text, explained=True)
        click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2))
    else:
        _print(results)


def _chosen(filters: tuple[str, ...]) -> dict[str, frozenset[str]]:
    facets = {facet.param: facet for facet in FACETS}
    chosen: dict[str, frozenset[str]] = {}
    for typed in filters:
        group, _, code = typed.partition("=")
        if group not in facets or not is_value(facets[group], code, taxonomy()):
            groups = ", ".join(facets)
            raise click.BadParameter(
                f"{typed!r} is not GROUP=CODE with a known code; groups: {groups}",
                param_hint="--filter",
            )
        chosen[group] = chosen.get(group, frozenset()) | {code}
    return chosen


def _print(results: SearchResults) -> None:
    if results.danger:
        click.echo(
            f"Somebody may be in danger ({results.danger.about}). Call 112 in an emergency,"
            " 0800-0113 about suicide, 0800-2000 (Veilig Thuis) about violence, force or abuse,"
            " 0800-0432 (Kindertelefoon) under 18."
        )
    for remark in _remarks(results):
        click.echo(remark, err=True)
    click.echo(f"{results.total} found, page {results.query.page} of {results.pages}")
    if results.near:
        click.echo("Nothing fits. This comes near:")
    for hit in [*results.in_order, *results.near]:
        metres = "" if hit.metres is None else f"{round(hit.metres):>7} m"
        setting = taxonomy().name("setting", hit.card.setting)
        click.echo(f"{hit.number:>3}. {metres:>9}  {hit.card.name}  ({setting})")


def _remarks(results: SearchResults) -> Iterator[str]:
    """What was understood of the words and of the place."""
    for chip in results.chips:
        yield f"{chip.words!r} is read as {chip.kind} {chip.code}."
    match results.answer:
        case OnePlace(place, unknown, misspelt):
            if misspelt:
                yield f"{misspelt!r} is read as {place.label}."
            if unknown:
                yield f"{unknown!r} is not known; this is all of {place.label}."
        case SeveralPlaces(places):
            yield f"Several places: {'; '.join(place.label for place in places)}."
        case NoPlace(text, suggestions):
            hint = f" Did you mean {suggestions[0].label}?" if suggestions else ""
            yield f"The place {text!r} is not known.{hint}"


@click.command("index")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def index_command(as_json: bool) -> None:
    """Index the whole catalogue again, and let all searches use the new index.

    It also makes the files with which questions are compared by meaning, if they are missing. A
    search makes the index itself, but not those. This command is for after a large import; the
    server also starts it in the background when much has changed.
    """
    started = time.perf_counter()
    segment = store().make().main
    meaning.prepare()
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


@click.command("missed")
@click.option("--most", default=100, show_default=True, help="Lines at the most.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def missed_command(most: int, as_json: bool) -> None:
    """Show the words that were searched three times or more without result.

    They show what is missing on the map, or in the region.
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
        click.echo("No words were searched in vain three times or more.")
