"""From text to words: lower case, without accents, with or without stop words."""

from __future__ import annotations

import unicodedata

from whoosh.analysis import CharsetFilter, LowercaseFilter, RegexTokenizer, StopFilter
from whoosh.lang import stopwords_for_language
from whoosh.support.charset import accent_map

STOP_WORDS = frozenset(stopwords_for_language("nl")) | frozenset(
    ("the", "and", "for", "with", "to", "my", "are", "you")
)
# Accents go before stemming, so that café, cafés and cafe meet.
_all = RegexTokenizer(r"[^\W_]+") | LowercaseFilter() | CharsetFilter(accent_map)
_content = _all | StopFilter(stoplist=STOP_WORDS, minsize=2)


def words(text: str) -> list[str]:
    """All words of a text, stop words too."""
    return [token.text for token in _all(_composed(text))]


def content_words(text: str) -> list[str]:
    """The words of a text without stop words and single letters."""
    return [token.text for token in _content(_composed(text))]


def _composed(text: str) -> str:
    # An accent that is written apart would cut its word in two.
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
