"""The reader of places: a place among the words of a query counts as its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from socialmap.language.analysis import is_known_word, query_stop_words
from socialmap.language.stems import stem
from socialmap.places.spelling import key
from socialmap.search.reading.chips import Chip, Reading
from socialmap.search.reading.where import places_in

LONGEST_CODE = 60


def read_place(reading: Reading, _at: datetime) -> Reading:
    """A place among the words counts as the place, unless the query has a place already."""
    query = reading.query
    if query.where or query.box:
        return reading
    known = reading.vocabulary.known if reading.vocabulary else ()

    def is_word(word: str) -> bool:
        return stem(word) in known or word in query_stop_words() or is_known_word(word)

    for place in places_in(query.words, is_word, reading.areas):
        chip = Chip("place", key(place.where)[:LONGEST_CODE], place.read)
        if chip.key not in query.dropped:
            asked = query.changed(words=place.rest, where=place.where, page=query.page)
            return replace(reading, query=asked, chips=(*reading.chips, chip))
    return reading
