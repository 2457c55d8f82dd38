"""The terms of a whole text with their positions: what an index of the text must hold."""

from dataclasses import dataclass

from socialmap.language.analysis import word_terms
from socialmap.language.tokens import content_words, words


@dataclass(frozen=True)
class Occurrence:
    """A term in a text; `position` counts words without stop words, `weight` is 0-1.

    `denied` is true when the text says that it is not so.
    """

    term: str
    position: int
    weight: float
    denied: bool = False


def index_terms(text):
    """The terms of a text; the parts of a compound have the position of the compound.

    A word after geen, zonder or niet is also the term of what is denied; not so in niet alleen.
    """
    occurrences, position, denied = [], 0, False
    for word in words(text):
        denied = denied or word in ("geen", "zonder", "niet")
        if not content_words(word):
            continue
        denied = denied and word not in ("alleen", "enkel", "slechts")
        terms = word_terms(word)
        if denied:
            terms += ((f"-{terms[0][0]}", 0.5),)
        occurrences += [Occurrence(term, position, weight, denied) for term, weight in terms]
        position, denied = position + 1, False
    return occurrences
