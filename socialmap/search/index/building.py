"""Build a segment from listings: columns to filter and rank by, and postings of words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from socialmap.catalogue.documents.noting import note
from socialmap.catalogue.listing import broken_in
from socialmap.search.index.columns import ColumnsBuilder
from socialmap.search.index.postings import PostingsBuilder
from socialmap.search.index.segment import NOTHING, Segment, Statistics
from socialmap.search.index.sources import Source


def build(sources: Iterable[Source], today: date, others: Statistics = NOTHING) -> Segment:
    """A segment of listings, with the occurrences of their activities from `today` on.

    Scores also count the listings of `others`, the statistics of a larger segment.
    """
    postings, columns = PostingsBuilder(), ColumnsBuilder(today)
    broken: dict[str, list[str]] = {}
    for doc, source in enumerate(sources):
        if fields := sorted({name for name, _ in broken_in(source.listing)}):
            broken[str(source.id)] = fields
            note(source.id, fields)
        postings.add(source)
        columns.add(doc, source)
    order = columns.order()
    arrays, words = postings.arrays(order, others)
    arrays |= columns.arrays(order)
    words |= {
        "located": columns.located(),
        "hours": [(text, *where) for text, where in columns.hours],
        "areas": list(columns.areas),
        "numbers": columns.numbers,
        # The fields that are not valid, by the id of the listing.
        "broken": broken,
        "today": today.isoformat(),
        "arrays": {name: len(array) for name, array in arrays.items()},
    }
    return Segment(arrays, words)
