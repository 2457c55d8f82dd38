"""What the analysis of words makes alike that is not: phrases that collapse, stems that collide."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from socialmap.config import resource
from socialmap.language.compounds import read_words
from socialmap.language.stems import has_form, stem
from socialmap.language.synonyms import collapses, is_exact, meant_phrases, phrases
from socialmap.language.tokens import words

# Endings of plurals, adjectives, verbs, diminutives, and of who does it.
ENDINGS = """
e en s es n t de den te ten d je jes tje tjes pje pjes etje etjes er ers ster sters aar aars aarster
aarsters ing ingen end ende enden heid heden elijk elijke lijk lijke ig ige st eren eerd es essen
"""
VOWELS = "aeiouy"
SHORTEST = 3  # letters
# The last vowel and consonants of what is left before an ending.
_END = re.compile(r"^(.*?)([aeiou]{1,2})([^aeiouy]{1,2})$")


def collapsing() -> list[str]:
    """The phrases of the thesaurus that are found by one everyday word of theirs."""
    return [text for text in phrases() if collapses(text) and not is_exact(text)]


def collapsing_meanings() -> list[str]:
    """What phrases mean, as far as it is one everyday word of several: aan huis is huis."""
    return [text for text in meant_phrases() if collapses(text)]


def colliding(among: Iterable[str]) -> list[tuple[str, str, str]]:
    """A stem and two words that share it without being forms of one word; one pair per stem."""
    by_stem: dict[str, list[str]] = defaultdict(list)
    for word in sorted(set(among)):
        if not has_form(word):
            by_stem[stem(word)].append(word)
    return [
        (term, first, other)
        for term, alike in sorted(by_stem.items())
        for first, other in _strangers(alike)
    ]


def _strangers(alike: list[str]) -> Iterator[tuple[str, str]]:
    for other in alike[1:]:
        if not any(_related(one, other) for one in alike if one != other):
            yield alike[0], other


def _related(one: str, other: str) -> bool:
    return not _roots(one).isdisjoint(_roots(other))


@cache
def _roots(word: str) -> frozenset[str]:
    """What a word may be a form of, with a long vowel written twice and a consonant once."""
    endings = ["", *ENDINGS.split()]
    parts = [(word.removesuffix(end), end) for end in endings if word.endswith(end)]
    return frozenset(_root(part, end) for part, end in parts if len(part) >= SHORTEST - 1)


def _root(part: str, ending: str) -> str:
    match = _END.fullmatch(part)
    if not match:
        return part
    start, vowels, consonants = match.groups()
    double = len(consonants) == 2 and consonants[0] == consonants[1]
    single = len(consonants) == 1
    consonants = consonants[:1] if double else consonants
    consonants = consonants[:-1] + {"v": "f", "z": "s"}.get(consonants[-1], consonants[-1])
    long = len(vowels) == 2 and vowels[0] == vowels[1]
    if single and len(vowels) == 1 and ending[:1] and ending[0] in VOWELS:
        long = True
    if len(vowels) == 2 and vowels[0] != vowels[1]:
        return f"{start}{vowels}{consonants}"
    # Only in a word of one syllable does the length of the vowel make another word.
    if any(letter in VOWELS for letter in start):
        long = False
    return f"{start}{vowels[0] * (2 if long else 1)}{consonants}"


def known_words() -> set[str]:
    """The words that matter here: those of the thesaurus, the taxonomies and the social domain."""
    texts = [*phrases(), *meant_phrases(), *read_words("own.txt")]
    for scheme in ("kind", "audience", "setting", "life_domain", "threshold", "accessibility"):
        path = resource("data", "taxonomy", f"{scheme}.csv")
        with path.open(encoding="utf-8", newline="") as file:
            texts += [f"{row['nl']} {row['aliases']}" for row in csv.DictReader(file)]
    among = {word for text in texts for word in words(text)}
    return {word for word in among if word.isascii() and word.isalpha() and len(word) >= SHORTEST}
