"""Datasette on the same SQLite file: its full-text page of twenty rows, without ranking."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

from socialmap.bench.questions import Question
from socialmap.bench.rivals.venvs import install
from socialmap.bench.servers import WORKERS, Target, start

PACKAGES = ("datasette==0.65.*",)


def targets(
    stack: ExitStack, folder: Path, file: Path, questions: dict[str, list[Question]]
) -> list[Target]:
    """Start as many Datasettes as the others have workers, because it has no workers itself.

    It does not suggest facets, as it otherwise would; in the second target it does not count
    either, though our answers do.
    """
    commands = install(folder / "venv-datasette", PACKAGES)
    page = f"/{file.stem}/listing.json"
    paths = [_path(page, question) for question in questions["combined"]]
    uncounted = [f"{path}&_nocount=1" for path in paths]
    command = [
        *(str(commands / "datasette"), "serve", "--immutable", str(file), "--host", "127.0.0.1"),
        *(
            "--port",
            "{port}",
            "--setting",
            "sql_time_limit_ms",
            "5000",
            "--setting",
            "suggest_facets",
            "off",
        ),
    ]
    server = start(stack, command, paths[0], folder, instances=WORKERS)
    return [
        Target("datasette_text", server, paths),
        Target("datasette_text_uncounted", server, uncounted),
    ]


def _path(page: str, question: Question) -> str:
    return f"{page}?{urlencode({'_search': question.words, '_size': 20, '_shape': 'objects'})}"
