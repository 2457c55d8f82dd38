"""The Dutch stem of a word: what its plural, its adjective and its verb have in common."""

from __future__ import annotations

import csv
from functools import cache, lru_cache

from whoosh.lang.snowball.dutch import DutchStemmer

from socialmap.config import resource
from socialmap.language.compounds import is_part, split

VOWELS = frozenset("aeiouyj")  # ij is one sound
# Words that end in -es by themselves, not as a plural.
SINGULAR_ES = ("les", "mes", "bes", "res", "ces", "ses", "xes", "nes")
SINGULAR_IES = ("advies", "verlies", "precies", "kies", "vlies", "genies")
# Words from elsewhere that get an -s after their last vowel, and its apostrophe seldom.
LOANS = (
    "agenda auto baby bingo buddy cafe camera collega coupe disco dia diploma drama duo foto gala"
    " hobby homo info kano kilo lobby logo mama memo menu motto oma opa pagina panda papa paraplu"
    " party piano pizza programma pony radio risico solo studio taxi thema trio video villa visite"
)
_LOANS = tuple(f"{word}s" for word in LOANS.split())
_stemmer = DutchStemmer()


@cache
def _forms() -> dict[str, str]:
    """Words whose stem cannot be told from their letters."""
    with resource("data", "language", "forms.csv").open(encoding="utf-8", newline="") as file:
        return {row["word"]: row["stem"] for row in csv.DictReader(file)}


def _singular(word: str) -> str:
    """The word without the plural -s that the stemmer leaves after a vowel."""
    if len(word) < 5 or not word.endswith("s"):
        return word
    if word.endswith(_LOANS) or word.endswith("jes"):
        return word[:-1]
    if word.endswith("ies"):
        return word if word.endswith(SINGULAR_IES) else word[:-1]
    if word.endswith("ches"):
        return word[:-2]
    if word.endswith("es") and word[-3] not in VOWELS:
        return word if word.endswith(SINGULAR_ES) and word != "dames" else word[:-1]
    return word


def _undiminished(word: str) -> str:
    """The known word of which this is the diminutive, else the same word: clubje is club."""
    if not word.endswith("je") or len(word) < 6:
        return word
    for ending in ("je", "tje", "pje", "etje"):
        plain = word.removesuffix(ending)
        # Spelletje has the double letter that keeps its vowel short.
        plain = plain[:-1] if ending == "etje" and plain[-1:] == plain[-2:-1] else plain
        if plain != word and (is_part(plain) or split(plain)):
            return plain
    return word


def base(word: str) -> str:
    """The word without the ends of a plural or a diminutive that hide what it is made of."""
    return word if word in _forms() else _undiminished(_singular(word))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one folded, lower-case word."""
    if word in _forms():
        return _forms()[word]
    if word.endswith("ijs") or word.isdigit():
        return word
    found = str(_stemmer.stem(base(word)))
    if len(found) > 3 and found[-1] == found[-2] and found[-1] not in VOWELS:
        found = found[:-1]
    if len(found) > 3 and found[-1] == "s" and found[-2] not in VOWELS:
        found = found[:-1]
    # Huizen has the z of huis, brieven the v of brief.
    if len(found) > 2 and found[-1] in "zv" and found[-2] in VOWELS:
        found = found[:-1] + {"z": "s", "v": "f"}[found[-1]]
    return found
