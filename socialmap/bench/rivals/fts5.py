"""The same listings in plain SQLite: a table, FTS5 for the words, an R-tree for the points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

from socialmap.bench.catalogues import Report
from socialmap.bench.questions import KILOMETRES, Question
from socialmap.bench.timing import timed
from socialmap.catalogue.listing import Listing
from socialmap.engine import sqlite_driver
from socialmap.places.geometry import METRES_PER_DEGREE, Box, box_around

PAGE = 20
# Per kind of question: the clusters of the whole country would take a minute otherwise.
MOST_SECONDS = 8
TABLES = """
CREATE TABLE listing (
  id INTEGER PRIMARY KEY, name TEXT, summary TEXT, description TEXT,
  setting TEXT, walk_in INTEGER, lon REAL, lat REAL);
CREATE VIRTUAL TABLE listing_box USING rtree(id, west, east, south, north);
CREATE VIRTUAL TABLE listing_fts USING fts5(
  name, summary, description, content='listing', content_rowid='id',
  tokenize='unicode61 remove_diacritics 2');
"""
# Words first, then the box: this takes half the time of SQLite's own query plan.
HITS = """
SELECT listing.id, setting, walk_in, lon, lat, bm25(listing_fts, 3, 1.5, 1)
FROM listing_fts CROSS JOIN listing_box ON listing_box.id = listing_fts.rowid
CROSS JOIN listing ON listing.id = listing_fts.rowid
WHERE listing_fts MATCH ? AND east >= ? AND north >= ? AND west <= ? AND south <= ?
"""
PAGE_OF_WORDS = """
SELECT listing.id, listing.name, listing.summary, setting FROM listing_fts
JOIN listing ON listing.id = listing_fts.rowid
WHERE listing_fts MATCH ? ORDER BY bm25(listing_fts, 3, 1.5, 1) LIMIT 20 OFFSET ?
"""
TOTAL = "SELECT count(*) FROM listing_fts WHERE listing_fts MATCH ?"
CARDS = (
    "SELECT id, name, summary, setting FROM listing WHERE id IN (SELECT value FROM json_each(?))"
)
CLUSTERS = """
SELECT count(*), avg(west), avg(south), min(west), min(south), max(east), max(north)
FROM listing_box WHERE east >= ? AND north >= ? AND west <= ? AND south <= ?
GROUP BY CAST(west / ? AS INTEGER), CAST(south / ? AS INTEGER)
"""
Row = tuple[Any, ...]


def make(path: Path, listings: Iterable[Listing]) -> None:
    """Make the database, unless the file exists."""
    if path.exists():
        return
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    connection = sqlite_driver().connect(str(unfinished))
    connection.executescript(TABLES)
    connection.executemany(
        "INSERT INTO listing VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (_row(number, listing) for number, listing in enumerate(listings, 1)),
    )
    connection.execute(
        "INSERT INTO listing_box SELECT id, lon, lon, lat, lat FROM listing WHERE lon IS NOT NULL"
    )
    connection.execute("INSERT INTO listing_fts(listing_fts) VALUES ('rebuild')")
    connection.execute("INSERT INTO listing_fts(listing_fts) VALUES ('optimize')")
    connection.commit()
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()
    unfinished.rename(path)


def _row(number: int, listing: Listing) -> Row:
    place = listing.locations[0] if listing.locations else None
    return (
        *(number, listing.name, listing.summary, listing.description, listing.setting),
        *(listing.walk_in, place.lon if place else None, place.lat if place else None),
    )


def rows(path: Path) -> Iterator[Row]:
    """Yield all rows of the table, for the other programs."""
    connection = sqlite_driver().connect(str(path))
    yield from connection.execute("SELECT * FROM listing ORDER BY id")
    connection.close()


def match(words: str) -> str:
    """Return the words in FTS5's syntax; a phrase and a prefix are in it already."""
    if words.startswith('"') or words.endswith("*"):
        return words
    return " ".join(f'"{word}"' for word in words.split())


def measure(path: Path, by_kind: dict[str, list[Question]]) -> Report:
    """Return the milliseconds per question of each kind that SQLite can answer."""
    connection = sqlite_driver().connect(str(path))
    connection.execute("PRAGMA mmap_size = 2000000000")
    kinds: dict[str, Callable[[Question], int]] = {
        "combined": lambda question: _combined(connection, question),
        **dict.fromkeys(
            ("common_word", "two_words", "phrase", "prefix"),
            lambda question: _words(connection, question),
        ),
        **dict.fromkeys(
            ("clusters_city", "clusters_province", "clusters_nation"),
            lambda question: _clusters(connection, question),
        ),
    }
    report: Report = {
        kind: timed(work, by_kind[kind], MOST_SECONDS) for kind, work in kinds.items()
    }
    connection.close()
    return report


def _combined(connection: Any, question: Question) -> int:
    """Search words within 5 km with two filters, count the values of each filter, rank a page."""
    assert question.near  # noqa: S101
    point = question.near.point
    box: Box = box_around(point, KILOMETRES * 1000)
    rows = connection.execute(HITS, (match(question.words), *box)).fetchall()
    near = [row for row in rows if _metres(point, row[3], row[4]) <= KILOMETRES * 1000]
    Counter(row[1] for row in near if row[2] != 0)
    Counter(row[2] for row in near if row[1] in question.settings)
    fitting = [row for row in near if row[2] != 0 and row[1] in question.settings]
    page = sorted(fitting, key=lambda row: row[5])[:PAGE]
    listed = ",".join(str(row[0]) for row in page)
    connection.execute(CARDS, (f"[{listed}]",)).fetchall()
    return len(fitting)


def _metres(point: tuple[float, float], lon: float, lat: float) -> float:
    return METRES_PER_DEGREE * hypot((lon - point[0]) * cos(radians(point[1])), lat - point[1])


def _words(connection: Any, question: Question) -> int:
    """Read a ranked page, and return the number of all matches."""
    first = (question.page - 1) * PAGE
    connection.execute(PAGE_OF_WORDS, (match(question.words), first)).fetchall()
    total: int = connection.execute(TOTAL, (match(question.words),)).fetchone()[0]
    return total


def _clusters(connection: Any, question: Question) -> int:
    assert question.box  # noqa: S101
    # Cells of 64 pixels; in the Netherlands 0.62 degrees of latitude are as long as 1 of longitude.
    degrees = 360 * 64 / (256 * 2**question.zoom)
    cells = connection.execute(CLUSTERS, (*question.box, degrees, degrees * 0.62)).fetchall()
    return sum(row[0] for row in cells)
