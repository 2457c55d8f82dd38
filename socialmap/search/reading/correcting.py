"""Did you mean: the words of a query corrected to words that listings have."""

from __future__ import annotations

from socialmap.language.analysis import (
    common_words,
    query_alternatives,
    query_stop_words,
    query_words,
)
from socialmap.language.stems import stem
from socialmap.search.index.segment import Segment

# With one of these a query is a phrase or a pattern, which is taken literally.
SIGNS = '"*'


def corrected(text: str, segment: Segment, searched: str) -> str:
    """The text with misspelt words corrected; "" when there is nothing to correct.

    Only words that are among the `searched` ones are corrected: others were read as a place or
    a time.
    """
    if not searched or any(sign in text for sign in SIGNS):
        return ""
    words, free = text.split(), set(searched.split())
    meant = [_meant(word, segment) if word in free else word for word in words]
    return " ".join(meant) if meant != words else ""


def _meant(word: str, segment: Segment) -> str:
    typed = query_words(word)
    if len(typed) != 1:
        return word
    terms, term = segment.vocabulary.known, stem(typed[0])
    if term in terms or term in common_words() or typed[0] in query_stop_words():
        return word
    for alternatives in query_alternatives(typed, segment.vocabulary):
        matching = [choice for choice in alternatives if terms.issuperset(choice.terms)]
        if matching and all(choice.reason == "spelling" for choice in matching):
            return (segment.written(matching[0].terms[0]) or [word])[0]
    return word
