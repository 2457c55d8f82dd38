"""Why a listing was changed: every reason is in one table, and reads back as what it was."""

import ast
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialmap
from socialmap.catalogue.reasons import (
    FACTS,
    STORED,
    Code,
    because,
    own_words,
    reason_of,
)

MODULES = sorted(Path(socialmap.__file__).parent.rglob("*.py"))
MADE_BY = {"because", "own_words", "reason_of"}


def facts_in(stored):
    return [name for _, name, _, _ in string.Formatter().parse(stored) if name]


def test_every_code_has_its_text_with_facts_that_are_known():
    assert STORED.keys() == {*Code} - {Code.OWN_WORDS}
    assert {name for stored in STORED.values() for name in facts_in(stored)} == FACTS.keys()


@pytest.mark.parametrize("code", STORED)
@given(
    number=st.integers(0, 10**9),
    slug=st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True),
    words=st.text(),
)
def test_what_is_stored_reads_back(code, number, slug, words):
    known = {"number": number, "slug": slug}
    reason = because(code, words, **{name: known[name] for name in facts_in(STORED[code])})
    assert reason_of(reason.text) == reason


def test_what_a_person_wrote_stays_as_it_is():
    for words in ("", "gebeld", "undo of everything", "proposal: gebeld", "100% zeker"):
        assert reason_of(words) == own_words(words)
        assert own_words(words).text == words


def test_a_change_is_made_with_a_reason_and_not_with_a_sentence():
    """Type checking holds what is in a variable; here a sentence is not even written down."""
    sentences = [
        f"{path.name}:{call.lineno}"
        for path in MODULES
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _makes_a_change(call)
        for given_reason in [each.value for each in call.keywords if each.arg == "reason"]
        if not _is_a_reason(given_reason)
    ]
    assert not sentences


def test_only_the_actions_of_listings_write_a_revision():
    writers = {
        path.relative_to(Path(socialmap.__file__).parent).as_posix()
        for path in MODULES
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _writes_a_revision(call)
    }
    assert writers == {"catalogue/actions.py"}


def _makes_a_change(call):
    return ast.unparse(call.func) == "Change" or (
        bool(call.args) and ast.unparse(call.args[0]) == "change"
    )


def _is_a_reason(value):
    if isinstance(value, ast.BoolOp):
        return all(map(_is_a_reason, value.values))
    if isinstance(value, ast.Call):
        return ast.unparse(value.func) in MADE_BY
    return isinstance(value, ast.Name)


def _writes_a_revision(call):
    name = ast.unparse(call.func).rpartition(".")[2]
    return name == "Revision" or (
        name in {"insert", "_insert"} and "Revision" in map(ast.unparse, call.args[:1])
    )
