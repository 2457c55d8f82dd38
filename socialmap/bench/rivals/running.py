"""What others would use instead: each made ready and measured, or skipped with a word."""

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
from socialmap.bench.generator import listings
from socialmap.bench.questions import Question
from socialmap.bench.rivals import datasette, fts5, postgis, pygeoapi
from socialmap.bench.rivals.venvs import NotInstallableError
from socialmap.bench.servers import WORKERS, NotStartedError, Target

# Each answer is worked out, however often the same is asked.
ANEW = ("Cache-Control: no-cache",)
UNAVAILABLE = (
    *(NotInstallableError, NotStartedError, SQLAlchemyError, ModuleNotFoundError),
    *(OSError, ValueError),
)


@dataclass
class Work:
    """The same listings and questions for everybody, and what is up to be asked."""

    catalogue: Path
    folder: Path
    asked: dict[str, list[Question]]
    address: str = ""
    targets: list[Target] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> Path:
        """The SQLite file with the listings as plain rows."""
        return self.catalogue / "rows.sqlite"

    def make_rows(self, count: int, seed: int) -> None:
        """Write the listings to plain SQLite, from which the others take them."""
        fts5.make(self.rows, listings(count, seed, day_of(self.catalogue)))

    def _unless_missing(self, name: str, work: Callable[[], None]) -> None:
        try:
            work()
        except UNAVAILABLE as error:
            self.skipped[name] = str(error).splitlines()[0][:300]

    def fts5(self) -> Report:
        """SQLite in the process."""
        return fts5.measure(self.rows, self.asked)

    def connect(self, stack: ExitStack, server: str, name: str) -> None:
        """Put the listings in a PostgreSQL database that goes with the stack."""

        def work() -> None:
            database = postgis.database(server, name, fts5.rows(self.rows))
            self.address = stack.enter_context(database)

        self._unless_missing("postgis", work)

    def postgis(self) -> Report:
        """PostgreSQL, asked from this process."""
        return postgis.measure(self.address, self.asked) if self.address else {}

    def ours(self, stack: ExitStack, settings: dict[str, str]) -> None:
        """Serve the catalogue as `socialmap serve` does, and the least that Flask can do."""
        command = [sys.executable, "-m", "socialmap", "serve", "--workers", str(WORKERS)]
        server = servers.start(stack, command, "/zoeken?wat=koffie", self.folder, settings)

        def paths(page: str, kind: str, words_only: bool = False) -> list[str]:
            found = [Question(q.words) if words_only else q for q in self.asked[kind]]
            return [f"{page}?{urlencode(question.query.to_args())}" for question in found]

        asked = {
            "json_combined": paths("/zoeken.json", "combined"),
            "json_text": paths("/zoeken.json", "combined", words_only=True),
            "json_box": paths("/zoeken.json", "box_small"),
        }
        self.targets += [
            # As anybody asks: an answer that was given in the same minute is given again.
            *(Target(name, server, each) for name, each in asked.items()),
            *(Target(f"{name}_anew", server, each, ANEW) for name, each in asked.items()),
            Target("html", server, paths("/zoeken", "combined")),
        ]
        command = [
            *(sys.executable, "-m", "gunicorn", "socialmap.bench.rivals.hello:app"),
            *("--bind", "127.0.0.1:{port}", "--workers", str(WORKERS)),
            *("--worker-class", "gthread", "--threads", "8", "--no-control-socket"),
        ]
        hello = servers.start(stack, command, "/", self.folder)
        self.targets.append(Target("hello", hello, ["/"]))

    def datasette(self, stack: ExitStack) -> None:
        """Datasette on the SQLite file."""

        def work() -> None:
            self.targets += datasette.targets(stack, self.folder, self.rows, self.asked)

        self._unless_missing("datasette", work)

    def pygeoapi(self, stack: ExitStack) -> None:
        """The features of pygeoapi: on PostGIS when that is there, and on SpatiaLite."""
        file = self.catalogue / "pygeoapi.sqlite"

        def start(name: str, provider: dict[str, object]) -> None:
            self.targets += pygeoapi.targets(stack, self.folder, name, provider, self.asked)

        def spatialite() -> None:
            pygeoapi.make_spatialite(file, self.rows)
            start("pygeoapi_sqlite", pygeoapi.sqlite_provider(file))

        if self.address:
            provider = pygeoapi.postgis_provider(self.address)
            self._unless_missing("pygeoapi_postgis", lambda: start("pygeoapi_postgis", provider))
        self._unless_missing("pygeoapi_sqlite", spatialite)

    def measure(self, seconds: int) -> Report:
        """Ask everything that is up, by turns."""
        return servers.measure(self.targets, seconds, self.folder)
