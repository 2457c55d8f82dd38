"""Read the words of a query before they are searched: what in them is a place, a time or a need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from socialmap.search.query import SearchQuery
from socialmap.search.reading.chips import Reading
from socialmap.search.reading.needs import read_needs
from socialmap.search.reading.when import read_times
from socialmap.search.reading.where import split_place

# A reader takes what it understands out of the words. What a person took away (`query.dropped`)
# it leaves among the words. The moment is that of the search, aware.
Reader = Callable[[Reading, datetime], Reading]


def read(query: SearchQuery, at: datetime) -> Reading:
    """A query as it was understood at a moment (aware)."""
    reading = Reading(query)
    for reader in READERS if query.words else ():
        reading = reader(reading, at)
    return reading


def read_place(reading: Reading, _at: datetime) -> Reading:
    """A place among the words counts as the place, unless the query has a place already."""
    query = reading.query
    if query.where or query.box:
        return reading
    words, where = split_place(query.words)
    return replace(reading, query=query.changed(words=words, where=where, page=query.page))


READERS: tuple[Reader, ...] = (read_times, read_place, read_needs)
