"""Measures how well duplicates are found: precision, recall, and the worst mistakes."""

from __future__ import annotations

from typing import Any

import click
import orjson

from socialmap.bench.trials import Mistake, Trial, make_pairs, try_out
from socialmap.cli.duplicates import show_fields


@click.command("trials")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same pairs.")
@click.option("--pairs", default=2_000, show_default=True, type=click.IntRange(2), help="How many.")
@click.option("--worst", default=10, show_default=True, help="Mistakes to show.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def trials_command(seed: int, pairs: int, worst: int, as_json: bool) -> None:
    """Measure how well duplicates are found.

    The listings are invented: half of the pairs are one listing written twice, half are lookalikes.
    Prints precision and recall, and the worst mistakes with the reasons.
    """
    trial = try_out(make_pairs(pairs, seed), worst)
    if as_json:
        click.echo(orjson.dumps(as_document(trial, seed), option=orjson.OPT_INDENT_2))
        return
    for mistake in trial.mistakes:
        verdict = "missed" if mistake.same else "wrong"
        names = f"{mistake.one.name} | {mistake.other.name}"
        click.echo(f"{verdict}  {mistake.likeness.score:.2f}  {names}  ({mistake.how})")
        show_fields(mistake.likeness)
    click.echo(
        f"{trial.pairs} pairs: precision {trial.precision:.3f}, recall {trial.recall:.3f}"
        f" (found {trial.found}, wrong {trial.wrong}, missed {trial.missed},"
        f" of which {trial.unseen} never compared)"
    )


def as_document(trial: Trial, seed: int) -> dict[str, Any]:
    """Return the figures of a trial and its worst mistakes, as JSON-able values."""
    return {
        "seed": seed,
        "pairs": trial.pairs,
        "precision": round(trial.precision, 4),
        "recall": round(trial.recall, 4),
        "found": trial.found,
        "wrong": trial.wrong,
        "missed": trial.missed,
        "never_compared": trial.unseen,
        "mistakes": [_mistake(mistake) for mistake in trial.mistakes],
    }


def _mistake(mistake: Mistake) -> dict[str, Any]:
    return {
        "one": mistake.one.name,
        "other": mistake.other.name,
        "same": mistake.same,
        "how": mistake.how,
        "score": round(mistake.likeness.score, 3),
        "fields": mistake.likeness.parts,
    }
