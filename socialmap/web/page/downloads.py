"""Files to download from the desk: written while they are sent, or to disk first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from tempfile import TemporaryFile
from typing import IO

from flask import Response, send_file, stream_with_context

from socialmap.standards.tables import csv_parts, write_workbook

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
Rows = Iterable[Iterable[str]]


def streamed(parts: Iterable[str] | Iterable[bytes], name: str, mimetype: str) -> Response:
    """A file that is sent while it is written."""
    answer = Response(stream_with_context(parts), content_type=mimetype)  # type: ignore[call-overload]
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def written(write: Callable[[IO[bytes]], None], name: str, mimetype: str) -> Response:
    """A file that must be whole before it is sent: written to a temporary file."""
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return send_file(file, mimetype=mimetype, as_attachment=True, download_name=name)


def table(headers: Iterable[str], rows: Rows, name: str, ending: str) -> Response:
    """A table as CSV or XLSX."""
    if ending == "csv":
        return streamed(csv_parts(rows, headers), f"{name}.csv", CSV)
    return written(lambda file: write_workbook(file, rows, headers), f"{name}.xlsx", XLSX)
