"""Measures the finder in its own process: every kind of question, and clusters on the map."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from socialmap import create_app
from socialmap.bench.catalogues import Report, day_of
from socialmap.bench.generator import listings
from socialmap.bench.questions import (
    KINDS,
    Question,
    common,
    phrases,
    query_words,
    questions,
)
from socialmap.bench.timing import timed
from socialmap.db import db
from socialmap.language import meaning
from socialmap.search.finder import find
from socialmap.search.pins import pins

# The share of listings that a common word occurs in.
COMMON = 0.17


def answer(question: Question) -> int:
    """Find a page of twenty with the counts of all filters; return the number of matches."""
    return find(question.query).total


def draw(question: Question) -> int:
    """Find the pins and clusters in the box; return the number of initiatives in them."""
    assert question.box  # noqa: S101
    return pins(question.query.changed(box=None), question.box, question.zoom).total


def make_questions(
    settings: Mapping[str, str], count: int, seed: int, per_kind: int
) -> dict[str, list[Question]]:
    """Return `per_kind` questions of each kind for a catalogue of `count` listings.

    The catalogue itself is searched for the words that are common in it.
    """
    by_kind = {kind: questions(kind, per_kind, seed) for kind in KINDS}
    day = day_of(Path(settings["SOCIALMAP_DATA"]))
    made = list(islice(listings(count, seed, day), 3 * per_kind))
    with create_app(settings).app_context():
        totals = {word: answer(Question(words=word)) for word in query_words()[:60]}
        db.engine.dispose()
    by_kind["common_word"] = common(totals, per_kind, round(COMMON * count))
    by_kind["phrase"] = phrases(made, per_kind)
    return by_kind


def measure_answers(settings: Mapping[str, str], by_kind: Mapping[str, list[Question]]) -> Report:
    """Return the milliseconds per question of each kind."""
    with create_app(settings).app_context():
        # A server does so before it answers; without the library words alone are compared.
        meaning.prepare()
        report: Report = {
            kind: timed(draw if kind.startswith("clusters") else answer, some)
            for kind, some in by_kind.items()
        }
        db.engine.dispose()
    return report
