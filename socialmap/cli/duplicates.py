"""socialmap duplicates: list probable duplicates, merge two listings, or keep them apart."""

from __future__ import annotations

import click
import orjson
from flask_babel import gettext as _

from socialmap.catalogue.actions import Change
from socialmap.db import db, start_writing
from socialmap.duplicates.actions import initiative_of, merge, tell_apart, unmerge
from socialmap.duplicates.queries import ProbablePair, probable_duplicates
from socialmap.matching.likeness import Likeness

ACTOR = "socialmap duplicates"


@click.command("duplicates")
@click.option("--area", default="", metavar="TOWN", help="Only in this town or municipality.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.option("--merge", "merged", nargs=2, metavar="KEEP DROP", help="Make two listings one.")
@click.option("--take", "picks", multiple=True, metavar="FIELD", help="Take FIELD from DROP.")
@click.option("--not", "apart", nargs=2, metavar="A B", help="Remember that A and B are two.")
@click.option("--unmerge", "undone", metavar="DROP", help="Take a merge back, by the old slug.")
def duplicates_command(
    area: str,
    as_json: bool,
    merged: tuple[str, str] | None,
    picks: tuple[str, ...],
    apart: tuple[str, str] | None,
    undone: str | None,
) -> None:
    """List the pairs of listings that are probably the same, and why.

    A listing is given by its slug or id. KEEP stays and takes what it lacks from DROP; the address
    of DROP then redirects to KEEP.
    """
    if sum(map(bool, (merged, apart, undone))) > 1:
        raise click.UsageError("Give one of --merge, --not and --unmerge.")
    if picks and not merged:
        raise click.UsageError("--take goes with --merge.")
    if merged or apart or undone:
        start_writing()
        click.echo(_decide(merged, picks, apart, undone or ""))
        db.session.commit()
    else:
        _show(probable_duplicates(area), as_json)


def _decide(
    merged: tuple[str, str] | None,
    picks: tuple[str, ...],
    apart: tuple[str, str] | None,
    undone: str,
) -> str:
    """Merge, keep apart or unmerge, and return the result as a sentence."""
    if merged:
        keep, drop = map(initiative_of, merged)
        slugs = {"keep": keep.slug, "drop": drop.slug}
        merge(keep, drop, Change(actor=ACTOR), picks)
        return str(_("%(drop)s is nu deel van %(keep)s.", **slugs))
    if apart:
        one, other = map(initiative_of, apart)
        tell_apart(one, other, ACTOR)
        return str(_("%(one)s en %(other)s zijn geen dubbele.", one=one.slug, other=other.slug))
    again = unmerge(undone, Change(actor=ACTOR))
    return str(_("%(slug)s is weer een eigen initiatief.", slug=again.slug))


def _show(pairs: list[ProbablePair], as_json: bool) -> None:
    if as_json:
        documents = [
            {
                "score": round(pair.likeness.score, 3),
                "one": {"id": pair.one.id, "slug": pair.one.slug, "name": pair.one.name},
                "other": {"id": pair.other.id, "slug": pair.other.slug, "name": pair.other.name},
                "fields": pair.likeness.parts,
            }
            for pair in pairs
        ]
        click.echo(orjson.dumps(documents, option=orjson.OPT_INDENT_2))
        return
    for pair in pairs:
        click.echo(f"{pair.likeness.score:.2f}  {pair.one.slug}  {pair.other.slug}")
        show_fields(pair.likeness)
    click.echo(_("%(count)s paren die waarschijnlijk hetzelfde zijn", count=len(pairs)))


def show_fields(likeness: Likeness) -> None:
    """Print how much each field of two listings counts for or against a duplicate."""
    for part in likeness.parts:
        click.echo(f"  {part.counted:+5.1f}  {part.field:<12} {part.one} | {part.other}")
