import json

import pytest
from click.testing import CliRunner

from socialmap.catalogue.addresses import new_slug
from socialmap.cli import duplicates
from socialmap.cli.duplicates import duplicates_command
from tests.listings import listing, put


@pytest.fixture
def two(session, monkeypatch):
    """Two listings that are one; what is written is rolled back after the test."""
    # A test is already inside a transaction, and cannot begin one that writes.
    monkeypatch.setattr(duplicates, "start_writing", lambda: None)
    at = {"postcode": "3511 AB", "town": "Utrecht"}
    put(listing("De Brug", at=at), listing("Stichting De Brug", at=at, summary="Thee."))


def run(*args):
    return CliRunner().invoke(duplicates_command, args, catch_exceptions=False)


def test_pairs_are_shown_with_what_each_field_counts_for(two):
    shown = run().output
    assert "de-brug  stichting-de-brug" in shown or "stichting-de-brug  de-brug" in shown
    assert "name" in shown
    (pair,) = json.loads(run("--json", "--area", "Utrecht").stdout)
    assert pair["score"] >= 0.9
    assert {"field", "one", "other", "agreement", "counted"} == set(pair["fields"][0])
    assert json.loads(run("--json", "--area", "Zeist").stdout) == []


def test_two_are_merged_and_taken_apart_again(two):
    assert run("--merge", "de-brug", "stichting-de-brug", "--take", "name").exit_code == 0
    assert new_slug("stichting-de-brug") == "de-brug"
    assert "0 paren" in run().output
    assert run("--unmerge", "stichting-de-brug").exit_code == 0
    assert "1 paren" in run().output


def test_that_two_are_two_is_remembered(two):
    assert run("--not", "de-brug", "stichting-de-brug").exit_code == 0
    assert "0 paren" in run().output


def test_what_does_not_go_together_is_refused(two):
    assert run("--take", "name").exit_code == 2
    assert run("--merge", "a", "b", "--not", "a", "b").exit_code == 2
