"""Words of other people for our terms: 'koffie' is a coffee hour, as somebody explained once."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from socialmap.catalogue.fields import LISTING, Sort
from socialmap.errors import FileProblem
from socialmap.fields.facts import LIST, code_of
from socialmap.importing.columns import field_of
from socialmap.importing.files.encoding import read_encoding
from socialmap.language.folding import fold
from socialmap.wording import N_

# Per field the code of a term by folded word; an empty code leaves the word out.
Words = Mapping[str, Mapping[str, str]]
CODED = (Sort.CODE, Sort.CODES)
# The schemes whose terms people have words of their own for, by field.
SCHEMES: Mapping[str, str] = {
    field.name: field.scheme
    for field in LISTING
    if field.headers and field.scheme and (field.sort in CODED or field.name == "forms")
}
WIDTH = 3  # cells of a row: column, word, term
DELIMITERS = ";,\t"
SETTING = "setting"


def with_words(typed: Mapping[str, str], words: Words) -> dict[str, str]:
    """Return the texts of a row by field, with our terms instead of explained words."""
    return {
        field: _replaced(text, words[field]) if field in words else text
        for field, text in typed.items()
    }


def _replaced(text: str, codes: Mapping[str, str]) -> str:
    """Return a text with its explained words as codes: the whole text, else each in a list."""
    whole = codes.get(fold(text))
    if whole is not None:
        return whole
    parts = LIST.split(text)
    if not any(fold(part) in codes for part in parts):
        return text
    return " | ".join(filter(None, (codes.get(fold(part), part) for part in parts)))


def read_words(path: Path) -> Words:
    """Read explained words from CSV with the columns column, word and term.

    An empty term leaves a word out. Raise FileProblem if the file is missing, or for a line that
    names no column or term of ours.
    """
    words: dict[str, dict[str, str]] = {}
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
        field = field_of(column)
        code = _code(SCHEMES.get(field, ""), term)
        if field not in SCHEMES or (term and not code):
            if number == 1:
                continue  # a header
            raise FileProblem(
                N_("Regel %(line)s van %(file)s: '%(text)s' kennen we niet."),
                line=number,
                file=path.name,
                text=column if field not in SCHEMES else term,
            )
        words.setdefault(field, {})[fold(word)] = code
    return words


def _code(scheme: str, term: str) -> str:
    """Return the code of a term; a kind may be a setting as well."""
    if not term or not scheme:
        return ""
    return code_of(scheme, term) or (code_of(SETTING, term) if scheme == "kind" else "")
