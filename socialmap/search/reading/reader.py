"""Read the words of a query before they are searched: what in them is a place, a time or a need."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from socialmap.language.spelling import Vocabulary
from socialmap.search.query import SearchQuery
from socialmap.search.reading.chips import Reading
from socialmap.search.reading.needs import read_needs
from socialmap.search.reading.place import read_place
from socialmap.search.reading.unwanted import read_unwanted
from socialmap.search.reading.when import read_times

# A reader takes what it understands out of the words. What a person took away (`query.dropped`)
# it leaves among the words. The moment is that of the search, aware.
Reader = Callable[[Reading, datetime], Reading]


def read(
    query: SearchQuery,
    at: datetime,
    vocabulary: Vocabulary | None = None,
    areas: frozenset[str] = frozenset(),
) -> Reading:
    """A query as it was understood at a moment (aware).

    `vocabulary` has the words of the listings, and `areas` the names (keys) of the loaded areas.
    """
    reading = Reading(query, vocabulary=vocabulary, areas=areas)
    for reader in READERS if query.words else ():
        reading = reader(reading, at)
    return reading


READERS: tuple[Reader, ...] = (read_times, read_place, read_unwanted, read_needs)
