"""Starts and measures the other programs, each of which is skipped if it is not available."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy.exc import SQLAlchemyError

from socialmap.bench import servers
from socialmap.bench.catalogues import Report, day_of
from socialmap.bench.client import HOST
from socialmap.bench.generator import listings
from socialmap.bench.questions import Question
from socialmap.bench.rivals import datasette, fts5, postgis, pygeoapi
from socialmap.bench.rivals.venvs import NotInstallableError
from socialmap.bench.servers import WORKERS, NotStartedError, Target

# Makes socialmap work out every answer again, instead of using its cache.
ANEW = ("Cache-Control: no-cache",)
UNAVAILABLE = (
    *(NotInstallableError, NotStartedError, SQLAlchemyError, ModuleNotFoundError),
    *(OSError, ValueError),
)


@dataclass
class Work:
    """The listings and questions, the same for every program, and the servers that are running."""

    catalogue: Path
    folder: Path
    questions: dict[str, list[Question]]
    address: str = ""
    targets: list[Target] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> Path:
        """The SQLite file with the listings as plain rows."""
        return self.catalogue / "rows.sqlite"

    def make_rows(self, count: int, seed: int) -> None:
        """Write the listings to plain SQLite, from which the other programs read them."""
        fts5.make(self.rows, listings(count, seed, day_of(self.catalogue)))

    def _unless_missing(self, name: str, work: Callable[[], None]) -> None:
        try:
            work()
        except UNAVAILABLE as error:
            self.skipped[name] = str(error).splitlines()[0][:300]

    def fts5(self) -> Report:
        """Measure SQLite, in this process."""
        return fts5.measure(self.rows, self.questions)

    def connect(self, stack: ExitStack, server: str, name: str) -> None:
        """Copy the listings to a PostgreSQL database that is dropped when the stack closes."""

        def work() -> None:
            database = postgis.database(server, name, fts5.rows(self.rows))
            self.address = stack.enter_context(database)

        self._unless_missing("postgis", work)

    def postgis(self) -> Report:
        """Measure PostgreSQL, queried from this process."""
        return postgis.measure(self.address, self.questions) if self.address else {}

    def ours(self, stack: ExitStack, settings: dict[str, str]) -> None:
        """Start `socialmap serve` on the catalogue, and the smallest Flask app."""
        command = [sys.executable, "-m", "socialmap", "serve", "--workers", str(WORKERS)]
        server = servers.start(stack, command, "/zoeken?wat=koffie", self.folder, settings)

        def paths(page: str, kind: str, words_only: bool = False) -> list[str]:
            questions = [Question(q.words) if words_only else q for q in self.questions[kind]]
            return [f"{page}?{urlencode(question.query.to_args())}" for question in questions]

        pages = {
            "json_combined": paths("/zoeken.json", "combined"),
            "json_text": paths("/zoeken.json", "combined", words_only=True),
            "json_box": paths("/zoeken.json", "box_small"),
        }
        self.targets += [
            # As browsers ask: an answer of the same minute comes from the cache.
            *(Target(name, server, addresses) for name, addresses in pages.items()),
            *(Target(f"{name}_anew", server, addresses, ANEW) for name, addresses in pages.items()),
            Target("html", server, paths("/zoeken", "combined")),
        ]
        command = [
            *(sys.executable, "-m", "granian", "socialmap.bench.rivals.hello:app"),
            *("--interface", "wsgi", "--host", HOST, "--port", "{port}", "--no-ws"),
            *("--workers", str(WORKERS), "--blocking-threads", "1", "--log-level", "error"),
        ]
        hello = servers.start(stack, command, "/", self.folder)
        self.targets.append(Target("hello", hello, ["/"]))

    def datasette(self, stack: ExitStack) -> None:
        """Start Datasette on the SQLite file."""

        def work() -> None:
            self.targets += datasette.targets(stack, self.folder, self.rows, self.questions)

        self._unless_missing("datasette", work)

    def pygeoapi(self, stack: ExitStack) -> None:
        """Start pygeoapi on PostGIS, if available, and on SpatiaLite."""
        file = self.catalogue / "pygeoapi.sqlite"

        def start(name: str, provider: dict[str, object]) -> None:
            self.targets += pygeoapi.targets(stack, self.folder, name, provider, self.questions)

        def spatialite() -> None:
            pygeoapi.make_spatialite(file, self.rows)
            start("pygeoapi_sqlite", pygeoapi.sqlite_provider(file))

        if self.address:
            provider = pygeoapi.postgis_provider(self.address)
            self._unless_missing("pygeoapi_postgis", lambda: start("pygeoapi_postgis", provider))
        self._unless_missing("pygeoapi_sqlite", spatialite)

    def measure(self, seconds: int) -> Report:
        """Measure all servers that are running, in turns."""
        return servers.measure(self.targets, seconds, self.folder)
