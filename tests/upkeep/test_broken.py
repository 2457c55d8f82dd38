"""A broken value is shown nowhere, waits on Today, and is mended in the form."""

import json
from datetime import date, datetime

import pytest
from sqlalchemy import String, cast, literal, text, update
from sqlalchemy.dialects.postgresql import JSON

from socialmap.catalogue.actions import Change, rewrite
from socialmap.catalogue.documents import noting
from socialmap.catalogue.freshness import confirmed
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import ListedActivity, broken_in, to_document
from socialmap.catalogue.models import Activity, Initiative, Revision
from socialmap.catalogue.queries import dated
from socialmap.db import db
from socialmap.importing.models import ImportRun
from socialmap.search.index.snapshot import store
from socialmap.upkeep.actions import save_broken
from socialmap.upkeep.broken import broken_fields, broken_values
from tests.desk import a_person, sign_in
from tests.listings import listing, put

WRONG = "FREQ=WEEKLY;BYDAY=XX"
CHESS = ListedActivity(name="Schaken", starts=datetime(2026, 12, 7, 10), repeats="FREQ=WEEKLY")


def written_past_the_form(rule=WRONG):
    [key] = put(listing("Schaakclub", kind="hobby_group", activities=(CHESS,)))
    document = to_document(latest_listing(key))
    document["activities"][0]["repeats"] = rule
    stored = literal(json.dumps(document), String)
    if db.session.connection().dialect.name == "postgresql":
        stored = cast(stored, JSON)
    db.session.execute(update(Revision).values(document=stored))
    db.session.execute(text("UPDATE activity SET repeats = :rule"), {"rule": rule})
    db.session.commit()
    store().stale()
    save_broken(broken_fields())
    return db.session.get(Initiative, key)


def test_it_waits_on_today_and_is_logged_once(client, monkeypatch):
    noting._noted.clear()
    logged = []
    monkeypatch.setattr(noting.log, "warning", lambda *words: logged.append(words))
    club = written_past_the_form()
    sign_in(client, a_person())
    pages = [client.get("/beheer").text for _ in range(2)]
    assert all(f"/beheer/initiatieven/{club.id}" in page for page in pages)
    assert "op deze dagen" in pages[0]
    assert sum(club.id in words or str(club.id) in map(str, words) for words in logged) == 1


def test_the_page_shows_the_rest(client):
    club = written_past_the_form()
    assert "Schaakclub" in client.get(f"/initiatief/{club.slug}").text
    assert dated(date(2026, 12, 1), date(2026, 12, 31)) == []


def test_the_form_keeps_what_stands_there_and_says_what_is_wrong(client):
    club = written_past_the_form()
    sign_in(client, a_person())
    page = client.get(f"/beheer/initiatieven/{club.id}")
    assert page.status_code == 200
    assert WRONG in page.text
    assert "FREQ=WEEKLY;BYDAY=WE" in page.text


def test_it_stays_in_the_document_when_something_else_changes(session):

    club = written_past_the_form()
    right = confirmed(latest_listing(club.id), date(2026, 11, 30))
    rewrite([(club.id, right)], Change(actor="test"))
    assert [name for name, _ in broken_in(latest_listing(club.id))] == ["activities"]
    assert session.query(Activity).count() == 0


def test_what_is_certain_is_shown_as_it_is_meant(session):
    written_past_the_form("FREQ=WEEKLY; BYDAY=MO")
    assert [each.starts.day for each in dated(date(2026, 12, 1), date(2026, 12, 31))] == [
        *(7, 14, 21, 28)
    ]


def test_doctor_names_listing_field_value_and_remedy(session):
    club = written_past_the_form()
    [found] = broken_values(db.session.connection())
    assert (found.id, found.slug, found.field) == (club.id, club.slug, "activities")
    assert WRONG in found.value


def set_past_the_form(table, column, value):
    """Put a value into a column, past every check of ours."""
    [key] = put(
        listing(
            "Schaakclub",
            cost_amount=2.5,
        )
    )
    db.session.execute(text(f"UPDATE {table} SET {column} = {value}"))  # noqa: S608 - a constant
    db.session.commit()
    store().stale()
    save_broken(broken_fields())
    return db.session.get(Initiative, key)


