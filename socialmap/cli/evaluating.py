"""socialmap evaluate: how good the answers to judged queries are, and the forms that are given."""

from __future__ import annotations

import csv
import tempfile
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import flask_migrate
import orjson

from socialmap import create_app
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.queries import confirmed_by_form, initiatives
from socialmap.config import current_settings
from socialmap.db import db
from socialmap.importing.actions import apply
from socialmap.importing.checking import ImportOptions, check_file
from socialmap.importing.described import read_described
from socialmap.isolation.classifier import Described, classify
from socialmap.isolation.evaluation import (
    FormFigures,
    JudgedForm,
    TermProposal,
    form_figures,
    term_proposals,
)
from socialmap.isolation.training import (
    Example,
    cross_validated,
    judged_examples,
    own_examples,
)
from socialmap.search.evaluation import Figures, Grades, Judged, figures
from socialmap.search.finder import find
from socialmap.search.query import SearchQuery

SHOWN = 10
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("evaluate")
def evaluate_group() -> None:
    """Measure how well socialmap does what it is for."""


@evaluate_group.command("search")
@click.option("--listings", required=True, type=FILE, help="Listings, as for `socialmap import`.")
@click.option("--queries", required=True, type=FILE, help="CSV with the columns qid and query.")
@click.option("--qrels", required=True, type=FILE, help="CSV with qid, listing_id and grade (0-2).")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def evaluate_search(listings: Path, queries: Path, qrels: Path, as_json: bool) -> None:
    """Search LISTINGS in a database of their own, and compare with the judgements.

    Prints per query what was found with its grade, then nDCG@10, MRR and recall@20.
    """
    asked = _queries(queries)
    judgements = _judgements(qrels)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"SOCIALMAP_DATA": folder, "SOCIALMAP_TILES_URL": ""})
        with app.app_context():
            flask_migrate.upgrade()
            checked = check_file(listings, ImportOptions(source="evaluation"))
            apply(checked.plan, checked.origin, "socialmap evaluate")
            db.session.commit()
            judged = [
                Judged(qid, query, _found(query), judgements.get(qid, {}))
                for qid, query in asked.items()
            ]
            db.engine.dispose()
    means = figures(judged)
    if as_json:
        click.echo(orjson.dumps(as_document(judged, means), option=orjson.OPT_INDENT_2))
    else:
        _print(judged, means)


