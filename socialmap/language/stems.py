"""The Dutch stem of a word: what its plural, its adjective and its verb have in common."""

from __future__ import annotations

import csv
from functools import cache, lru_cache

from whoosh.lang.snowball.dutch import DutchStemmer

from socialmap.config import resource

VOWELS = frozenset("aeiouyj")  # ij is one sound
# Words that end in -es by themselves, not as a plural.
SINGULAR_ES = ("les", "mes", "bes", "res", "jes", "ces", "ses", "xes", "nes")
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
    if word.endswith(_LOANS) or word.endswith(("tjes", "pjes", "kjes", "fjes", "sjes")):
        return word[:-1]
    if word.endswith("ies"):
        return word if word.endswith(SINGULAR_IES) else word[:-1]
    if word.endswith("ches"):
        return word[:-2]
    if word.endswith("es") and word[-3] not in VOWELS:
        return word if word.endswith(SINGULAR_ES) and word != "dames" else word[:-1]
    return word


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one folded, lower-case word."""
    if word in _forms():
        return _forms()[word]
    if word.endswith("ijs"):
        return word
    found = str(_stemmer.stem(_singular(word)))
    if len(found) > 3 and found[-1] == found[-2] and found[-1] not in VOWELS:
        found = found[:-1]
    if len(found) > 3 and found[-1] == "s" and found[-2] not in VOWELS:
        found = found[:-1]
    # Huizen has the z of huis, brieven the v of brief.
    if len(found) > 2 and found[-1] in "zv" and found[-2] in VOWELS:
        found = found[:-1] + {"z": "s", "v": "f"}[found[-1]]
    return found
