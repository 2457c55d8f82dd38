"""Danger: whether a question speaks of suicide, violence, neglect, a fire or another emergency."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from rapidfuzz.distance import OSA

from socialmap.config import resource
from socialmap.language.analysis import MOST_CHARACTERS
from socialmap.language.meaning import Examples
from socialmap.language.nearness import asked_for

# An example must be this similar, and more so than any ordinary one by the margin. It must also be
# nearer by ASKED than anything that people ask for: "ik ben doof" sounds like "ik ben aangerand".
SIMILAR, MARGIN, ASKED = 0.55, 0.04, 0.05
# With fewer words a question has too little meaning: then the word list decides. It always does
# for Tigrinya, Somali and Farsi, which the encoder does not know.
FEWEST_WORDS = 3
ORDINARY = "ordinary"
MOST_CACHED = 1_000
# Letters of a word by which lines are looked up.
BEGINNING = 4
# A gap of up to three words, written as two dots.
GAP = r"(?: \S+){0,3} "
SHORTEST_MISSPELT = 8

_LETTERS = str.maketrans(
    dict.fromkeys("’'‘ʼ`´ʹ\u200c\u200dـ", None)
    | {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك"}
)
_NOT_WORDS = re.compile(r"[\W_]+")
# Scripts by their first and last letter, each with the languages that are written in it.
SCRIPTS = (
    ("\u0400", "\u052f", ("ru", "uk")),
    ("\u0600", "\u06ff", ("ar", "fa")),
    ("\u0e00", "\u0e7f", ("th",)),
    ("\u1200", "\u139f", ("ti",)),
    ("\u3040", "\u30ff", ("ja", "zh")),
    ("\u4e00", "\u9fff", ("zh", "ja")),
    ("\u1100", "\u11ff", ("ko",)),
)
UNSPACED = frozenset(["zh", "ja", "th", "ko"])
LATIN = ("nl", "en", "de", "fr", "es", "it", "pt", "tr", "pl", "so")
# By which letters and words the second language of a script is told from the first.
OWN_SIGNS = {"uk": re.compile("[ієґ]"), "fa": re.compile(r"[پچژگ]|\b(?:مرا|را|از|مي|شده)\b")}
# Small words by which a language is recognised.
SMALL_WORDS = {
    "nl": "ik mijn mij me mn een het de niet van en is wil ben heeft wordt word dat hij zij naar",
    "en": "i my me a the not of and is want am has he she to im dont at being was about every for",
    "de": "ich mein meine mich mir ein eine das der die nicht von und ist will bin hat er sie zu",
    "fr": "je mon ma moi me un une le la les ne pas de et est veux suis il elle mes jai a",
    "es": "yo mi mis me un una el la los no de y es quiero estoy ha con mas soy que pienso",
    "it": "io mio mia mi un una il la non di e voglio sono ha che piu lo vuole del",
    "pt": "eu meu minha me um uma o a nao de e quero estou ele ela mais que sou da do fui ontem",
    "tr": "ben beni bana benim bir ve istiyorum istemiyorum cok degil artik icin ne evde biri",
    "pl": "ja moj moja mnie mi nie chce jest sie ze w i na mam juz maz przez o mysle",
    "so": "waxaan wuxuu inaan waa igu ma ii iyo ka ku rabaa baan wuu la waxay",
}


@dataclass(frozen=True, slots=True)
class Danger:
    """What a question speaks of (suicide, stalking …), and the language it seems to be in."""

    about: str
    language: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the word list: every part must occur, and nothing of `unless`."""

    danger: Danger
    parts: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None

    def fits(self, text: str) -> bool:
        return all(part.search(text) for part in self.parts) and not (
            self.unless and self.unless.search(text)
        )


def danger_in(question: str) -> Danger | None:
    """What danger a question speaks of; None for an ordinary question."""
    question = " ".join(question[:MOST_CHARACTERS].split())
    return _by_words(question) or _by_meaning(question)


@lru_cache(maxsize=MOST_CACHED)
def _by_words(question: str) -> Danger | None:
    """The danger that the word list finds."""
    text = _respelt(plain(question))
    languages = _languages(text)
    for line in _lines_about(text):
        if line.danger.language in languages and line.fits(text):
            return Danger(line.danger.about, _language(text, languages, line.danger.language))
    return None


@cache
def _help() -> dict[str, tuple[str, ...]]:
    return {row["about"]: tuple(row["needs"].split("|")) for row in _rows("danger_help.csv")}


def needs_in(danger: Danger) -> tuple[str, ...]:
    """The codes of the needs of which an initiative may help somebody in this danger."""
    return _help().get(danger.about, ())


def _by_meaning(question: str) -> Danger | None:
    """The danger of the nearest example, unless something ordinary is about as near."""
    text = plain(question)
    languages = _languages(text)
    few = len(text.split()) < FEWEST_WORDS and languages[0] not in UNSPACED
    if few or languages == ("ti",) or _language(text, languages, "nl") in ("fa", "so"):
        return None
    similar = {one.label: one.similarity for one in reversed(EXAMPLES.ranked(question))}
    ordinary = similar.pop(ORDINARY, 0.0)
    if not similar:
        return None
    about = max(similar, key=similar.__getitem__)
    nearest = similar[about]
    if nearest < SIMILAR or nearest < ordinary + MARGIN or nearest < asked_for(question) + ASKED:
        return None
    return Danger(about, _language(text, languages, "nl"))