def _rows(path: Path, *columns: str) -> list[dict[str, str]]:
    """The rows of a CSV file that must have these columns."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise click.ClickException(f"{path} has no column {', '.join(missing)}.")
        return list(reader)


def _queries(path: Path) -> dict[str, str]:
    return {row["qid"]: row["query"] for row in _rows(path, "qid", "query")}


def _judgements(path: Path) -> dict[str, Grades]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in _rows(path, "qid", "listing_id", "grade"):
        if not row["grade"].isdecimal():
            raise click.ClickException(f"{path} has the grade {row['grade']!r}; it must be 0-2.")
        found[row["qid"]][row["listing_id"]] = int(row["grade"])
    return dict(found)


def _found(query: str) -> tuple[str, ...]:
    """The ids, as the file has them, of the first page that the search finds, in its order."""
    results = find(SearchQuery(words=query))
    ids = [uuid.UUID(hit.card.id) for hit in [*results.hits, *results.serving]]
    known = initiatives(ids)
    return tuple(known[each].source_id or "" for each in ids)


def as_document(judged: list[Judged], means: Figures) -> Mapping[str, Any]:
    """The figures and what was found per query, as JSON-able values."""
    return asdict(means) | {
        "per_query": [
            {
                "qid": each.qid,
                "query": each.query,
                "ndcg": round(each.ndcg, 4),
                "reciprocal_rank": round(each.reciprocal_rank, 4),
                "recall": round(each.recall, 4),
                "found": [{"id": i, "grade": each.grades.get(i, 0)} for i in each.ranked],
                "missed": _missed(each),
            }
            for each in judged
        ]
    }


def _missed(each: Judged) -> list[str]:
    return [i for i, grade in each.grades.items() if grade > 0 and i not in each.ranked]


def _print(judged: list[Judged], means: Figures) -> None:
    for each in judged:
        click.echo(f"{each.qid}  nDCG {each.ndcg:.2f}  {each.query}")
        for rank, found in enumerate(each.ranked[:SHOWN], 1):
            click.echo(f"  {rank:>3}. [{each.grades.get(found, 0)}] {found}")
        if missed := _missed(each):
            click.echo(f"  not found: {', '.join(missed)}")
    click.echo(
        f"{means.queries} queries: nDCG@10 {means.ndcg:.3f}, MRR {means.mrr:.3f},"
        f" recall@20 {means.recall:.3f}"
    )
    if means.empty:
        click.echo(f"Found nothing: {', '.join(means.empty)}")


@evaluate_group.command("isolation")
@click.argument("file", required=False, type=FILE)
@click.option("--kind", "with_kind", is_flag=True, help="Read the kinds that FILE tells, too.")
@click.option(
    "--folds",
    is_flag=True,
    help="Learn from FILE as well, and judge each listing by a model that did not see it.",
)
@click.option("--own", is_flag=True, help="Judge the listings that this platform confirmed.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def evaluate_isolation(
    file: Path | None, with_kind: bool, folds: bool, own: bool, as_json: bool
) -> None:
    """Compare the forms that the classifier and people give.

    FILE is a file as for `socialmap classify`, with a column isolatie_primair or vorm van
    isolement; listings without a form are left out, and a column twijfel marks doubtful ones.
    The classifier has learned from data/isolation/examples.csv only, so FILE is new to it. --own
    takes the confirmed listings in the database instead, and proposes words for the lexicon.
    """
    if bool(file) == own:
        raise click.UsageError("Give either a FILE or --own.")
    told: list[TermProposal] = []
    if file:
        judged = _judged_file(file, with_kind, folds)
    else:
        confirmed = [(_described(each), str(each.forms[0].form)) for each in confirmed_by_form()]
        judged = [_judged(described, form) for described, form in confirmed]
        told = term_proposals(confirmed)
    if not judged:
        raise click.ClickException("There is no listing of which a person told the form.")
    found = form_figures(judged)
    if as_json:
        document = asdict(found) | {"proposals": [asdict(each) for each in told]}
        click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2))
    else:
        _print_forms(found, told)


def _judged_file(file: Path, with_kind: bool, folds: bool) -> list[JudgedForm]:
    table = read_described(file, current_settings().upload_limit, with_kind)
    if not table.labelled:
        raise click.ClickException(f"{file} has no column isolatie_primair or vorm van isolement.")
    rows = [row for row in table.rows if row.answer]
    if folds and rows:
        examples = [Example(row.described, row.answer) for row in rows]
        chances = cross_validated(examples, own_examples())
        return judged_examples(examples, chances, [row.doubtful for row in rows])
    return [_judged(row.described, row.answer, row.doubtful) for row in rows]


def _judged(described: Described, wanted: str, doubtful: bool = False) -> JudgedForm:
    found = classify(described)
    return JudgedForm(described.name, wanted, found.primary, found.sureness, doubtful)


def _described(initiative: Initiative) -> Described:
    return Described(initiative.name, initiative.summary, initiative.description)


def _print_forms(found: FormFigures, told: list[TermProposal]) -> None:
    click.echo(
        f"{found.listings} listings: accuracy {found.accuracy:.3f}"
        f" (not doubtful {found.accuracy_not_doubtful:.3f}), macro-F1 {found.macro_f1:.3f}"
    )
    for answer, each in found.per_answer.items():
        given = " ".join(f"{number:>5}" for number in found.confusion[answer].values())
        click.echo(
            f"  {answer:<11} precision {each.precision:.2f}  recall {each.recall:.2f}"
            f"  F1 {each.f1:.2f}  given {given}  of {each.listings}"
        )
    click.echo(f"Calibration (mean error {found.calibration_error:.3f}):")
    for band in found.calibration:
        click.echo(
            f"  from {band.at_least:.1f}: sure {band.sureness:.2f}, right {band.right:.2f},"
            f" {band.listings} listings"
        )
    for mistake in found.mistakes[:SHOWN]:
        doubt = ", doubtful" if mistake.doubtful else ""
        click.echo(
            f"  {mistake.name}: {mistake.given} ({mistake.sureness:.2f}),"
            f" by people {mistake.wanted}{doubt}"
        )
    for new in told:
        click.echo(
            f"For the lexicon: {new.form} {new.phrase}"
            f" ({new.listings} listings, {new.agreement:.0%} agree)"
        )
