"""socialmap evaluate: measure the search and the classifier against judgements by people."""

from __future__ import annotations

import csv
import os
import tempfile
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

import click
import flask_migrate
import orjson

from socialmap import create_app
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.queries import confirmed_by_form, initiatives
from socialmap.config import current_settings, read_settings, resource
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
from socialmap.isolation.lexicon import lexicon
from socialmap.isolation.regression import sharpened
from socialmap.isolation.training import (
    Example,
    cross_validated,
    judged_examples,
    own_examples,
)
from socialmap.language import meaning
from socialmap.search.evaluation import (
    FIRST,
    AnsweredQuestion,
    Grades,
    JudgedQuery,
    SearchFigures,
    search_figures,
    share_answered,
    shares_by_kind,
)
from socialmap.search.finder import find
from socialmap.search.query import SearchQuery

SHOWN = 10
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("evaluate")
def evaluate_group() -> None:
    """Measure the quality of the search and of the classifier."""


@evaluate_group.command("search")
@click.option("--listings", required=True, type=FILE, help="Listings, as for `socialmap import`.")
@click.option("--queries", required=True, type=FILE, help="CSV with the columns qid and query.")
@click.option("--qrels", required=True, type=FILE, help="CSV with qid, listing_id and grade (0-2).")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def evaluate_search(listings: Path, queries: Path, qrels: Path, as_json: bool) -> None:
    """Search LISTINGS in a database of their own, and compare with the judgements.

    Prints the results of each query with their grades, then nDCG@10, MRR and recall@20. With a
    column kenmerken in QUERIES, which names the kinds of question that each is (zin;plaats), also
    nDCG@10 per kind.
    """
    asked = asked_in(queries, qrels)
    with searching_in(listings):
        judged = [with_results(query) for query in asked]
    means = search_figures(judged)
    if as_json:
        click.echo(orjson.dumps(as_document(judged, means), option=orjson.OPT_INDENT_2))
    else:
        _print(judged, means)


@contextmanager
def searching_in(listings: Path) -> Iterator[None]:
    """Work in an app with a database of its own that has the listings of a file.

    Questions are compared by meaning as on the map itself, with the files in its data folder.
    """
    settings = read_settings(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"SOCIALMAP_DATA": folder, "SOCIALMAP_TILES_URL": ""})
        meaning.use(settings.data / "meaning" if settings.meaning else None)
        with app.app_context():
            meaning.prepare()
            flask_migrate.upgrade()
            checked = check_file(listings, ImportOptions(source="evaluation"))
            apply(checked.plan, checked.origin, "socialmap evaluate")
            db.session.commit()
            yield
            db.engine.dispose()


