"""Words of other people for our terms: 'koffie' is a coffee hour, as somebody explained once."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from socialmap.catalogue.fields import LISTING, LOCATION, Sort
from socialmap.errors import FileProblem
from socialmap.fields.facts import certain_code, code_of, words_in
from socialmap.importing.columns import field_of
from socialmap.importing.files.encoding import read_encoding
from socialmap.language.folding import fold
from socialmap.wording import N_

# Per scheme the code of a term by folded word; an empty code leaves the word out.
Words = Mapping[str, Mapping[str, str]]
Texts = dict[str, str]
CODED = (Sort.CODE, Sort.CODES)
YES_NO = (Sort.FACT, Sort.MARK)
# The answers of a column of yes and no, which is a scheme by itself: 'op dinsdag' means yes in one.
ANSWERS = {"yes": N_("ja"), "no": N_("nee")}
ANSWERED = frozenset(
    one.column_name for one in (*LOCATION, *LISTING) if one.headers and one.sort in YES_NO
)
# The schemes whose terms people have words of their own for, by column.
SCHEMES: Mapping[str, str] = {
    **{
        one.name: one.scheme
        for one in LISTING
        if one.headers and one.scheme and (one.sort in CODED or one.name == "forms")
    },
    "first_form": "isolation_form",
    "second_form": "isolation_form",
    **{column: column for column in sorted(ANSWERED)},
}
WIDTH = 3  # cells of a row: column, word, term
DELIMITERS = ";,\t"
KIND, SETTING = "kind", "setting"
CACHED = 4096  # cells of a column
LONGEST = 100  # characters of a word


def explaining(words: Words) -> Callable[[Texts], Texts]:
    """Return a function that puts our terms instead of explained words, in the texts of a row."""
    by_column = {
        column: _replacing(scheme, words[scheme])
        for column, scheme in SCHEMES.items()
        if words.get(scheme)
    }

    def explain(typed: Texts) -> Texts:
        return {
            column: by_column[column](text) if column in by_column else text
            for column, text in typed.items()
        }

    return explain if by_column else lambda typed: typed


def _replacing(scheme: str, codes: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that gives a text with its explained words as codes."""

    @lru_cache(maxsize=CACHED)
    def replaced(text: str) -> str:
        whole = codes.get(fold(text))
        if whole is not None or scheme in ANSWERED:
            return text if whole is None else whole
        parts = list(words_in(text, _Known(scheme, codes)))
        if not any(fold(part) in codes for part in parts):
            return text
        return " | ".join(filter(None, (codes.get(fold(part), part) for part in parts)))

    return replaced


class _Known:
    """The folded words that are explained, or a term of ours."""

    def __init__(self, scheme: str, codes: Mapping[str, str]):
        self.scheme, self.codes = scheme, codes

    def __contains__(self, folded: object) -> bool:
        return folded in self.codes or bool(code_of(self.scheme, str(folded)))


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that is no term of its scheme, as it is first written, and how many rows have it."""

    scheme: str
    word: str
    rows: int


@dataclass
class UnknownWords:
    """The unknown words of a file: spellings of one word are one."""

    _rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    _words: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, unknown: Collection[tuple[str, str]]) -> None:
        """Add the words of one row, each with its column; what is long is no word but a text."""
        if not unknown:
            return
        keys = {}
        for column, word in unknown:
            # What has no letters, such as an unclear mark, cannot be told from other such marks.
            if column in SCHEMES and len(word) <= LONGEST and (folded := fold(word)):
                keys[SCHEMES[column], folded] = word
        for key, word in keys.items():
            self._rows[key] += 1
            self._words.setdefault(key, word)

    def __iter__(self) -> Iterator[UnknownWord]:
        """Iterate over the words: scheme by scheme, the most frequent first."""
        schemes = list(SCHEMES.values())
        for key in sorted(
            self._rows, key=lambda key: (schemes.index(key[0]), -self._rows[key], key[1])
        ):
            yield UnknownWord(key[0], self._words[key], self._rows[key])


def both(first: Words, last: Words) -> Words:
    """Return the words of both; those of `last` win."""
    return {
        scheme: {**first.get(scheme, {}), **last.get(scheme, {})}
        for scheme in first.keys() | last.keys()
    }


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a word of a scheme means: a code, or "" to leave it out."""

    scheme: str
    word: str
    code: str


def words_of(explanations: Iterable[Explanation]) -> Words:
    """Return explanations as words; of two of one word the last counts."""
    words: dict[str, dict[str, str]] = {}
    for one in explanations:
        words.setdefault(one.scheme, {})[fold(one.word)] = one.code
    return words


def read_explanations(path: Path) -> list[Explanation]:
    """Read explained words from CSV with the columns column, word and term.

    An empty term leaves a word out. Raise FileProblem if the file is missing, or for a line that
    names no column or term of ours.
    """
    explanations = []
    try:
        text = path.read_text(encoding=read_encoding(path))
    except (OSError, UnicodeError) as error:
        raise FileProblem(N_("Het bestand %(file)s is er niet."), file=path.name) from error
    lines = text.splitlines()
    delimiter = max(DELIMITERS, key=lambda sign: sum(line.count(sign) for line in lines))
    for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
        column, word, term = (cell.strip() for cell in [*cells, "", "", ""][:WIDTH])
        if not word:
            continue
        scheme = SCHEMES.get(field_of(column), "")
        code = code_in(scheme, term)
        if not scheme or (term and not code):
            if number == 1:
                continue  # a header
            raise FileProblem(
                N_("Regel %(line)s van %(file)s: '%(text)s' kennen we niet."),
                line=number,
                file=path.name,
                text=term if scheme else column,
            )
        explanations.append(Explanation(scheme, word, code))
    return explanations


def code_in(scheme: str, term: str) -> str:
    """Return the code of a term; a kind may be a setting as well. Empty if there is none."""
    if not term or not scheme:
        return ""
    if scheme in ANSWERED:
        return next((code for code, word in ANSWERS.items() if fold(term) in (code, word)), "")
    return code_of(scheme, term) or (code_of(SETTING, term) if scheme == KIND else "")


def guess(scheme: str, word: str) -> str:
    """Return the code that a word surely means; empty if that is not certain."""
    if scheme in ANSWERED:
        return ""
    found = certain_code(scheme, word)
    return found or (certain_code(SETTING, word) if scheme == KIND else "")
