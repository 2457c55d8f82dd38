"""From text to words: lower case, without accents, with or without stop words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from whoosh.lang import stopwords_for_language
from whoosh.support.charset import accent_map

STOP_WORDS = frozenset(stopwords_for_language("nl")) | frozenset(
    ("the", "and", "for", "with", "to", "my", "are", "you")
)
# What stands behind one of these is not so: zonder alcohol. Niet alleen koffie: there is coffee.
DENYING = ("geen", "zonder", "niet")
FREE_OF = ("los", "van")
NOT_ONLY = ("alleen", "enkel", "slechts")
# The term of what is not so begins with this.
DENIED = "-"
# Whoosh's own chain of tokenizer and filters gives the same words in ten times the time.
_WORD = re.compile(r"[^\W_]+")
# Single letters belong to what is beside them: A.A., C&A, e-bike, digi-d; 50+ is 50plus.
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){1,4}[^\W\d_]\b")
_SINGLE = re.compile(r"(?<![^\W_])([^\W\d_])[&-](?=[^\W\d_])|(?<=[^\W\d_])-(?=[^\W\d_](?![^\W_]))")
_PLUS = re.compile(r"(?<=\d)\s?\+(?!\s?\d)")


def small_words(language: str) -> frozenset[str]:
    """The small words of a language (ISO 639-1), as far as Whoosh has them; folded."""
    return frozenset(word for text in stopwords_for_language(language) for word in words(text))


def words(text: str) -> list[str]:
    """All words of a text in lower case without accents, stop words included."""
    text = text.lower()
    if not text.isascii():
        # NFKC first: a combining accent would cut its word in two. Accents go before stemming, so
        # that café, cafés and cafe get one stem.
        text = unicodedata.normalize("NFKC", text).translate(accent_map)
    if "." in text:
        text = _DOTTED.sub(lambda match: match[0].replace(".", ""), text)
    if "-" in text or "&" in text:
        text = _SINGLE.sub(r"\1", text)
    if "+" in text:
        text = _PLUS.sub("plus", text)
    return _WORD.findall(text)


def content_words(text: str) -> list[str]:
    """The words of a text without stop words and single letters."""
    return [word for word in words(text) if len(word) > 1 and word not in STOP_WORDS]


def spoken(text: str) -> Iterator[tuple[str, bool]]:
    """The words of a text, each with whether the text says that it is not so: zonder alcohol."""
    denied, before = False, ""
    for word in words(text):
        says = len(word) > 1 and word not in STOP_WORDS
        yield word, denied and says and word not in NOT_ONLY
        denied = word in DENYING or (before, word) == FREE_OF or (denied and not says)
        before = word


def denied_term(term: str) -> str:
    """The term of texts that say something is not so."""
    return f"{DENIED}{term}"
