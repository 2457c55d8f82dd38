"""Read the thesaurus of the platform: its own words, what is switched off, and its history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.db import db
from socialmap.language.analysis import query_words
from socialmap.language.needs import sayings, shipped_needs
from socialmap.language.own_words import NONE, SAYING, THESAURUS, OwnWord, OwnWords, in_use
from socialmap.language.stems import Stems
from socialmap.language.synonyms import (
    key_of,
    known_phrases,
    meant_phrases,
    meant_terms,
    phrases,
    shipped_meanings,
)
from socialmap.language.tokens import words
from socialmap.paging import Page, page_of
from socialmap.search.query import FACETS
from socialmap.search.thesaurus.models import OWN, WordChange

NEED = "need"
# The facets of which a value may be what a word leads to, each with its scheme.
CODED = {facet.param: facet.scheme for facet in FACETS if facet.param in
         ("vorm", "doelgroep", "leefgebied")}  # fmt: skip


@dataclass(frozen=True)
class ShippedWord:
    """A word that comes with the program: what it leads to, and the change that switched it off.

    `need` is the code of the need that it says; empty for a word of the thesaurus.
    """

    sort: str
    phrase: str
    means: tuple[str, ...]
    need: str
    off: WordChange | None


def latest_change() -> int:
    """The number of the latest change of any word; 0 when nothing was ever changed."""
    return db.session.scalar(select(func.max(WordChange.id))) or 0


def _latest(*conditions: ColumnElement[bool]) -> Sequence[WordChange]:
    """The latest change of each word, in alphabetical order."""
    latest = select(func.max(WordChange.id)).group_by(WordChange.sort, WordChange.phrase)
    rows = select(WordChange).where(WordChange.id.in_(latest), *conditions)
    return db.session.scalars(rows.order_by(WordChange.phrase, WordChange.sort)).all()


def own_words() -> OwnWords:
    """The own words as they are now, in the form in which questions are read by them."""
    number = latest_change()
    if not number:
        return NONE
    rows = _latest()
    return OwnWords(
        number,
        tuple(read_word(row.phrase, row.means, row.id) for row in rows if _is_own(row)),
        frozenset((row.sort, row.phrase) for row in rows if row.sort != OWN and not row.active),
    )


def _is_own(row: WordChange) -> bool:
    return row.sort == OWN and row.active


def read_word(phrase: str, means: Iterable[str], number: int = 0) -> OwnWord:
    """An own word of what is stored of it; codes that we no longer have are left out."""
    synonyms, needed, coded = [], [], []
    for text in means:
        what, equals, code = text.partition("=")
        if not equals:
            synonyms.append(text)
        elif what == NEED and code in shipped_needs():
            needed.append(code)
        elif what in CODED and taxonomy().get(CODED[what], code):
            coded.append((what, code))
    names = [taxonomy().plain_name(CODED[facet], code) for facet, code in coded]
    return OwnWord(
        phrase, tuple(synonyms), tuple(needed), tuple(coded), f"own-{number}", ", ".join(names)
    )


def own_rows() -> list[WordChange]:
    """The own words that are in use, each as its latest change, in alphabetical order."""
    return [row for row in _latest(WordChange.sort == OWN) if row.active]


def own_row(phrase: str) -> WordChange | None:
    """The own word that is this phrase, if it is in use."""
    row = latest_of(OWN, phrase)
    return row if row and row.active else None


def plain(text: str) -> str:
    """A phrase as it is stored and compared: its words in small letters, without signs."""
    return " ".join(words(text))


def shipped_words(text: str) -> list[ShippedWord]:
    """The words that come with the program and have those of a text, the shortest first."""
    wanted = set(words(text))
    off = {(row.sort, row.phrase): row for row in switched_off()}
    found = [
        ShippedWord(THESAURUS, phrase, shipped_meanings(phrase), "", off.get((THESAURUS, phrase)))
        for phrase in sorted({*phrases(), *meant_phrases()})
        if wanted and wanted <= set(words(phrase)) and key_of(phrase)
    ]
    found = [word for word in found if word.means]
    for saying in dict.fromkeys(sayings()):
        if wanted and wanted <= set(words(saying.text)):
            sort = f"{SAYING}{saying.need}"
            name = shipped_needs()[saying.need].name
            said = ShippedWord(
                sort, saying.text, (name,), saying.need, off.get((sort, saying.text))
            )
            found.append(said)
    return sorted(found, key=lambda word: (len(word.phrase.split()), word.phrase, word.sort))


def read_by(question: str) -> list[tuple[str, tuple[str, ...]]]:
    """The phrases of the thesaurus in a question, each with what it leads to, as written."""
    typed = query_words(question)
    written = written_words()
    return [
        (
            " ".join(typed[place] for place in phrase.places),
            tuple(
                written.get(meaning.terms) or " ".join(meaning.terms) for meaning in phrase.meanings
            ),
        )
        for phrase in known_phrases(typed)
    ]


def written_words() -> dict[Stems, str]:
    """By its stems, how a phrase to which the thesaurus may lead is written."""
    own = (synonym for word in in_use().words for synonym in word.synonyms)
    return {meant_terms(text): text for text in (*own, *meant_phrases())}


def switched_off() -> list[WordChange]:
    """The shipped words that are switched off, each as its latest change."""
    return [row for row in _latest(WordChange.sort != OWN) if not row.active]


def is_shipped(sort: str, phrase: str) -> bool:
    """Whether a word of this sort comes with the program."""
    if sort == THESAURUS:
        return phrase in {*phrases(), *meant_phrases()}
    return any(sort == f"{SAYING}{one.need}" and one.text == phrase for one in sayings())


def history(number: int) -> Page[WordChange]:
    """A page of all changes, the latest first."""
    return page_of(select(WordChange).order_by(WordChange.id.desc()), number)


def before(change: WordChange) -> WordChange | None:
    """The change of the same word before this one."""
    return db.session.scalar(
        select(WordChange)
        .where(
            WordChange.sort == change.sort,
            WordChange.phrase == change.phrase,
            WordChange.id < change.id,
        )
        .order_by(WordChange.id.desc())
        .limit(1)
    )


def latest_of(sort: str, phrase: str) -> WordChange | None:
    """The latest change of a word."""
    same = (WordChange.sort == sort, WordChange.phrase == phrase)
    return db.session.scalar(
        select(WordChange).where(*same).order_by(WordChange.id.desc()).limit(1)
    )
