"""Whether a question is in another language than Dutch: then no word of it is misspelt Dutch."""

from __future__ import annotations

import re
from functools import cache

from socialmap.language.analysis import common_words, query_words
from socialmap.language.compounds import is_part, split
from socialmap.language.elsewhere import is_foreign
from socialmap.language.needs import sayings
from socialmap.language.stems import base, stem
from socialmap.language.tokens import small_words, words
from socialmap.places.names import places_by_key

# Languages of Europe of which small words are listed; of others the needs are said in some words.
LISTED = ("en", "de", "fr", "es", "it", "pt", "tr")
# Letters that no Dutch word has, nor a loan word in it.
LETTERS = re.compile("[ąćęłńśźżğışßæøåčďěňřšťůžýőűăâîșț]")
# So many words of which none is Dutch are no misspellings.
MANY = 3


@cache
def _small_words() -> frozenset[str]:
    return small_words("nl")


def is_listed_word(word: str) -> bool:
    """Whether a folded word is in our lists of Dutch: frequent, a compound, or the name of a place.

    Another language may have it as well.
    """
    return (
        stem(word) in common_words()
        or is_part(word)
        or bool(split(base(word)))
        or word in places_by_key()
    )


def _is_dutch(word: str) -> bool:
    return word in _small_words() or is_listed_word(word)


@cache
def _foreign_words() -> frozenset[str]:
    """Words that people use in other languages and that are not Dutch."""
    small = (word for language in LISTED for word in small_words(language))
    said = (word for one in sayings() if one.language != "nl" for word in words(one.text))
    return frozenset(word for word in {*small, *said} if len(word) > 1 and not _is_dutch(word))


def is_foreign_word(word: str) -> bool:
    """Whether a folded word is known to be of another language, and not Dutch."""
    return word in _foreign_words()


def is_in_other_language(text: str) -> bool:
    """Whether a text is not Dutch, by its letters and by most of its small words."""
    typed = query_words(text)
    if LETTERS.search(text.lower()) or not "".join(typed).isascii():
        return True
    foreign = sum(map(is_foreign_word, typed))
    if not foreign and not is_foreign(typed):
        return len(typed) >= MANY and not any(map(_is_dutch, typed))
    return foreign >= sum(word in _small_words() for word in typed)
