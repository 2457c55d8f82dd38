"""Build a segment from listings: columns for what is filtered and ranked, postings for words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from socialmap.search.index.columns import Columns
from socialmap.search.index.postings import Postings
from socialmap.search.index.segment import NOTHING, Segment, Statistics
from socialmap.search.index.sources import Source


def build(sources: Iterable[Source], today: date, given: Statistics = NOTHING) -> Segment:
    """A segment of these listings; occurrences of activities from `today` on."""
    postings, columns = Postings(), Columns(today)
    for doc, source in enumerate(sources):
        postings.add(source)
        columns.add(doc, source)
    order = columns.order()
    arrays, words = postings.arrays(order, given)
    arrays |= columns.arrays(order)
    words |= {
        "located": columns.located(),
        "hours": list(columns.hours),
        "areas": list(columns.areas),
        "numbers": columns.numbers,
        "today": today.isoformat(),
        "arrays": {name: len(array) for name, array in arrays.items()},
    }
    return Segment(arrays, words)