@evaluate_group.command("questions")
@click.argument("file", type=FILE)
@click.option("--listings", type=FILE, help="Listings, as for `socialmap import`; else the demo.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def evaluate_questions(file: Path, listings: Path | None, as_json: bool) -> None:
    """Count the questions in FILE that find a wanted listing among the first three.

    FILE is a CSV file with the columns question, wanted and kind (or language). `wanted` are the
    ids of listings, separated by |, or - for a question that no listing answers.
    """
    asked = _rows(file, "question", "wanted")
    with searching_in(listings or resource("data", "demo", "initiatives.csv")):
        answered = [
            AnsweredQuestion(
                question=row["question"],
                kind=row.get("kind") or row.get("language") or "",
                wanted=frozenset(row["wanted"].split("|")) - {"-", ""},
                ranked=_ranked(row["question"]),
            )
            for row in asked
        ]
    if as_json:
        click.echo(orjson.dumps(_questions_document(answered), option=orjson.OPT_INDENT_2))
        return
    for one in answered:
        if not one.answered:
            click.echo(f"{one.kind}  {one.question}")
            click.echo(f"     found {', '.join(one.ranked[:FIRST]) or 'nothing'}")
    for kind, share in shares_by_kind(answered).items():
        number = sum(one.kind == kind for one in answered)
        click.echo(f"{share:>6.1%}  {kind} ({number})")
    click.echo(f"{share_answered(answered):>6.1%}  of {len(answered)} questions")


def _questions_document(answered: list[AnsweredQuestion]) -> Mapping[str, Any]:
    """The shares by kind, and what was found for each question, as JSON-able values."""
    return {
        "questions": len(answered),
        "answered": round(share_answered(answered), 4),
        "kinds": {kind: round(share, 4) for kind, share in shares_by_kind(answered).items()},
        "per_question": [
            {
                "question": one.question,
                "kind": one.kind,
                "answered": one.answered,
                "wanted": sorted(one.wanted),
                "found": list(one.ranked[:SHOWN]),
            }
            for one in answered
        ],
    }


def asked_in(queries: Path, qrels: Path) -> list[JudgedQuery]:
    """Return the queries of a file with their grades, not yet answered."""
    judgements = _judgements(qrels)
    return [
        JudgedQuery(
            row["qid"],
            row["query"],
            (),
            judgements.get(row["qid"], {}),
            tuple(filter(None, row.get("kenmerken", "").split(";"))),
        )
        for row in _rows(queries, "qid", "query")
    ]


def with_results(query: JudgedQuery) -> JudgedQuery:
    """Return the query with the results that the search gives now."""
    return replace(query, ranked=_ranked(query.query))


def _rows(path: Path, *columns: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file, which must have these columns."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise click.ClickException(f"{path} has no column {', '.join(missing)}.")
        return list(reader)


def _judgements(path: Path) -> dict[str, Grades]:
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for row in _rows(path, "qid", "listing_id", "grade"):
        if not row["grade"].isdecimal():
            raise click.ClickException(f"{path} has the grade {row['grade']!r}; it must be 0-2.")
        grades[row["qid"]][row["listing_id"]] = int(row["grade"])
    return dict(grades)


def _ranked(query: str) -> tuple[str, ...]:
    """Return the ids in the file of the first page of results, in their order."""
    results = find(SearchQuery(words=query))
    return tuple(_id_in_file(uuid.UUID(hit.card.id)) for hit in results.in_order)


@cache
def _id_in_file(initiative_id: uuid.UUID) -> str:
    """Return the id that a listing has in the file that it came from."""
    return initiatives([initiative_id])[initiative_id].source_id or ""


def as_document(judged: list[JudgedQuery], means: SearchFigures) -> Mapping[str, Any]:
    """Return the figures and the results of each query, as JSON-able values."""
    return asdict(means) | {
        "per_query": [
            {
                "qid": query.qid,
                "query": query.query,
                "ndcg": round(query.ndcg, 4),
                "reciprocal_rank": round(query.reciprocal_rank, 4),
                "recall": round(query.recall, 4),
                "found": [{"id": i, "grade": query.grades.get(i, 0)} for i in query.ranked],
                "missed": _missed(query),
            }
            for query in judged
        ]
    }


def _missed(query: JudgedQuery) -> list[str]:
    """Return the ids of relevant listings that the search did not return."""
    return [i for i, grade in query.grades.items() if grade > 0 and i not in query.ranked]


def _print(judged: list[JudgedQuery], means: SearchFigures) -> None:
    for query in judged:
        click.echo(f"{query.qid}  nDCG {query.ndcg:.2f}  {query.query}")
        for rank, listing_id in enumerate(query.ranked[:SHOWN], 1):
            click.echo(f"  {rank:>3}. [{query.grades.get(listing_id, 0)}] {listing_id}")
        if missed := _missed(query):
            click.echo(f"  not found: {', '.join(missed)}")
    click.echo(
        f"{means.queries} queries: nDCG@10 {means.ndcg:.3f}, MRR {means.mrr:.3f},"
        f" recall@20 {means.recall:.3f}"
    )
    for kind, figures in means.per_kind.items():
        click.echo(f"  {kind}: nDCG@10 {figures.ndcg:.3f}, {figures.queries} queries")
    if means.empty:
        click.echo(f"Queries without results: {', '.join(means.empty)}")


@evaluate_group.command("isolation")
@click.argument("file", required=False, type=FILE)
@click.option(
    "--kind", "with_kind", is_flag=True, help="Let the classifier read the column kind of FILE too."
)
@click.option(
    "--folds",
    is_flag=True,
    help="Learn from FILE as well, and judge each listing by a model that has not seen it.",
)
@click.option("--own", is_flag=True, help="Judge the listings that this platform confirmed.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def evaluate_isolation(
    file: Path | None, with_kind: bool, folds: bool, own: bool, as_json: bool
) -> None:
    """Compare the classifier's forms of isolation with those that people chose.

    FILE is a file as for `socialmap classify`, with a column isolatie_primair or vorm van
    isolement; listings without a form are left out, and a column twijfel marks doubtful ones.
    The classifier has learned from data/isolation/examples.csv only, so FILE is new to it. --own
    takes the confirmed listings in the database instead, and proposes words for the lexicon.
    """
    if bool(file) == own:
        raise click.UsageError("Give either a FILE or --own.")
    new_words: list[TermProposal] = []
    if file:
        judged = _judged_file(file, with_kind, folds)
    else:
        confirmed = [(_described(row), str(row.forms[0].form)) for row in confirmed_by_form()]
        judged = [_judged(described, form) for described, form in confirmed]
        new_words = term_proposals(confirmed)
    if not judged:
        raise click.ClickException("There is no listing with a form that a person chose.")
    result = form_figures(judged)
    if as_json:
        document = asdict(result) | {"proposals": [asdict(proposal) for proposal in new_words]}
        click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2))
    else:
        _print_forms(result, new_words)


