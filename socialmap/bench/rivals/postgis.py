"""The same listings in PostgreSQL: Dutch full-text search with GIN, points with GiST."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine, text

from socialmap.bench.catalogues import Report
from socialmap.bench.questions import KILOMETRES, Question
from socialmap.bench.rivals.fts5 import MOST_SECONDS, PAGE, Row
from socialmap.bench.timing import timed

TABLE = """
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE TABLE listing (
  id integer PRIMARY KEY, name text, summary text, description text,
  setting text, walk_in integer, lon float, lat float);
"""
INDEXES = """
ALTER TABLE listing ADD geom geometry(Point, 4326), ADD words tsvector;
UPDATE listing SET geom = ST_SetSRID(ST_MakePoint(lon, lat), 4326),
  words = setweight(to_tsvector('dutch', name), 'A')
    || setweight(to_tsvector('dutch', summary), 'B')
    || setweight(to_tsvector('dutch', description), 'C');
CREATE INDEX ON listing USING gin (words);
CREATE INDEX ON listing USING gist (geom);
CREATE INDEX ON listing USING gist ((geom::geography));
CREATE TABLE place AS
  SELECT id, name, summary, description, setting, geom FROM listing WHERE geom IS NOT NULL;
ALTER TABLE place ADD PRIMARY KEY (id);
CREATE INDEX ON place USING gist (geom);
"""
# One statement for page, total and counts: PostgreSQL at its best.
COMBINED = """
WITH near AS MATERIALIZED (
  SELECT id, name, summary, setting, walk_in, ts_rank(words, question) AS score
  FROM listing, {QUESTION} question
  WHERE words @@ question
    AND ST_DWithin(geom::geography, ST_MakePoint(%(lon)s, %(lat)s)::geography, %(metres)s)),
fitting AS (
  SELECT * FROM near WHERE walk_in IS DISTINCT FROM 0 AND setting = ANY(%(settings)s))
SELECT (SELECT count(*) FROM fitting),
  (SELECT json_agg(page) FROM (
    SELECT id, name, summary, setting, score FROM fitting ORDER BY score DESC LIMIT 20) page),
  (SELECT json_agg(counted) FROM (
    SELECT setting, count(*) FROM near WHERE walk_in IS DISTINCT FROM 0 GROUP BY setting) counted),
  (SELECT json_agg(counted) FROM (
    SELECT walk_in, count(*) FROM near WHERE setting = ANY(%(settings)s) GROUP BY walk_in) counted)
"""
WORDS = """
WITH fitting AS MATERIALIZED (
  SELECT id, ts_rank(words, question) AS score FROM listing, {QUESTION} question
  WHERE words @@ question)
SELECT (SELECT count(*) FROM fitting),
  (SELECT json_agg(page) FROM (
    SELECT id, name, summary, setting, score FROM fitting JOIN listing USING (id)
    ORDER BY score DESC LIMIT 20 OFFSET %(first)s) page)
"""
CLUSTERS = """
SELECT count(*), avg(lon), avg(lat), min(lon), min(lat), max(lon), max(lat) FROM listing
WHERE geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)
GROUP BY floor(lon / %(degrees)s), floor(lat / (%(degrees)s * 0.62))
"""
PLAIN = "plainto_tsquery('dutch', %(words)s)"
TYPED = {
    "phrase": "phraseto_tsquery('dutch', %(words)s)",
    "prefix": "to_tsquery('dutch', %(words)s)",
}


@contextmanager
def database(server: str, name: str, rows: Iterable[Row]) -> Iterator[str]:
    """Make a database with these rows, yield its address, and drop it at the end."""
    address = server.replace("postgresql://", "postgresql+psycopg://", 1)
    base = address.rstrip("/") if address.count("/") == 2 else address.rpartition("/")[0]
    engine = create_engine(f"{base}/postgres", isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name}"))
        _fill(f"{base}/{name}", rows)
        yield f"{base}/{name}"
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        engine.dispose()


def _fill(address: str, rows: Iterable[Row]) -> None:
    engine = create_engine(address)
    raw: Any = engine.raw_connection()
    with raw.cursor() as cursor:
        cursor.execute(TABLE)
        with cursor.copy("COPY listing FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(INDEXES)
    raw.commit()
    raw.driver_connection.autocommit = True
    with raw.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    raw.close()
    engine.dispose()


def measure(address: str, by_kind: dict[str, list[Question]]) -> Report:
    """Return the milliseconds per question of each kind; processor time is of the client alone."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    raw: Any = engine.raw_connection()
    with raw.cursor() as cursor:
        report: Report = {}
        report |= {
            kind: timed(_work(cursor, kind), by_kind[kind], MOST_SECONDS)
            for kind in ("combined", "common_word", "two_words", "phrase", "prefix")
        } | {
            kind: timed(lambda question: _clusters(cursor, question), by_kind[kind], MOST_SECONDS)
            for kind in ("clusters_city", "clusters_province", "clusters_nation")
        }
    raw.close()
    engine.dispose()
    return report


def _work(cursor: Any, kind: str) -> Callable[[Question], int]:
    shape = COMBINED if kind == "combined" else WORDS
    statement = shape.replace("{QUESTION}", TYPED.get(kind, PLAIN))

    def work(question: Question) -> int:
        words = question.words.replace("*", ":*").strip('"')
        point = question.near.point if question.near else (0.0, 0.0)
        values = {
            "words": words,
            "lon": point[0],
            "lat": point[1],
            "metres": KILOMETRES * 1000,
            "settings": list(question.settings),
            "first": (question.page - 1) * PAGE,
        }
        total: int = cursor.execute(statement, values).fetchone()[0]
        return total

    return work


def _clusters(cursor: Any, question: Question) -> int:
    assert question.box  # noqa: S101
    box = dict(zip(("west", "south", "east", "north"), question.box, strict=True))
    values = {**box, "degrees": 360 * 64 / (256 * 2**question.zoom)}
    return sum(row[0] for row in cursor.execute(CLUSTERS, values).fetchall())
