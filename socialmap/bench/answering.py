"""The finder measured in the process itself: every kind of question, and clusters on the map."""

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
    asked_words,
    common,
    phrases,
    questions,
)
from socialmap.bench.timing import timed
from socialmap.db import db
from socialmap.search.finder import find
from socialmap.search.pins import pins

# How many of all listings have a common word.
COMMON = 0.17


def answer(question: Question) -> int:
    """Find a page of twenty with all counts; how many fit."""
    return find(question.query).total


def draw(question: Question) -> int:
    """Find the pins and clusters of the box; how many initiatives they stand for."""
    assert question.box  # noqa: S101
    return pins(question.query.changed(box=None), question.box, question.zoom).total


def asked(
    settings: Mapping[str, str], count: int, seed: int, each: int
) -> dict[str, list[Question]]:
    """So many questions of each kind; which words are common is asked of the catalogue itself."""
    everything = {kind: questions(kind, each, seed) for kind in KINDS}
    day = day_of(Path(settings["SOCIALMAP_DATA"]))
    made = list(islice(listings(count, seed, day), 3 * each))
    with create_app(settings).app_context():
        totals = {word: answer(Question(words=word)) for word in asked_words()[:60]}
        db.engine.dispose()
    everything["common_word"] = common(totals, each, round(COMMON * count))
    everything["phrase"] = phrases(made, each)
    return everything


def measure_answers(
    settings: Mapping[str, str], everything: Mapping[str, list[Question]]
) -> Report:
    """Milliseconds per question of each kind."""
    with create_app(settings).app_context():
        report: Report = {
            kind: timed(draw if kind.startswith("clusters") else answer, some)
            for kind, some in everything.items()
        }
        db.engine.dispose()
    return report
