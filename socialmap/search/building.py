"""Build a segment from listings: columns for what is filtered and ranked, postings for words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from socialmap.search.columns import Columns
from socialmap.search.postings import Postings
from socialmap.search.segment import NOTHING, Segment, Statistics
from socialmap.search.sources import Source


def build(sources: Iterable[Source], today: date, given: Statistics = NOTHING) -> Segment:
    """A segment of these listings; occurrences of activities from `today` on."""
    postings, columns = Postings(), Columns(today)
    for doc, source in enumerate(sources):
        postings.add(doc, source)
        columns.add(doc, source)
    arrays, words = postings.arrays(given)
    arrays |= columns.arrays()
    words |= {
        "hours": list(columns.hours),
        "areas": list(columns.areas),
        "numbers": columns.numbers,
        "today": today.isoformat(),
        "arrays": {name: len(array) for name, array in arrays.items()},
    }
    return Segment(arrays, words)
