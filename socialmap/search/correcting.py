"""Did you mean: the words of a question as the listings write them."""

from __future__ import annotations

from socialmap.language.analysis import (
    common_words,
    query_alternatives,
    query_stop_words,
    query_words,
)
from socialmap.language.stems import stem
from socialmap.search.index.segment import Segment

# In a phrase or a pattern every sign is meant.
SIGNS = '"*'


def corrected(text: str, segment: Segment) -> str:
    """The text with each word that no listing has as it was probably meant; "" when all is well."""
    if any(sign in text for sign in SIGNS):
        return ""
    words = text.split()
    meant = [_meant(word, segment) for word in words]
    return " ".join(meant) if meant != words else ""


def _meant(word: str, segment: Segment) -> str:
    typed = query_words(word)
    if len(typed) != 1:
        return word
    known, term = segment.vocabulary.known, stem(typed[0])
    if term in known or term in common_words() or typed[0] in query_stop_words():
        return word
    for alternatives in query_alternatives(typed, segment.vocabulary):
        found = [each for each in alternatives if known.issuperset(each.terms)]
        if found and all(each.reason == "spelling" for each in found):
            return (segment.written(found[0].terms[0]) or [word])[0]
    return word
