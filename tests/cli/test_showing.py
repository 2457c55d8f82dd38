import json

import pytest
from click.testing import CliRunner

from socialmap.cli.commands import main
from tests.listings import listing, put


@pytest.fixture
def show(app):
    """Run the command in the app of the test."""

    def show(*args):
        return CliRunner().invoke(main, ["show", *args])

    return show


def test_a_listing_is_shown_as_its_page_has_it(show, session):
    put(listing("Koffie bij Ans", hours="Mo-Fr 10:00-12:00", phone="+31302345678", cost_text="€ 2"))
    shown = json.loads(show("koffie-bij-ans", "--json").stdout)
    assert (shown["slug"], shown["page"]) == ("koffie-bij-ans", "/initiatief/koffie-bij-ans")
    assert (shown["name"], shown["cost_text"]) == ("Koffie bij Ans", "€ 2")
    assert len(shown["week"]) == 7
    assert sum(bool(day["spans"]) for day in shown["week"]) == 5
    assert shown["opening"]["state"] in ("open", "closed")


def test_what_everybody_may_not_see_is_not_shown(show, session):
    hidden = {"contact": "professionals", "times": "internal"}
    put(listing("Koffie", hours="Mo 10:00-12:00", email="ans@example.org", visibility=hidden))
    shown = json.loads(show("koffie", "--json").stdout)
    assert not {"email", "hours", "week", "opening", "visibility", "funding_until"} & set(shown)


def test_without_json_each_field_is_a_line(show, session):
    put(listing("Koffie", summary="Elke week."))
    assert "In één zin: Elke week." in show("koffie").output.splitlines()


def test_without_json_no_line_holds_code(show, session):
    put(listing("Koffie", hours="Tu 19:00-21:00", phone="+31302345678"))
    said = show("koffie").output
    assert "Tu 19:00" not in said
    assert "dinsdag" in said.lower()
    assert "[{" not in said
    assert "030" in said


def test_an_unknown_slug_is_one_sentence(show, session):
    result = show("nergens")
    assert result.exit_code == 1
    assert "niet (meer) op de kaart" in result.output
