"""Words without case, accents and punctuation, so that spellings of one thing meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_WORDS = re.compile(r"[\W_]+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The letters and digits of a text, lower-case and bare: 'Café De-Punt' is 'cafedepunt'."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _NOT_WORDS.sub("", text.casefold())
