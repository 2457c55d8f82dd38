"""The same listings in plain SQLite: a table, FTS5 for the words and an R-tree for the points."""

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
from socialmap.db import sqlite_driver
from socialmap.places.geometry import METRES_PER_DEGREE, Box, box_around

PAGE = 20
# Of questions of one kind: in the nation's clusters alone it would be busy for a minute.
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
# Words first, then the box: half the time of what SQLite would plan by itself.
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
    """Make the database, unless it is there."""
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
    """All rows of the table, for those who want them elsewhere."""
    connection = sqlite_driver().connect(str(path))
    yield from connection.execute("SELECT * FROM listing ORDER BY id")
    connection.close()


def match(words: str) -> str:
    """The words as FTS5 takes them; a phrase and a prefix stay what they are."""
    if words.startswith('"') or words.endswith("*"):
        return words
    return " ".join(f'"{word}"' for word in words.split())


def measure(path: Path, everything: dict[str, list[Question]]) -> Report:
    """Milliseconds per question of each kind that SQLite has an answer to."""
    connection = sqlite_driver().connect(str(path))
    connection.execute("PRAGMA mmap_size = 2000000000")
    kinds: dict[str, Callable[[Question], int]] = {
        "combined": lambda asked: _combined(connection, asked),
        **dict.fromkeys(
            ("common_word", "two_words", "phrase", "prefix"),
            lambda asked: _words(connection, asked),
        ),
        **dict.fromkeys(
            ("clusters_city", "clusters_province", "clusters_nation"),
            lambda asked: _clusters(connection, asked),
        ),
    }
    report: Report = {
        kind: timed(work, everything[kind], MOST_SECONDS) for kind, work in kinds.items()
    }
    connection.close()
    return report


def _combined(connection: Any, asked: Question) -> int:
    """Words within 5 km, two filters, a count per value of each filter, a ranked page."""
    assert asked.near  # noqa: S101
    box: Box = box_around(asked.near.point, KILOMETRES * 1000)
    found = connection.execute(HITS, (match(asked.words), *box)).fetchall()
    near = [row for row in found if _metres(asked.near.point, row[3], row[4]) <= KILOMETRES * 1000]
    Counter(row[1] for row in near if row[2] != 0)
    Counter(row[2] for row in near if row[1] in asked.settings)
    fitting = [row for row in near if row[2] != 0 and row[1] in asked.settings]
    page = sorted(fitting, key=lambda row: row[5])[:PAGE]
    listed = ",".join(str(row[0]) for row in page)
    connection.execute(CARDS, (f"[{listed}]",)).fetchall()
    return len(fitting)


def _metres(point: tuple[float, float], lon: float, lat: float) -> float:
    return METRES_PER_DEGREE * hypot((lon - point[0]) * cos(radians(point[1])), lat - point[1])


def _words(connection: Any, asked: Question) -> int:
    """A ranked page, and how many there are."""
    first = (asked.page - 1) * PAGE
    connection.execute(PAGE_OF_WORDS, (match(asked.words), first)).fetchall()
    total: int = connection.execute(TOTAL, (match(asked.words),)).fetchone()[0]
    return total


def _clusters(connection: Any, asked: Question) -> int:
    assert asked.box  # noqa: S101
    degrees = 360 * 64 / (256 * 2**asked.zoom)
    cells = connection.execute(CLUSTERS, (*asked.box, degrees, degrees * 0.62)).fetchall()
    return sum(row[0] for row in cells)
