"""socialmap import: show what a file of listings would change, apply it, or take it back."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import orjson
from flask_babel import gettext as _
from tqdm import tqdm

from socialmap.config import current_settings
from socialmap.db import db, start_writing
from socialmap.errors import Problem
from socialmap.importing.actions import apply, undo
from socialmap.importing.checking import Checked, ImportOptions, check_file
from socialmap.importing.columns import label
from socialmap.importing.files.hsds.services import FORMAT as HSDS
from socialmap.importing.files.tables import Layout
from socialmap.importing.models import ImportRun
from socialmap.importing.plan import OUTCOMES
from socialmap.importing.queries import get_run, left_page, runs
from socialmap.importing.remarks import SHEET_LINES, Group, Remark, line_ranges, ranges_by_sheet
from socialmap.importing.template import as_csv, as_xlsx
from socialmap.importing.words import read_words
from socialmap.places.pdok import Pdok

ACTOR = "socialmap import"
PATH = click.Path(path_type=Path)
LONGEST = 100  # characters of line numbers
STDIN = "-"
MEGABYTE = 1_000_000
COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}


@click.command("import")
@click.argument("files", nargs=-1, metavar="FILE")
@click.option("--apply", "wanted", is_flag=True, help="Write the plan; without it only show it.")
@click.option("--map", "columns", multiple=True, metavar="COLUMN=FIELD", help="Map a column.")
@click.option("--sheet", default="", help="Sheet of a workbook; else the one that fits best.")
@click.option("--hidden", is_flag=True, help="Take along what a workbook hides.")
@click.option("--words", "words_file", type=PATH, help="CSV of column, word and our term.")
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
    elif files:
        _import_all(files, wanted, **options)
    else:
        raise click.UsageError("Give a FILE, --undo RUN or --runs.")


def _undo(number: int) -> None:
    """Undo a run, and name what changed after it and so stays as it is."""
    start_writing()
    run = get_run(number)
    undone = undo(run, ACTOR)
    names = [row.name for row in left_page(run, 1).items]
    db.session.commit()
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


def _import_all(files: tuple[str, ...], wanted: bool, as_json: bool, **options: Any) -> None:
    """Import the files one by one; a file that cannot be read does not stop the next.

    Exit code 1 when one of them could not be read, or brought no listing.
    """
    documents: list[dict[str, Any]] = []
    brought = True
    for name in files:
        try:
            with _on_disk(name) as file:
                checked, run = _import(file, wanted, **options)
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
        documents.append(as_document(checked, run))
        if not as_json:
            _show(checked, wanted, run)
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
) -> tuple[Checked, ImportRun | None]:
    settings = current_settings()
    geocoder = Pdok(settings.pdok_url) if settings.geocoder == "pdok" else None
    options = ImportOptions(
        words=read_words(words_file) if words_file else {},
        columns=_mapped(columns),
        upload_limit=settings.upload_limit,
        geocoder=geocoder,
        **chosen,
    )
    with _bar(None) as bar:
        checked = check_file(file, options, bar.update)
    run = None
    if wanted:
        plan = checked.plan
        # What others wrote while the file was read must not stop it: begin anew, to write.
        db.session.rollback()
        start_writing()
        with _bar(len(plan.new) + len(plan.changed)) as bar:
            run = apply(plan, checked.origin, ACTOR, bar.update)
        db.session.commit()
    return checked, run


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


def _facts(remark: Remark) -> dict[str, Any]:
    return dict(remark.facts)


def _sentence(remark: Remark) -> str:
    return str(_(remark.sentence, **_facts(remark)))


def _remedy(remark: Remark) -> str:
    return str(_(remark.remedy, **_facts(remark))) if remark.remedy else ""


def as_document(checked: Checked, run: ImportRun | None) -> dict[str, Any]:
    """Return the result of checking a file, as JSON-able values."""
    plan, origin, layout = checked.plan, checked.origin, checked.layout
    read = layout.read
    return {
        "source": origin.source,
        "file": origin.file_name,
        "digest": origin.file_digest,
        "encoding": layout.encoding,
        "delimiter": layout.delimiter,
        "sheet": layout.sheet,
        "sheets": layout.sheets,
        "sheets_read": read,
        "form": layout.format,
        "header_line": checked.header_line,
        "mapping": origin.mapping,
        "not_imported": checked.mapping.unknown,
        "counts": plan.counts,
        "new": [
            _at(row.line, read) | {"source_id": row.source_id, "name": row.listing.name}
            for row in plan.new
        ],
        "changed": [
            _at(row.line, read) | {"id": row.id, "name": row.listing.name} for row in plan.changed
        ],
        "same": [_number(line, read) for line in plan.same],
        "duplicate": [_number(line, read) for line in plan.duplicate],
        "wrong": [_number(line, read) for line in plan.wrong],
        "remarks": [_group_document(group, read) for group in plan.remarks.groups()],
        "run": run.id if run else None,
    }


def _at(line: int, read: Sequence[str]) -> dict[str, Any]:
    """Return the line of a row, with its sheet when several were read."""
    sheet = {"sheet": read[line // SHEET_LINES]} if len(read) > 1 else {}
    return {"line": line % SHEET_LINES, **sheet}


def _number(line: int, read: Sequence[str]) -> int | str:
    """Return a line number, or where it is in words when several sheets were read."""
    return _where((line,), Layout(read=tuple(read))) if len(read) > 1 else line


def _group_document(group: Group, read: Sequence[str]) -> dict[str, Any]:
    remark = group.remark
    return {
        "level": remark.level,
        "lines": [_number(line, read) for line in group.lines],
        "column": remark.column,
        "value": remark.value,
        "sentence": _sentence(remark),
        "remedy": _remedy(remark),
        "suggestion": remark.suggestion,
    }


def _show(checked: Checked, wanted: bool, run: ImportRun | None) -> None:
    """Print how the file was read, every group of remarks, and the numbers of rows."""
    layout = checked.layout
    if layout.format:
        click.echo(f"{checked.origin.file_name} ({layout.format})")
    else:
        how = ", ".join(layout.read) or f"{layout.encoding} {layout.delimiter!r}"
        click.echo(
            _("%(file)s (%(how)s), kolomnamen op regel %(line)s", file=checked.origin.file_name,
              how=how, line=checked.header_line)
        )  # fmt: skip
    for header, field in checked.origin.mapping.items():
        if field:
            click.echo(f"  {header} → {label(field)}")
    for group in checked.plan.remarks.groups():
        _show_group(group, layout)
    names = {
        "new": _("nieuw"),
        "changed": _("gewijzigd"),
        "same": _("hetzelfde"),
        "duplicate": _("dubbel"),
        "wrong": _("fout"),
    }
    counts = checked.plan.counts
    click.echo("\n" + " · ".join(f"{counts[outcome]} {names[outcome]}" for outcome in OUTCOMES))
    if run:
        click.echo(_("Dit staat nu op de kaart. Terugdraaien: --undo %(run)s", run=run.id))
    elif wanted or not (counts["new"] or counts["changed"]):
        click.echo(_("Er is niets om te schrijven."))
    else:
        click.echo(_("Er is nog niets geschreven. Schrijven: --apply"))


def _show_group(group: Group, layout: Layout) -> None:
    remark = group.remark
    titles = {"error": _("Fout"), "warning": _("Let op"), "note": _("Ter info")}
    title = click.style(titles[remark.level], fg=COLOURS[remark.level], bold=True)
    where = [_where(group.lines, layout)]
    if remark.column:
        where.append(_("kolom %(column)s", column=remark.column))
    value = f": {' '.join(remark.value.split())}" if remark.value else ""
    place = ", ".join(filter(None, where))
    click.echo(f"\n{title} {place}{value}\n  {_sentence(remark)} {_remedy(remark)}".rstrip())


def _where(lines: tuple[int, ...], layout: Layout) -> str:
    """Return the lines of a remark, or their number if they are many; "" for the whole file.

    In a file without lines they are the numbers of its places.
    """
    if len(layout.read) > 1:
        return "; ".join(
            str(_("blad %(sheet)s, regel %(lines)s", sheet=sheet, lines=ranges))
            if ranges
            else sheet
            for sheet, ranges in ranges_by_sheet(lines, layout.read)
        )
    ranges = line_ranges(lines)
    if len(ranges) > LONGEST:
        return str(_("%(count)s regels, vanaf %(first)s", count=len(lines), first=lines[0]))
    if lines == (0,):
        return ""
    if layout.format not in ("", HSDS):
        return str(_("plek %(lines)s in het %(form)s-bestand", lines=ranges, form=layout.format))
    return str(_("regel %(lines)s", lines=ranges))


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