def _judged_file(file: Path, with_kind: bool, folds: bool) -> list[JudgedForm]:
    table = read_described(file, current_settings().upload_limit, with_kind)
    if not table.labelled:
        raise click.ClickException(f"{file} has no column isolatie_primair or vorm van isolement.")
    rows = [row for row in table.rows if row.answer]
    if folds and rows:
        examples = [Example(row.described, row.answer) for row in rows]
        chances = sharpened(cross_validated(examples, own_examples()), lexicon().sharpness)
        return judged_examples(examples, chances, [row.doubtful for row in rows])
    return [_judged(row.described, row.answer, row.doubtful) for row in rows]


def _judged(described: Described, wanted: str, doubtful: bool = False) -> JudgedForm:
    result = classify(described)
    return JudgedForm(described.name, wanted, result.primary, result.sureness, doubtful)


def _described(initiative: Initiative) -> Described:
    return Described(initiative.name, initiative.summary, initiative.description)


def _print_forms(result: FormFigures, new_words: list[TermProposal]) -> None:
    click.echo(
        f"{result.listings} listings: accuracy {result.accuracy:.3f}"
        f" (not doubtful {result.accuracy_not_doubtful:.3f}), macro-F1 {result.macro_f1:.3f}"
    )
    for form, figure in result.per_answer.items():
        answers = " ".join(f"{number:>5}" for number in result.confusion[form].values())
        click.echo(
            f"  {form:<11} precision {figure.precision:.2f}  recall {figure.recall:.2f}"
            f"  F1 {figure.f1:.2f}  given {answers}  of {figure.listings}"
        )
    click.echo(f"Calibration (mean error {result.calibration_error:.3f}):")
    for band in result.calibration:
        click.echo(
            f"  from {band.at_least:.1f}: sure {band.sureness:.2f}, right {band.right:.2f},"
            f" {band.listings} listings"
        )
    for mistake in result.mistakes[:SHOWN]:
        doubt = ", doubtful" if mistake.doubtful else ""
        click.echo(
            f"  {mistake.name}: {mistake.given} ({mistake.sureness:.2f}),"
            f" by people {mistake.wanted}{doubt}"
        )
    for new in new_words:
        click.echo(
            f"For the lexicon: {new.form} {new.phrase}"
            f" ({new.listings} listings, {new.agreement:.0%} agree)"
        )
