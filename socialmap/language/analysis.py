"""From text to the stems by which words are compared: the same for listings and for queries."""

from __future__ import annotations

from functools import lru_cache

from whoosh.analysis import CharsetFilter, LowercaseFilter, RegexTokenizer, StopFilter
from whoosh.lang import stopwords_for_language
from whoosh.lang.snowball.dutch import DutchStemmer
from whoosh.support.charset import accent_map

# Accents go before stemming, so that café, cafés and cafe meet.
_words = (
    RegexTokenizer(r"\w+")
    | LowercaseFilter()
    | CharsetFilter(accent_map)
    | StopFilter(stoplist=stopwords_for_language("nl"), minsize=2)
)
_stemmer = DutchStemmer()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Dutch stem of one folded, lower-case word."""
    return str(_stemmer.stem(word))


def stems(text: str) -> list[str]:
    """The stems of the words of a text, in order, without stop words and single letters."""
    return [stem(token.text) for token in _words(text)]


def stem_line(*texts: str) -> str:
    """The stems of texts as one line with a space around each, for a search with LIKE."""
    return f" {' '.join(stem for text in texts for stem in stems(text))} "
