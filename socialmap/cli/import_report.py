"""What an import does or did, in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click
from flask_babel import gettext as _

from socialmap.importing.checking import Checked
from socialmap.importing.columns import label
from socialmap.importing.files.hsds.services import FORMAT as HSDS
from socialmap.importing.files.tables import Layout
from socialmap.importing.mailing import MailAfter
from socialmap.importing.models import ImportRun
from socialmap.importing.plan import OUTCOMES
from socialmap.importing.remarks import SHEET_LINES, Group, Remark, line_ranges, ranges_by_sheet

LONGEST = 100  # characters of line numbers
COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}


def _facts(remark: Remark) -> dict[str, Any]:
    return dict(remark.facts)


def _sentence(remark: Remark) -> str:
    return str(_(remark.sentence, **_facts(remark)))


def _remedy(remark: Remark) -> str:
    return str(_(remark.remedy, **_facts(remark))) if remark.remedy else ""


def as_document(checked: Checked, run: ImportRun | None, mail: MailAfter) -> dict[str, Any]:
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
        "unknown_words": [
            {"scheme": one.scheme, "word": one.word, "rows": one.rows} for one in plan.unknown
        ],
        "remarks": [_group_document(group, read) for group in plan.remarks.groups()],
        "mail": asdict(mail),
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


def show_checked(checked: Checked, wanted: bool, run: ImportRun | None, mail: MailAfter) -> None:
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
    if counts["new"] or counts["changed"]:
        click.echo(" ".join(_(sentence, **facts) for sentence, facts in mail.sentences))
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
