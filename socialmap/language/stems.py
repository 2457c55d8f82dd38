"""The Dutch stem of a word: the part that its plural, adjective and verb share."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from whoosh.lang.snowball.dutch import DutchStemmer

from socialmap.config import resource
from socialmap.language.compounds import is_part, read_words, split

# A phrase as the stems of its words, in order.
Stems = tuple[str, ...]
VOWELS = frozenset("aeiouyj")  # ij is one sound
# Words that end in -es by themselves, not as a plural.
SINGULAR_ES = ("les", "mes", "bes", "res", "ces", "ses", "xes", "nes")
GREEK = ("oses", "yses", "eses")  # plurals
SINGULAR_IES = ("advies", "verlies", "precies", "kies", "vlies", "genies")
# Loan words whose plural is -s after a vowel, often written without its apostrophe.
LOANS = (
    "agenda auto baby bingo buddy cafe camera collega coupe disco dia diploma drama duo foto gala"
    " hobby homo info kano kilo lobby logo mama memo menu motto oma opa pagina panda papa paraplu"
    " party piano pizza programma pony radio risico solo studio taxi thema trio video villa visite"
)
_LOANS = tuple(f"{word}s" for word in LOANS.split())
# A stem of one syllable that ends in one consonant: whether its vowel is long is part of the word.
_ONE_SYLLABLE = re.compile(r"[^aeiouy]*[aeou][^aeiouy]")
# Organiseren, studeren and the like have a regular participle.
_LOAN_PARTICIPLE = re.compile(r"ge(\w{2,})eerde?n?")
_LONG_END = re.compile(r"([aeou])\1([^aeiouy])$")
# Boerin and kokkinnen; not gezin and trein, of which the rest is no word.
_FEMININE = re.compile(r"(\w{3,}[^aeiouyj])in(?:nen)?")
# Kunstenares and leraressen, of -aar; not adres.
_OF_AAR = re.compile(r"(\w{3,})ares(?:sen)?")
_DOUBLE_END = re.compile(r"([^aeiouy])\1$")
SHORTEST_DOER = 4  # letters before -ster; a shorter beginning is as easily chance (kloo-ster)
SHORTEST_DONE = 5  # letters of a verb from which -er may be made: lopen, not been (beer)
# A syllable with a short vowel at the end: the verb has the consonant twice, zwem and zwemmen.
_SHORT_END = re.compile(r"(?:^|[^aeiouyq])[aeiou][^aeiouywj]$")
# Of these the vowel is not stressed: wandelt is of wandelen.
_UNSTRESSED_END = re.compile(r"[aeiouy].*[^aeiouy]e[lrn]$")
_stemmer = DutchStemmer()


@cache
def _irregular() -> dict[str, str]:
    """Stems of words that do not follow from their letters, by word."""
    with resource("data", "language", "forms.csv").open(encoding="utf-8", newline="") as file:
        return {row["word"]: row["stem"] for row in csv.DictReader(file)}


def has_form(word: str) -> bool:
    """Whether the stem of a folded word is in the table of forms, since its letters do not say."""
    return word in _irregular() or word in _verbs()


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
    # Diagnoses and psychoses, not prinses.
    if word.endswith(GREEK) or (word.endswith("ses") and _is_known(word[:-1])):
        return word[:-1]
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


@cache
def _common() -> frozenset[str]:
    """The stems of frequent words."""
    return frozenset(read_words("common.txt"))


@cache
def _no_doers() -> frozenset[str]:
    """Words in -er that are no people who do what the verb says, or are more than that."""
    return frozenset(read_words("no_doers.txt"))


def _is_done(verb: str) -> bool:
    """Whether this is a verb, or a compound of one, whose -er is called after what they do."""
    if len(verb) < SHORTEST_DONE:
        return False
    last = (verb,) if is_part(verb) else split(verb)[-1:]
    return bool(last) and f"{last[0][:-1]}r" not in _no_doers()


def _does(word: str) -> str:
    """The verb of what somebody does: zwemt is of zwemmen; else the word itself."""
    root = word.removesuffix("t")
    if root == word or len(root) < 3 or word.endswith("tt"):
        return word
    if word in _no_verbs() or is_part(word) or split(word):
        return word
    return next((verb for verb in verbs_of(root) if _is_verb(verb)), word)


@cache
def _no_verbs() -> frozenset[str]:
    """Words in -t that are no form of the verb that their letters suggest."""
    return frozenset(read_words("no_verbs.txt"))


def _is_verb(word: str) -> bool:
    return len(word) >= SHORTEST_DONE and is_part(word)


def verbs_of(root: str) -> Iterator[str]:
    """How a verb of which somebody does this may be written: schrijf is of schrijven."""
    short = _LONG_END.sub(r"\1\2", root)
    if short == root and _SHORT_END.search(root) and not _UNSTRESSED_END.search(root):
        yield f"{root}{root[-1]}en"
        return
    if short[-1] in "fs":
        yield f"{short[:-1]}{'v' if short[-1] == 'f' else 'z'}en"
    yield f"{short}en"


def done_by(word: str) -> str:
    """The verb of what the people called so do: zwemmers zwemmen; "" for any other word."""
    verb = _by_verb(word)
    return verb if verb != word and verb.endswith("en") else ""


def _doer(word: str) -> str:
    """What somebody does, or is called by any gender: tekenaar is tekenen, bewoonster bewoner."""
    if lady := _OF_AAR.fullmatch(word):
        doer = f"{lady[1]}aar"
        return doer if _is_known(doer) else word
    if word.endswith("eressen") and len(word) > 9:
        return word[:-5]
    if word.endswith("eres") and len(word) > 6:
        return word[:-2]
    if feminine := _FEMININE.fullmatch(word):
        doer = _DOUBLE_END.sub(r"\1", feminine[1])
        return doer if is_part(doer) else word
    return _by_verb(word)


def _by_verb(word: str) -> str:
    """What a word in -er, -aar or -ster comes from, when that is known; else the word itself."""
    plain = word.removesuffix("s")
    doing = f"{plain[:-1]}n"
    if plain.endswith("er") and not plain.endswith("ster") and _is_done(doing):
        return doing
    if plain.endswith("aar") and _is_known(f"{plain.removesuffix('aar')}en"):
        return f"{plain.removesuffix('aar')}en"
    if not plain.endswith("ster") or len(plain) < len("ster") + SHORTEST_DOER:
        return word
    doing = plain.removesuffix("ster")
    if doing.endswith("aar"):
        return doing
    return next(filter(_is_known, _doers(doing)), doing if _is_known(doing) else word)


def _doers(doing: str) -> Iterator[str]:
    """What somebody may be called who does this: begeleid is begeleider, bewoon is bewoner."""
    short = _LONG_END.sub(r"\1\2", doing)
    if short[-1] in "fs":
        yield f"{short[:-1]}{'v' if short[-1] == 'f' else 'z'}er"
    yield from (f"{short}er", f"{short}{short[-1]}er")


def _is_known(word: str) -> bool:
    return is_part(word) or word in _common()


def _infinitive(word: str) -> str:
    """The verb of a participle, zingenden is of zingen; else the word itself."""
    if match := _LOAN_PARTICIPLE.fullmatch(word):
        return f"{match[1]}eren"
    for ending in ("enden", "ende", "end"):
        doing = word.removesuffix(ending)
        if doing != word and len(doing) > 2 and VOWELS.intersection(doing):
            verb = f"{doing}en"
            return verb if is_part(verb) or _is_known(_plain_stem(verb)) else word
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
    for derived in (_doer(word), _infinitive(word), _does(word)):
        if derived != word:
            return stem(derived)
    return _plain_stem(word)


def _plain_stem(word: str) -> str:
    """The stem by the letters of a word alone."""
    whole = base(word)
    result = str(_stemmer.stem(whole))
    if len(result) > 3 and result[-1] == result[-2] and result[-1] not in VOWELS:
        result = result[:-1]
    if len(result) > 3 and result[-1] == "s" and result[-2] not in VOWELS:
        result = result[:-1]
    # Huizen has the z of huis, brieven the v of brief.
    if len(result) > 2 and result[-1] in "zv" and result[-2] in VOWELS:
        result = result[:-1] + {"z": "s", "v": "f"}[result[-1]]
    return _with_long_vowel(whole, result)


def _with_long_vowel(word: str, result: str) -> str:
    """The stem with its long vowel written twice: maan and manen are maan, man and mannen man.

    The stemmer writes each vowel once. In a longer word that makes no other word.
    """
    if not _ONE_SYLLABLE.fullmatch(result):
        return result
    vowel, after = result[-2], word[len(result) : len(result) + 1]
    # Before a vowel the syllable is open, and so its vowel long.
    long = word.startswith(result[:-1] + vowel) or (after and after in VOWELS)
    return f"{result[:-1]}{vowel}{result[-1]}" if long else result
