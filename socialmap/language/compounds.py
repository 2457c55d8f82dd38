"""Split Dutch compounds into their parts: buurtmaaltijd is buurt and maaltijd."""

from __future__ import annotations

from functools import cache, lru_cache

from socialmap.config import resource

LONGEST = 40  # letters; nothing longer is taken for a word
SHORTEST = 3  # letters of a part
MOST_PARTS = 4
# Letters that may link two parts: zorg-boerderij, bewoner-s-bedrijf, sterr-en-kijker.
LINKS = ("", "s", "en", "e", "n")
# Names of streets, gates and towns end in these: Dampoort has nothing to do with dammen (draughts).
PLACE_ENDINGS = (
    *("straat", "laan", "weg", "plein", "dijk", "kade", "gracht", "singel", "poort", "steeg"),
    *("dreef", "brink", "burg", "daal", "hoven"),
)


def read_words(name: str) -> list[str]:
    """The words of a file under data/language; lines that start with # are comments."""
    text = resource("data", "language", name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return [word for line in lines for word in line.split()]


@cache
def _parts() -> frozenset[str]:
    """The words that may be part of a compound."""
    own = (word.removeprefix("-") for word in read_words("own.txt"))
    return frozenset(read_words("parts.txt")) | frozenset(own)


@cache
def _never_split() -> frozenset[str]:
    own = (word[1:] for word in read_words("own.txt") if word.startswith("-"))
    return frozenset(own) | frozenset(read_words("names.txt"))


def is_part(word: str) -> bool:
    """Whether a word (lower case, without accents) may be part of a compound."""
    return word in _parts()


@lru_cache(maxsize=50_000)
def split(word: str) -> tuple[str, ...]:
    """The parts of a compound (lower case, without accents), or () for any other word.

    A word that ends like the name of a place is a name, and has no parts.
    Of all ways to split it the one with the fewest parts, then the one with the longest last
    part: that part says what the thing is.
    """
    if not 2 * SHORTEST <= len(word) <= LONGEST or word in _never_split():
        return ()
    if word.endswith(PLACE_ENDINGS):
        return ()
    return _cut(word, MOST_PARTS)


def _read(word: str, most: int) -> tuple[str, ...]:
    """A word as one part, else as a compound of at most `most` parts; () when it is neither."""
    if word in _parts():
        return (word,)
    return _cut(word, most) if most > 1 else ()


def _cut(word: str, most: int) -> tuple[str, ...]:
    """The best split of a word into two up to `most` parts; () when there is none."""
    best: tuple[str, ...] = ()
    for place in range(SHORTEST, len(word) - SHORTEST + 1):
        tail = word[place:]
        if tail not in _parts() or not (head := _head(word[:place], most - 1)):
            continue
        if not best or len(head) + 1 < len(best):
            best = (*head, tail)
    return best


def _head(text: str, most: int) -> tuple[str, ...]:
    """The parts of the text before the last part, without linking letters; the fewest possible."""
    readings = (
        _read(text[: len(text) - len(link)], most)
        for link in LINKS
        if text.endswith(link) and len(text) - len(link) >= SHORTEST
    )
    return min(filter(None, readings), key=len, default=())
