import signal
import subprocess
import sys
import time
from datetime import datetime
from unittest.mock import Mock

import flask_migrate
import pytest
import time_machine
from sqlalchemy.exc import OperationalError

from socialmap import create_app
from socialmap.catalogue.actions import Change, Entry, add, remove, rewrite
from socialmap.catalogue.listing import ListedActivity, Listing
from socialmap.db import db
from socialmap.search.finder import find
from socialmap.search.index.snapshot import MOST_CHANGED, store
from socialmap.search.query import DAY, SearchQuery
from socialmap.times.days import TODAY
from tests.listings import listing

CHANGE = Change(actor="test")


@pytest.fixture
def catalogue(tmp_path):
    """An app with a committed database of its own, in which other processes can look."""
    app = create_app({"SOCIALMAP_DATA": str(tmp_path), "SOCIALMAP_TILES_URL": ""})
    with app.app_context():
        flask_migrate.upgrade()
        store().environ = None
        yield tmp_path
        db.session.remove()
        db.engine.dispose()


def write(*names):
    ids = add([Entry(listing(name)) for name in names], CHANGE)
    db.session.commit()
    return ids


def names(words=""):
    return sorted(hit.card.name for hit in find(SearchQuery(words=words)).hits)


def generations(folder):
    return [path for path in (folder / "snapshots").iterdir() if path.is_dir()]


def test_an_edit_is_seen_at_once_without_a_new_generation(catalogue):
    [first, second] = write("Koffie", "Thee")
    assert names() == ["Koffie", "Thee"]
    rewrite([(first, listing("Soep"))], CHANGE)
    remove([second], CHANGE)
    write("Brood")
    assert names() == ["Brood", "Soep"]
    assert names("koffie") == []
    assert names("soep") == ["Soep"]
    assert len(generations(catalogue)) == 1


def test_an_edit_in_another_process_is_seen_within_a_second(catalogue):
    write("Koffie")
    assert names() == ["Koffie"]
    script = (
        "from socialmap import create_app\n"
        "from tests.search.index.test_snapshot import write\n"
        "with create_app().app_context(): write('Elders')"
    )
    subprocess.run([sys.executable, "-c", script], check=True, env=settings(catalogue), timeout=60)
    until = time.monotonic() + 1
    while names() == ["Koffie"] and time.monotonic() < until:
        # A request ends its transaction; in a long one nothing new is ever seen.
        db.session.remove()
        time.sleep(0.05)
    assert names() == ["Elders", "Koffie"]


def settings(folder):
    return {"SOCIALMAP_DATA": str(folder), "PATH": "/usr/bin", "PYTHONPATH": ":".join(sys.path)}


@pytest.mark.parametrize("harm", ["gone", "cut", "garbage", "empty", "pointer"])
def test_a_damaged_snapshot_is_made_anew(catalogue, harm):
    write("Koffie")
    assert names() == ["Koffie"]
    [folder] = generations(catalogue)
    post = folder / "post_doc.npy"
    match harm:
        case "gone":
            post.unlink()
        case "cut":
            post.write_bytes(post.read_bytes()[:-3])
        case "garbage":
            (folder / "words.json").write_bytes(b"\x00{]")
        case "empty":
            post.write_bytes(b"")
        case "pointer":
            (catalogue / "snapshots" / "current").write_text("nergens")
    store().snapshot = None
    store().stale()
    assert names() == ["Koffie"]


def test_a_build_that_is_killed_leaves_the_old_generation_in_service(catalogue):
    write("Koffie")
    names()
    write("Thee")
    script = (
        "import os, signal\n"
        "from socialmap import create_app\n"
        "from socialmap.search.index.segment import Segment\n"
        "from socialmap.search.index.snapshot import store\n"
        "saving = Segment.save\n"
        "def killed(segment, folder):\n"
        "    saving(segment, folder)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "Segment.save = killed\n"
        "with create_app().app_context(): store().make()"
    )
    ended = subprocess.run([sys.executable, "-c", script], env=settings(catalogue), timeout=60)
    assert ended.returncode == -signal.SIGKILL
    store().snapshot = None
    store().stale()
    assert names() == ["Koffie", "Thee"]
    # The lock went with the process: the next build does not wait.
    assert store().make().main.count == 2


def test_more_changes_than_a_question_waits_for_make_a_new_generation(catalogue):
    names()
    write(*(f"Nummer {number}" for number in range(MOST_CHANGED + 1)))
    assert find(SearchQuery()).total == MOST_CHANGED + 1
    assert store().current().fresh is None


def test_a_generation_of_a_later_day_is_made_anew_when_the_clock_is_set_back(catalogue):
    with time_machine.travel("2026-12-04T10:00:00Z", tick=False):
        write("Koffie")
        assert names() == ["Koffie"]
    with time_machine.travel("2026-11-30T10:00:00Z", tick=False):
        song = ListedActivity(name="Zang", starts=datetime(2026, 11, 30, 20))
        choir = listing("Koor", activities=(song,))
        add([Entry(choir)], CHANGE)
        db.session.commit()
        today = find(SearchQuery(chosen={DAY: frozenset({TODAY})}))
        assert [hit.card.name for hit in today.hits if not hit.unknown] == ["Koor"]


def test_old_generations_are_removed(catalogue):
    for number in range(4):
        write(f"Nummer {number}")
        store().make()
    assert len(generations(catalogue)) == 2


def test_a_folder_that_cannot_be_written_does_not_stop_the_search(catalogue, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("socialmap.search.index.generations.Generations.save", full)
    write("Koffie")
    assert names() == ["Koffie"]


def test_a_database_that_is_away_leaves_the_search_standing(catalogue, monkeypatch):
    write("Koffie")
    assert names() == ["Koffie"]

    def away():
        from sqlalchemy.exc import OperationalError

        raise OperationalError("select", {}, Exception("away"))

    monkeypatch.setattr("socialmap.search.index.snapshot.latest_change", away)
    store().stale()
    assert names() == ["Koffie"]


def test_a_generation_made_beside_the_search_is_put_in_service(catalogue):
    write("Koffie")
    before = store().current()
    write("Thee")
    made = store().make()
    store().stale()
    now = store().current()
    assert now.name == made.name == store().generations.current() != before.name
    assert now.main.count == 2


def test_a_generation_that_could_not_be_opened_is_tried_again(catalogue, monkeypatch):
    """The database goes away while a new generation is opened: the old one is no new one."""
    write("Koffie")
    before = store().current()
    write("Thee")
    made = store().make()
    away = OperationalError("", {}, Exception())
    with monkeypatch.context() as patched:
        patched.setattr("socialmap.search.index.snapshot.still_there", Mock(side_effect=away))
        store().stale()
        assert store().current() is before
    store().stale()
    assert store().current().name == made.name


def test_another_catalogue_put_back_is_noticed(catalogue):
    write("Koffie")
    assert names() == ["Koffie"]
    db.session.execute(db.text("UPDATE revision SET at = '2001-01-01 00:00:00'"))
    db.session.commit()
    write("Thee")
    assert names() == ["Koffie", "Thee"]


def test_what_is_not_for_everybody_is_not_on_the_map(catalogue):
    hidden = listing("Thuis", at={"name": "Geheim adres"}, visibility={"place": "professionals"})
    add([Entry(hidden), Entry(Listing(name="Open", visibility={}))], CHANGE)
    db.session.commit()
    found = find(SearchQuery())
    assert found.total == 0
    assert all(hit.lon is None and not hit.town for hit in found.serving)
    assert names("geheim") == []
