"""socialmap classify: the forms of isolation that the listings of a file address, and why."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import orjson
from tqdm import tqdm

from socialmap.config import current_settings
from socialmap.importing.described import DescribedTable, read_described
from socialmap.isolation.classifier import Classification, classify
from socialmap.isolation.evaluation import form_figures
from socialmap.isolation.forms import IsolationForm
from socialmap.isolation.training import FOLDS, judged_examples, learn

ADDED = (
    "primary_form",
    *(f"weight_{form}" for form in IsolationForm),
    "setting",
    "kind",
    "sureness",
    "unsure",
    "evidence",
)
# A spreadsheet reads cells that begin with these as formulas, unless an apostrophe comes first.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("classify")
@click.argument("file", required=False, type=FILE)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV file to write: the columns of FILE, and the classification.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, on standard output.")
@click.option(
    "--train",
    is_flag=True,
    help="Learn data/isolation/weights.csv again from lexicon.csv and examples.csv; takes no FILE.",
)
def classify_command(file: Path | None, out: Path | None, as_json: bool, train: bool) -> None:
    """Say which forms of isolation each listing of FILE addresses.

    Each answer comes with the words that say so.

    FILE is CSV, XLSX, XLS or ODS with a column naam (or name), and if there is one beschrijving
    (description), samenvatting (summary) and soort (kind). The answer adds to each row: the
    primary form (societal, group, individual or none), a weight of 0 to 1 per form, setting, kind,
    sureness (0 to 1), whether a person should look, and the evidence: word, place, form, count.
    """
    if train:
        _train(as_json)
        return
    if not file or not (out or as_json):
        raise click.UsageError("Give a FILE and --out FILE.csv, --json or both; or --train.")
    table = read_described(file, current_settings().upload_limit)
    rows = _classified(table)
    if out:
        rows = _writing(out, table.header, rows)
    documents = [_document(cells, result) for cells, result in rows]
    if as_json:
        click.echo(orjson.dumps(documents, option=orjson.OPT_INDENT_2))
    else:
        unsure = sum(document["unsure"] for document in documents)
        click.echo(f"{len(documents)} listings classified, {unsure} unsure; written to {out}")


Row = tuple[tuple[str, ...], Classification]


def _classified(table: DescribedTable) -> Iterator[Row]:
    rows = tqdm(table.rows, unit=" rows", disable=None, leave=False, file=sys.stderr)
    for row in rows:
        yield row.cells, classify(row.described)


def _writing(out: Path, header: tuple[str, ...], rows: Iterator[Row]) -> Iterator[Row]:
    """Yield the same rows, and write each of them to the file `out`."""
    try:
        with out.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*map(_text, header), *ADDED])
            for cells, result in rows:
                padded = [*cells, *[""] * (len(header) - len(cells))][: len(header)]
                writer.writerow([_text(cell) for cell in (*padded, *_columns(result))])
                yield cells, result
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error


def _text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _columns(result: Classification) -> list[str]:
    evidence = (
        f"{match.phrase} ({match.where}: {match.form} {match.counted})" for match in result.evidence
    )
    return [
        result.primary,
        *(str(result.weights[form]) for form in IsolationForm),
        result.setting,
        result.kind,
        str(result.sureness),
        "yes" if result.unsure else "no",
        "; ".join(evidence),
    ]


def _document(cells: tuple[str, ...], result: Classification) -> dict[str, Any]:
    return {"cells": cells} | asdict(result)


def _train(as_json: bool) -> None:
    learned = learn()
    results = {
        name: form_figures(judged_examples(learned.examples, chances))
        for name, chances in (("lexicon", learned.lexicon), ("learned", learned.held_out))
    }
    if as_json:
        means = {
            name: {"accuracy": result.accuracy, "macro_f1": result.macro_f1}
            for name, result in results.items()
        }
        click.echo(orjson.dumps({"examples": len(learned.examples)} | means))
        return
    click.echo(f"{len(learned.examples)} examples, written to {learned.path}")
    for name, result in results.items():
        click.echo(f"{name:<8} accuracy {result.accuracy:.3f}, macro-F1 {result.macro_f1:.3f}")
    click.echo(f"(learned: each example by a model that did not see it, in {FOLDS} folds)")