@pytest.mark.parametrize(
    ("table", "column", "value", "field", "words"),
    [
        ("initiative", "cost_amount", "-3", "cost_amount", "prijs"),
        ("initiative", "cost_amount", "9e307", "cost_amount", "prijs"),
        ("initiative", "visibility", '\'{"place": "iedereen"}\'', "visibility", "wie het ziet"),
        ("initiative", "status", "'zomaar'", "status", "status"),
        ("location", "point", "ST_GeomFromText('POINT(500 95)', 4326)", "locations", "plek"),
        ("initiative", "funding_until", "'0001-01-01'", "funding_until", "geld tot"),
    ],
)
def test_each_column_that_can_be_wrong_waits_on_today_and_is_named_by_doctor(
    client, table, column, value, field, words
):
    club = set_past_the_form(table, column, value)
    [found] = broken_values(db.session.connection())
    assert (found.id, found.field) == (club.id, field)
    sign_in(client, a_person())
    today = client.get("/beheer").text
    assert f"/beheer/initiatieven/{club.id}" in today
    assert words in today.casefold()
    for page in (f"/beheer/initiatieven/{club.id}", "/beheer/lijst", "/zoeken?wat=schaakclub"):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    ("table", "column", "field"),
    [
        ("initiative", "funding_until", "funding_until"),
        ("initiative", "capacity_as_of", "capacity_as_of"),
        ("initiative", "due_on", ""),
        ("initiative", "overdue_on", ""),
        ("confirmation", '"on"', "confirmations"),
        ("activity", "starts", "activities"),
        ("initiative", "created_at", ""),
        ("initiative", "changed_at", ""),
    ],
)
def test_words_where_sqlite_has_a_date_break_no_page(client, table, column, field):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite takes words where a date belongs")
    sure = confirmed(listing("Schaakclub", activities=(CHESS,)), date(2026, 11, 30))
    [key] = put(sure)
    db.session.execute(text(f"UPDATE {table} SET {column} = 'volgende week'"))  # noqa: S608
    db.session.commit()
    store().stale()
    assert {one.field for one in broken_values(db.session.connection())} == {*filter(None, [field])}
    slug = db.session.get(Initiative, key).slug
    sign_in(client, a_person())
    for page in ("/beheer", f"/beheer/initiatieven/{key}", "/beheer/lijst", "/agenda",
                 f"/initiatief/{slug}", "/beheer/kwaliteit", "/zoeken.atom",
                 "/beheer/lijst/export/csv", f"/beheer/geschiedenis/{key}"):  # fmt: skip
        assert client.get(page).status_code == 200


def test_bytes_where_sqlite_has_a_text_break_no_page(client):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite takes bytes where a text belongs")
    [key] = put(listing("Schaakclub", website="https://example.org", summary="Schaken."))
    slug = db.session.get(Initiative, key).slug
    for table, column in (
        *(("initiative", name) for name in ("name", "summary", "hours", "kind", "cost_text")),
        *(("contact", name) for name in ("website", "email", "name")),
        *(("location", name) for name in ("town", "street")),
    ):
        db.session.execute(text(f"UPDATE {table} SET {column} = x'fffe'"))  # noqa: S608
    db.session.commit()
    store().stale()
    sign_in(client, a_person())
    for page in ("/beheer", f"/beheer/initiatieven/{key}", "/beheer/lijst", "/zoeken",
                 f"/initiatief/{slug}", "/beheer/bellen", "/beheer/lijst/export/csv"):  # fmt: skip
        assert client.get(page).status_code == 200, page


def test_an_import_of_which_the_moment_is_broken_breaks_no_page(client, session):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite takes words where a moment belongs")
    run = ImportRun(source="lijst", file_name="lijst.csv", file_digest="0")
    session.add(run)
    session.flush()
    db.session.execute(text("UPDATE import_run SET applied_at = 'x', counts = 'x'"))
    db.session.commit()
    sign_in(client, a_person())
    assert client.get("/beheer/import").status_code == 200
    assert client.get(f"/beheer/import/runs/{run.id}").status_code == 200


def test_an_unknown_status_is_not_on_the_map_and_can_be_put_there_again(client):
    club = set_past_the_form("initiative", "status", "'zomaar'")
    assert club.status == "paused"
    assert client.get(f"/initiatief/{club.slug}").status_code != 500
    assert "Schaakclub" not in client.get("/zoeken?wat=schaakclub").text.partition("<main")[2]
