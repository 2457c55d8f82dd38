"""Did you mean: the words of a query corrected to words that listings have."""

from __future__ import annotations

from socialmap.language.analysis import (
    query_alternatives,
    query_stop_words,
    query_words,
)
from socialmap.language.stems import stem
from socialmap.language.synonyms import single_words
from socialmap.search.index.segment import Segment
from socialmap.search.reading.foreign import (
    is_foreign_word,
    is_in_other_language,
    is_listed_word,
)

# With one of these a query is a phrase or a pattern, which is taken literally.
SIGNS = '"*'


def corrected(text: str, segment: Segment, searched: str) -> str:
    """The text with misspelt words corrected; "" when there is nothing to correct.

    Only what is no word is misspelt, in Dutch: a word of another language is none. Only words that
    are among the `searched` ones are corrected: others were read as a place or a time.
    """
    if not searched or any(sign in text for sign in SIGNS):
        return ""
    words, free = text.split(), set(searched.split())
    meant = [_meant(word, segment) if word in free else word for word in words]
    if meant == words or is_in_other_language(text):
        return ""
    return " ".join(meant)


def _meant(word: str, segment: Segment) -> str:
    typed = query_words(word)
    if len(typed) != 1:
        return word
    terms = segment.vocabulary.known
    if stem(typed[0]) in terms or _is_word(typed[0]):
        return word
    for alternatives in query_alternatives(typed, segment.vocabulary):
        matching = [choice for choice in alternatives if terms.issuperset(choice.terms)]
        if matching and all(choice.reason == "spelling" for choice in matching):
            return (segment.written(matching[0].terms[0]) or [word])[0]
    return word


def _is_word(word: str) -> bool:
    """Whether a folded word is one by itself: frequent, a compound, in the thesaurus, or a name.

    So is a word of another language.
    """
    return (
        word in query_stop_words()
        or word in single_words().known
        or is_listed_word(word)
        or is_foreign_word(word)
    )