def plain(text: str) -> str:
    """The words of a text in small letters without accents and apostrophes, in any script."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(_NOT_WORDS.sub(" ", text).split())


def _languages(text: str) -> tuple[str, ...]:
    """The languages that a text can be in by its letters."""
    if text.isascii():
        return LATIN
    for first, last, languages in SCRIPTS:
        if any(first <= letter <= last for letter in text):
            return languages
    return LATIN


def _language(text: str, languages: tuple[str, ...], likely: str) -> str:
    """The language of a text by its small words; the likely one when they do not tell."""
    if languages != LATIN:
        other = languages[-1]
        if other in OWN_SIGNS and OWN_SIGNS[other].search(text):
            return other
        return likely if likely in languages else languages[0]
    words = set(text.split())
    counts = {name: len(words.intersection(small.split())) for name, small in SMALL_WORDS.items()}
    best = max(counts, key=lambda name: (counts[name], name == likely))
    return best if counts[best] > counts[likely] else likely


def _rows(name: str) -> Iterator[dict[str, str]]:
    with resource("data", "language", name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _lines_about(text: str) -> Iterator[_Line]:
    """The lines of the word list, in order, that may fit a text by how its words begin."""
    words = text.split()
    begun = {word[:size] for word in words for size in range(1, BEGINNING + 1)}
    begun.update(f"{word} " for word in words)
    by_beginning, always = _by_beginning()
    numbers = always.union(*(by_beginning[each] for each in begun & by_beginning.keys()))
    return (_lines()[number] for number in sorted(numbers))


@cache
def _by_beginning() -> tuple[dict[str, list[int]], frozenset[int]]:
    """The numbers of the lines by what a word of a text begins with when they fit, and the others.

    Most lines do not fit, and to search a text for all of them takes longer than all else.
    """
    by_beginning: dict[str, list[int]] = defaultdict(list)
    always = set[int]()
    for number, (_, parts) in enumerate(_written()):
        begun = [{_beginning(phrase) for phrase in part.split("|")} for part in parts]
        known = [one for one in begun if "" not in one]
        for beginning in min(known, key=len, default=set[str]()):
            by_beginning[beginning].append(number)
        if not known:
            always.add(number)
    return dict(by_beginning), frozenset(always)


def _beginning(phrase: str) -> str:
    """What a word begins with of each text that has a phrase, with a space for a whole word.

    It is the longest that the phrase has; "" when its words may begin with anything.
    """
    begins, ends, pieces = _pieces(phrase)
    words = [word for piece in pieces for word in piece.split()]
    found = [""]
    for number, word in enumerate(words):
        if number == 0 and not begins:
            continue
        whole = "*" not in word and (ends or number < len(words) - 1)
        first, *more = plain(word.split("*")[0]).split() or [""]
        found.append(f"{first} " if more or whole else first[:BEGINNING])
    return max(found, key=len)


@cache
def _written() -> tuple[tuple[dict[str, str], tuple[str, ...]], ...]:
    """Each line of the word list as it is written, and its parts with the words of groups."""
    groups = {
        (row["language"], row["about"]): row["words"]
        for row in _rows("danger.csv")
        if row["about"].startswith("@")
    }
    lines = []
    for row in _rows("danger.csv"):
        if row["about"].startswith(("@", "=")):
            continue
        words = row["words"]
        for (of, name), members in groups.items():
            words = words.replace(name, members) if of == row["language"] else words
        lines.append((row, tuple(words.split("+"))))
    return tuple(lines)


@cache
def _lines() -> tuple[_Line, ...]:
    return tuple(
        _Line(
            Danger(row["about"], row["language"]),
            tuple(map(_pattern, parts)),
            _pattern(row["unless"]) if row["unless"] else None,
        )
        for row, parts in _written()
    )


def _pattern(alternatives: str) -> re.Pattern[str]:
    """A pattern of phrases with a bar between them; in each * stands for any letters."""
    return re.compile("|".join(map(_phrase, alternatives.split("|"))))


def _pieces(phrase: str) -> tuple[bool, bool, list[str]]:
    """Whether a phrase begins and ends with a whole word, and its pieces between gaps."""
    text = phrase.strip()
    pieces = text.strip("=").strip("*").split("..")
    return not text.startswith("*"), not text.endswith("*"), pieces


def _phrase(text: str) -> str:
    first, last, pieces = _pieces(text)
    pattern = GAP.join(
        " ".join(
            r"\S*".join(re.escape(plain(piece)) for piece in word.split("*"))
            for word in gapless.split()
        )
        for gapless in pieces
    )
    if text.strip().startswith("="):
        return f"^(?:{pattern})$"
    return (r"(?<!\S)" if first else "") + f"(?:{pattern})" + (r"(?!\S)" if last else "")


@cache
def _spelt() -> tuple[str, ...]:
    """Words that are recognised with one mistake in them."""
    rows = _rows("danger.csv")
    spelt = (row["words"].split("|") for row in rows if row["about"] == "=spelling")
    return tuple(chain.from_iterable(spelt))


def _respelt(text: str) -> str:
    """The text with such words as they are spelt."""
    return " ".join(
        next((right for right in _spelt() if OSA.distance(word, right, score_cutoff=1) <= 1), word)
        if len(word) >= SHORTEST_MISSPELT
        else word
        for word in text.split()
    )


def _examples() -> list[tuple[str, str]]:
    return [(row["about"], row["phrase"]) for row in _rows("danger_examples.csv")]


EXAMPLES = Examples("danger", _examples)
