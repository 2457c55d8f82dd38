"""Six people edit while a large import is applied and undone, and nothing of theirs is lost."""

import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event, Lock

import flask_migrate
import pytest
from sqlalchemy import func, select

from socialmap import create_app
from socialmap.bench.importing import write_file
from socialmap.catalogue.history import latest_listing, revisions_of
from socialmap.catalogue.models import Initiative
from socialmap.db import db, transaction
from socialmap.importing.models import ImportRun
from socialmap.search.index.snapshot import store
from tests.desk import a_person, sign_in
from tests.listings import put
from tests.web.conftest import EVERYTHING
from tests.web.desk.editing.filling import filled

PEOPLE, ROWS = 6, 400
# One process of the server answers one after another.
ANSWERING = Lock()


@pytest.fixture
def environ(tmp_path):
    """The settings of an app whose database really commits, on SpatiaLite."""
    return {
        "SOCIALMAP_DATA": str(tmp_path),
        "SOCIALMAP_SECRET_KEY": "only for tests",
        "SOCIALMAP_TILES_URL": "",
        "SOCIALMAP_DEMO": "0",
    }


@pytest.fixture
def site(environ):
    """The app, with its tables."""
    app = create_app(environ)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        store().environ = None  # no process of its own, which outlives the test
        flask_migrate.upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


def people_at(site):
    """For each person a browser and the listing to edit."""
    with site.app_context():
        with transaction():
            ids = put(*(replace(EVERYTHING, name=f"Plek {n}") for n in range(PEOPLE)))
            clients = [site.test_client() for _ in ids]
            for n, client in enumerate(clients):
                sign_in(client, a_person(email=f"{n}@example.org"))
        db.session.remove()
    return list(zip(clients, ids, strict=True))


def busy(person, finished):
    """Edit one listing again and again until somebody is finished; return how often."""
    (client, key), times = person, 0
    address = f"/beheer/initiatieven/{key}"
    while not times or not finished.wait(0.05):
        with ANSWERING:
            sent = filled(client.get(address))
            sent["summary"] = f"Keer {times + 1}."
            answer = client.post(address, data=sent | {"do": "save"})
        assert answer.status_code == 303
        times += 1
    return times


def looked(site, finished):
    """The numbers of imported listings that a reader sees until somebody is finished."""
    seen, brought = set(), select(func.count(Initiative.id)).where(Initiative.source == "lijst")
    with site.app_context():
        while not finished.wait(0.02):
            seen.add(db.session.scalar(brought))
            db.session.rollback()
        seen.add(db.session.scalar(brought))
        db.session.remove()
    return seen


def meanwhile(site, environ, people, *command):
    """How often each person saved, and what a reader saw, while a command ran."""
    finished = Event()
    with ThreadPoolExecutor(PEOPLE + 1) as pool:
        seen = pool.submit(looked, site, finished)
        edits = [pool.submit(busy, person, finished) for person in people]
        try:
            subprocess.run(
                [sys.executable, "-m", "socialmap", "import", *command],
                env=os.environ | environ,
                stdout=subprocess.DEVNULL,
                check=True,
            )
        finally:
            finished.set()
        return [times.result() for times in edits], seen.result()


def test_people_edit_while_a_large_import_comes_and_goes(site, environ, tmp_path):
    people, file = people_at(site), tmp_path / "lijst.csv"
    write_file(file, ROWS, random.Random(1))
    saved, seen = meanwhile(site, environ, people, str(file), "--apply", "--source", "lijst")
    assert seen == {0, ROWS}
    with site.app_context():
        run = db.session.scalar(select(ImportRun.id))
        db.session.remove()
    saved_later, seen = meanwhile(site, environ, people, "--undo", str(run))
    assert seen == {ROWS, 0}
    with site.app_context():
        for (_, key), before, after in zip(people, saved, saved_later, strict=True):
            assert len(revisions_of(key)) == 1 + before + after
            assert latest_listing(key).summary == f"Keer {after}."
        db.session.remove()
