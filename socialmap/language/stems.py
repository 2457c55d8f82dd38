"""The Dutch stem of a word: the part that its plural, adjective and verb share."""

from __future__ import annotations

import csv
from functools import cache, lru_cache

from whoosh.lang.snowball.dutch import DutchStemmer

from socialmap.config import resource
from socialmap.language.compounds import is_part, split

# A phrase as the stems of its words, in order.
Stems = tuple[str, ...]
VOWELS = frozenset("aeiouyj")  # ij is one sound
# Words that end in -es by themselves, not as a plural.
SINGULAR_ES = ("les", "mes", "bes", "res", "ces", "ses", "xes", "nes")
SINGULAR_IES = ("advies", "verlies", "precies", "kies", "vlies", "genies")
# Loan words whose plural is -s after a vowel, often written without its apostrophe.
LOANS = (
    "agenda auto baby bingo buddy cafe camera collega coupe disco dia diploma drama duo foto gala"
    " hobby homo info kano kilo lobby logo mama memo menu motto oma opa pagina panda papa paraplu"
    " party piano pizza programma pony radio risico solo studio taxi thema trio video villa visite"
)
_LOANS = tuple(f"{word}s" for word in LOANS.split())
_stemmer = DutchStemmer()


@cache
def _irregular() -> dict[str, str]:
    """Stems of words that do not follow from their letters, by word."""
    with resource("data", "language", "forms.csv").open(encoding="utf-8", newline="") as file:
        return {row["word"]: row["stem"] for row in csv.DictReader(file)}


@cache
def _verbs() -> dict[str, str]:
    """The verb of each participle: genaaid is of naaien."""
    path = resource("data", "language", "participles.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["participle"]: row["verb"] for row in csv.DictReader(file)}


def _singular(word: str) -> str:
    """The word without a plural -s after a vowel, which the stemmer leaves on."""
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
    """The known word of which this is the diminutive, else the word itself: clubje is club."""
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
    """The word without the ending of a plural or a diminutive, so that it can be split."""
    return word if word in _irregular() else _undiminished(_singular(word))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one folded, lower-case word."""
    if word in _irregular():
        return _irregular()[word]
    if word in _verbs():
        return stem(_verbs()[word])
    if word.endswith("ijs") or word.isdigit():
        return word
    result = str(_stemmer.stem(base(word)))
    if len(result) > 3 and result[-1] == result[-2] and result[-1] not in VOWELS:
        result = result[:-1]
    if len(result) > 3 and result[-1] == "s" and result[-2] not in VOWELS:
        result = result[:-1]
    # Huizen has the z of huis, brieven the v of brief.
    if len(result) > 2 and result[-1] in "zv" and result[-2] in VOWELS:
        result = result[:-1] + {"z": "s", "v": "f"}[result[-1]]
    return result
