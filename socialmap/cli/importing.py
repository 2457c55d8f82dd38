"""socialmap import: show what a file of listings would change, apply it, or take it back."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import orjson
from flask_babel import gettext as _
from tqdm import tqdm

from socialmap.cli.import_report import as_document, show_checked
from socialmap.config import current_settings
from socialmap.db import db, start_writing
from socialmap.errors import Problem
from socialmap.importing.checking import Checked, ImportOptions, check_file
from socialmap.importing.explained import explain, explained_words
from socialmap.importing.mailing import MailAfter, mail_after_plan
from socialmap.importing.models import ImportRun
from socialmap.importing.queries import get_run, left_page, runs
from socialmap.importing.slices.applying import apply_politely
from socialmap.importing.slices.undoing import undo_in_slices
from socialmap.importing.template import as_csv, as_xlsx
from socialmap.importing.words import Words, both, read_explanations, words_of
from socialmap.places.pdok import Pdok
from socialmap.times.clock import today

ACTOR = "socialmap import"
PATH = click.Path(path_type=Path)
STDIN = "-"
MEGABYTE = 1_000_000


@click.command("import")
@click.argument("files", nargs=-1, metavar="FILE")
@click.option("--apply", "wanted", is_flag=True, help="Write the plan; without it only show it.")
@click.option("--map", "columns", multiple=True, metavar="COLUMN=FIELD", help="Map a column.")
@click.option("--sheet", default="", help="Sheet of a workbook; else the one that fits best.")
@click.option("--hidden", is_flag=True, help="Take along what a workbook hides.")
@click.option("--words", "words_file", type=PATH, help="CSV of column, word and our term.")
@click.option("--remember", is_flag=True, help="Remember the words of --words for later imports.")
@click.option("--source", default="", help="Name of the source; else the name of the file.")
@click.option(
    "--keep",
    type=click.Choice(["desk", "file"]),
    default="desk",
    help="Whose value stays where the desk changed a listing since we exported it.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@click.option("--template", type=PATH, help="Write a table to fill in.")
@click.option("--undo", "undone", type=int, metavar="RUN", help="Take a whole import back.")
@click.option("--runs", "listed", is_flag=True, help="List the imports so far.")
def import_command(
    files: tuple[str, ...],
    wanted: bool,
    template: Path | None,
    undone: int | None,
    listed: bool,
    remember: bool,
    **options: Any,
) -> None:
    """Put the listings of each FILE on the map.

    FILE is CSV, XLSX, XLS, ODS, GeoJSON, KML, KMZ, GPX, ICS, vCard, Overpass JSON, HSDS, JSON-LD,
    Kartevonmorgen or another list in JSON; - is standard input. HSDS (1.1 to 3) comes as JSON, or
    as a folder or zip of CSV files.
    Shows what would change; --apply writes it, each file whole or not at all.
    """
    if template:
        template.write_bytes(as_csv() if template.suffix == ".csv" else as_xlsx())
    elif listed:
        _show_runs(options["as_json"])
    elif undone is not None:
        _undo(undone)
    elif remember and not options["words_file"]:
        raise click.UsageError("--remember goes with --words FILE.")
    elif files or remember:
        if remember:
            _remember(options["words_file"], options["as_json"])
        _import_all(files, wanted, **options)
    else:
        raise click.UsageError("Give a FILE, --undo RUN or --runs.")


def _undo(number: int) -> None:
    """Undo a run, and name what changed after it and so stays as it is."""
    undone = undo_in_slices(number, ACTOR)
    names = [row.name for row in left_page(get_run(number), 1).items]
    if not undone.left:
        click.echo(_("Import %(run)s is teruggedraaid.", run=number))
        return
    click.echo(
        _(
            "%(restored)s teruggedraaid. %(left)s daarna gewijzigd, en blijven zo: %(names)s.",
            restored=undone.restored, left=len(undone.left),
            names=", ".join(names) + (" …" if len(names) < len(undone.left) else ""),
        )
    )  # fmt: skip


def _remember(file: Path, quiet: bool) -> None:
    """Remember the words of a file for all later imports."""
    explanations = read_explanations(file)
    start_writing()
    count = explain(explanations, None, ACTOR)
    db.session.commit()
    if not quiet:
        click.echo(_("%(count)s woorden onthouden.", count=count))


def _words(file: Path | None) -> Words:
    """The words that are remembered for all imports; those of the file go before them."""
    return both(explained_words(None), words_of(read_explanations(file) if file else ()))


def _import_all(files: tuple[str, ...], wanted: bool, as_json: bool, **options: Any) -> None:
    """Import the files one by one; a file that cannot be read does not stop the next.

    Exit code 1 when one of them could not be read, or brought no listing.
    """
    documents: list[dict[str, Any]] = []
    brought = True
    for name in files:
        try:
            with _on_disk(name) as file:
                checked, run, mail = _import(file, wanted, **options)
        except Problem as problem:
            if len(files) == 1:
                raise
            db.session.rollback()
            brought = False
            documents.append({"file": name, "problem": str(problem)})
            click.echo(f"{name}: {problem}", err=True)
            continue
        counts = checked.plan.counts
        brought = brought and bool(counts["new"] + counts["changed"] + counts["same"])
        documents.append(as_document(checked, run, mail))
        if not as_json:
            show_checked(checked, wanted, run, mail)
    if as_json:
        answer = documents if len(files) > 1 else documents[0]
        click.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2))
    if not brought:
        sys.exit(1)


@contextmanager
def _on_disk(name: str) -> Iterator[Path]:
    """A file by its name; what comes from standard input is in a temporary file."""
    if name != STDIN:
        yield Path(name)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "stdin")
        source = sys.stdin.buffer
        with path.open("wb") as copy:
            # One byte more than may be, so that what is too large is refused as any other file.
            remaining = current_settings().upload_limit * MEGABYTE + 1
            while part := source.read(min(remaining, MEGABYTE)):
                copy.write(part)
                remaining -= len(part)
        yield path


def _import(
    file: Path, wanted: bool, columns: tuple[str, ...], words_file: Path | None, **chosen: Any
) -> tuple[Checked, ImportRun | None, MailAfter]:
    settings = current_settings()
    geocoder = Pdok(settings.pdok_url) if settings.geocoder == "pdok" else None
    options = ImportOptions(
        words=_words(words_file),
        columns=_mapped(columns),
        upload_limit=settings.upload_limit,
        geocoder=geocoder,
        **chosen,
    )
    with _bar(None) as bar:
        checked = check_file(file, options, bar.update)
    run, plan = None, checked.plan
    mail = mail_after_plan(plan, checked.origin.source, today())
    if wanted:
        # What others wrote while the file was read must not stop it: begin anew, to write.
        db.session.rollback()
        with _bar(len(plan.new) + len(plan.changed)) as bar:
            run = apply_politely(plan, checked.origin, ACTOR, bar.update)
    return checked, run, mail


def _bar(total: int | None) -> Any:
    """A progress bar, on a terminal only."""
    return tqdm(total=total, unit=" rows", disable=None, leave=False, file=sys.stderr)


def _mapped(columns: tuple[str, ...]) -> dict[str, str]:
    mapped = {}
    for column in columns:
        header, equals, field = column.rpartition("=")
        if not equals:
            raise click.BadParameter(f"{column!r} is not COLUMN=FIELD", param_hint="--map")
        mapped[header.strip()] = field.strip()
    return mapped


def _show_runs(as_json: bool) -> None:
    documents: list[dict[str, Any]] = [
        {
            "run": run.id,
            "source": run.source,
            "file": run.file_name,
            "applied_at": run.applied_at,
            "undone_at": run.undone_at,
            "counts": run.counts,
        }
        for run in runs()
    ]
    if as_json:
        click.echo(orjson.dumps(documents, option=orjson.OPT_INDENT_2))
    for run in () if as_json else documents:
        counts = " ".join(f"{name}={number}" for name, number in run["counts"].items())
        undone = " " + _("(teruggedraaid)") if run["undone_at"] else ""
        click.echo(
            f"{run['run']} {run['applied_at']:%Y-%m-%d %H:%M} {run['file']} {counts}{undone}"
        )
