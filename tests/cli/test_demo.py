import dataclasses
import json

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, func, select

from socialmap.catalogue.actions import Change, rewrite
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative, Organisation
from socialmap.cli.demo import demo_command
from socialmap.config import current_settings
from socialmap.duplicates.actions import initiative_of, merge
from socialmap.places.models import Area, Location
from tests.listings import ZEIST, listing, put


def run(*args):
    result = CliRunner().invoke(demo_command, args, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


@pytest.fixture
def wanted(app, monkeypatch):
    """The setting SOCIALMAP_DEMO is 1."""
    from dataclasses import replace

    monkeypatch.setitem(app.extensions, "socialmap", replace(current_settings(), demo=True))


def test_the_demo_region_comes_once(session, wanted):
    assert "191 new" in run("--if-empty")
    assert session.scalar(select(func.count(Initiative.id))) == 191
    assert session.scalar(select(func.count()).where(Area.approximate)) > 200
    assert run("--if-empty") == ""
    assert "0 new initiatives, 191 the same" in run()


def test_after_the_demo_questions_can_be_compared_by_meaning(session, wanted, monkeypatch):
    made: list[bool] = []
    monkeypatch.setattr("socialmap.language.meaning.prepare", lambda: made.append(True))
    run("--if-empty")
    assert made == [True]
    run("--if-empty")
    assert made == [True]


def test_who_wants_no_demo_gets_none(session):
    assert run("--if-empty") == ""
    assert session.scalar(select(func.count(Initiative.id))) == 0


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def full(session, wanted):
    """A map with the demo, and one listing of our own in a town of the demo."""
    run()
    at = {"street": "Slotlaan 5", "postcode": "3701 AB", "town": "Zeist", "municipality": "Zeist"}
    put(listing("Eettafel van ons", ZEIST, at=at, summary="Eten.", organisation="Onze club"))
    session.flush()


def edited(session, name="Andere naam"):
    """One demo listing that somebody edited."""
    own = session.scalars(select(Initiative).where(Initiative.source_id == "demo-002")).one()
    changed = latest_listing(own.id)
    rewrite([(own.id, dataclasses.replace(changed, name=name))], Change(actor="person:1"))
    return own


@pytest.mark.usefixtures("full")
def test_the_demo_goes_and_nothing_else(session):
    answer = run("remove", "--yes")
    assert "191 demo listings will be removed" in answer
    assert session.scalars(select(Initiative.name)).all() == ["Eettafel van ons"]
    assert session.scalars(select(Organisation.name)).all() == ["Onze club"]
    assert count(session, Location) == 1
    # The area around our own listing stays; it is drawn around it.
    assert session.scalars(select(Area.code).where(Area.approximate)).all() == ["3701"]
    assert "0 demo listings" in run("remove", "--yes")


@pytest.mark.usefixtures("full")
def test_it_does_not_come_back_by_itself(session):
    run("remove", "--yes")
    session.execute(delete(Initiative))
    assert run("--if-empty") == ""


@pytest.mark.usefixtures("full")
def test_what_was_edited_stays_unless_all(session):
    own = edited(session)
    answer = run("remove", "--yes")
    assert "190 demo listings will be removed. 1 were edited since" in answer
    assert f"Kept: {own.slug}" in answer
    assert count(session, Initiative) == 2
    assert own.organisation is not None
    assert "1 demo listings will be removed." in run("remove", "--all", "--yes")
    assert count(session, Initiative) == 1


@pytest.mark.usefixtures("full")
def test_a_demo_listing_with_one_of_our_own_in_it_always_stays(session):
    demo = session.scalars(select(Initiative).where(Initiative.source_id == "demo-003")).one()
    merge(demo, initiative_of("eettafel-van-ons"), Change(actor="person:1"))
    answer = json.loads(run("remove", "--all", "--yes", "--json"))
    assert answer["removed"] == 190
    assert answer["kept"] == [demo.slug]


@pytest.mark.usefixtures("full")
def test_it_asks_first_and_no_changes_nothing(session):
    result = CliRunner().invoke(demo_command, ["remove"], input="n\n")
    assert result.exit_code == 1
    assert "191 demo listings" in result.output
    assert count(session, Initiative) == 192


@pytest.mark.usefixtures("full")
def test_it_is_whole_or_nothing(session, monkeypatch):
    def break_off(*_):
        raise RuntimeError("the power went out")

    monkeypatch.setattr("socialmap.importing.actions.remove_organisations", break_off)
    with pytest.raises(RuntimeError):
        run("remove", "--yes")
    assert count(session, Initiative) == 192


@pytest.mark.usefixtures("full")
def test_the_search_follows(client):
    assert client.get("/zoeken.json?wat=koffie").json["total"] > 0
    run("remove", "--yes")
    assert client.get("/zoeken.json?wat=koffie").json["total"] == 0
