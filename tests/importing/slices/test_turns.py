"""Between the slices of a large run those who wait to write have their turn first."""

from threading import Thread

import pytest
from sqlalchemy import text

from socialmap import create_app, writers
from socialmap.db import db, transaction
from socialmap.importing.slices import turns
from socialmap.importing.slices.turns import write_in_turns


@pytest.fixture
def site(tmp_path):
    """An app with a SpatiaLite file of its own, and in it a table of who wrote."""
    app = create_app({"SOCIALMAP_DATA": str(tmp_path), "SOCIALMAP_DEMO": "0"})
    with app.app_context():
        with transaction():
            db.session.execute(text("CREATE TABLE written (who TEXT)"))
        yield app
        db.session.remove()
        db.engine.dispose()


def write(who):
    """Add a line to the table."""
    db.session.execute(text("INSERT INTO written VALUES (:who)"), {"who": who})


def written():
    return list(db.session.scalars(text("SELECT who FROM written ORDER BY rowid")))


def at_the_desk(site):
    """Write once, in a transaction of its own."""
    with site.app_context():
        with transaction():
            write("desk")
        db.session.remove()


def test_who_waits_during_a_slice_writes_before_the_next_one(site, monkeypatch):
    monkeypatch.setattr(turns, "HELD", 0)
    people = [Thread(target=at_the_desk, args=[site]) for _ in range(3)]

    def slow(part):
        write(part)
        if part == "first slice":
            for person in people:
                person.start()
            while not all_waiting(db.engine.url.database):
                pass

    def all_waiting(database):
        return writers.is_anybody_waiting(database) and all(each.is_alive() for each in people)

    write_in_turns(["first slice", "second slice"], slow)
    for person in people:
        person.join()
    assert written()[:2] == ["first slice", "desk"]
    assert sorted(written()) == ["desk", "desk", "desk", "first slice", "second slice"]


def test_parts_that_take_no_time_are_written_in_one_transaction(site, monkeypatch):
    monkeypatch.setattr(turns, "HELD", 1000)
    begun = []
    monkeypatch.setattr(turns, "_let_others_go_first", lambda: begun.append(None))
    write_in_turns(["one", "two", "three"], write)
    assert (written(), len(begun)) == (["one", "two", "three"], 1)


def test_nobody_waits_for_a_database_in_memory_or_for_one_that_is_free(site):
    database = db.engine.url.database
    assert not writers.is_anybody_waiting(database)
    with transaction():
        write("me")
        assert not writers.is_anybody_waiting(database)
