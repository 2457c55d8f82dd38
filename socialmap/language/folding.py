"""Fold text: without case, accents and punctuation, so that spellings of one thing are equal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_WORDS = re.compile(r"[\W_]+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The bare letters and digits of a text in lower case: 'Café De-Punt' is 'cafedepunt'."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_WORDS.sub("", text.casefold())
