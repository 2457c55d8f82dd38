"""The terms of a whole text with their positions: what an index of the text must hold."""

from dataclasses import dataclass

from socialmap.language.analysis import word_terms
from socialmap.language.tokens import content_words


@dataclass(frozen=True)
class Occurrence:
    """A term in a text; `position` counts words without stop words, `weight` is 0-1."""

    term: str
    position: int
    weight: float


def index_terms(text):
    """The terms of a text; the parts of a compound have the position of the compound."""
    return [
        Occurrence(term, position, weight)
        for position, word in enumerate(content_words(text))
        for term, weight in word_terms(word)
    ]
