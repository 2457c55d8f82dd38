"""An import whose process is killed halfway is finished by the next run, or given back."""

import os
import re
import subprocess
import sys
import time
from datetime import timedelta
from hashlib import sha256

import flask_migrate
import pytest
from sqlalchemy import create_engine, func, select, text, update

from socialmap import create_app
from socialmap.catalogue.models import Initiative, Revision
from socialmap.db import db, transaction
from socialmap.importing.models import ImportRun
from socialmap.importing.uploads import jobs
from socialmap.importing.uploads.disk import STARTS, folder, save_file
from socialmap.importing.uploads.models import Stage, Upload
from socialmap.times.clock import now

ROWS = 60  # three slices of the process that dies
# Runs a job, and kills its own process where a function is called for the n-th time.
DIES = """
import importlib, os, signal, sys
from socialmap import create_app
from socialmap.importing.slices import applying, mending, turns, undoing
from socialmap.jobs import perform

applying.SHORT = applying.PART = mending.PART = undoing.PART = 20
turns.HELD = 0
job, number, module, name, times = sys.argv[1:]
module = importlib.import_module(module)
calls, function = [], getattr(module, name)

def dying(*given, **named):
    calls.append(given)
    if len(calls) == int(times):
        os.kill(os.getpid(), signal.SIGKILL)
    return function(*given, **named)

setattr(module, name, dying)
about = {"import-apply": "upload", "import-undo": "run"}
facts = {about[job]: int(number), "actor": "person:1"} if job in about else {}
with create_app().app_context():
    perform(job, facts)
"""
FIRST_SLICE = ("socialmap.importing.slices.applying", "add_ready", "1")
SECOND_SLICE = ("socialmap.importing.slices.applying", "add_ready", "2")
ALL_WRITTEN = ("socialmap.importing.uploads.applying", "note", "1")
COMMITTED = ("socialmap.jobs", "_end", "1")
HALF_HIDDEN = ("socialmap.importing.slices.undoing", "hide", "2")
HALF_REMOVED = ("socialmap.importing.slices.mending", "remove", "2")


@pytest.fixture(scope="module")
def place(database_url, tmp_path_factory):
    """The settings of an app with a database of its own, which processes share."""
    url, own = "", f"socialmap_test_killed_{os.getpid()}"
    if not database_url.startswith("sqlite"):
        server = database_url.replace("postgresql://", "postgresql+psycopg://")
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {own}"))
        url = f"{database_url.rpartition('/')[0]}/{own}"
    data = str(tmp_path_factory.mktemp("killed"))
    yield os.environ | {"SOCIALMAP_DATA": data, "SOCIALMAP_DATABASE_URL": url}
    if url:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {own} WITH (FORCE)"))
        engine.dispose()


@pytest.fixture(scope="module")
def tables(place):
    """The app, with its tables."""
    app = create_app(place)
    with app.app_context():
        flask_migrate.upgrade()
    return app


@pytest.fixture
def upload(tables):
    """The number of an upload of which the applying began ten minutes ago."""
    with tables.app_context():
        with transaction():
            first = db.session.scalar(select(func.count(Upload.id))) * ROWS
            upload = save_file([many(first)], "lijst.csv", "person:1")
            upload.source, upload.stage, number = f"lijst {first}", Stage.PLANNING, upload.id
        jobs.plan_job(number)
        with transaction():
            # The upload of the test before is not to be resumed.
            db.session.execute(
                update(Upload).where(Upload.id != number).values(stage=Stage.DROPPED)
            )
            upload = db.session.get(Upload, number)
            upload.stage, upload.stage_at = Stage.APPLYING, now() - timedelta(minutes=10)
            (folder() / upload.key / STARTS).unlink()  # the planning began before
        yield number
        db.session.remove()
        db.engine.dispose()


def many(first):
    """A file of rows that are nothing like each other."""
    numbers = range(first, first + ROWS)
    names = (sha256(str(n).encode()).hexdigest()[:20] for n in numbers)
    return "\n".join(["naam;werkgebied", *(f"{name};{name[:8]}" for name in names)]).encode()


def kill(place, job, number, point):
    """Run a job, about an upload or a run, in a process that dies at this point."""
    db.session.rollback()
    command = [sys.executable, "-c", DIES, job, str(number), *point]
    died = subprocess.run(command, env=place, capture_output=True, check=False)
    assert died.returncode == -9, died.stderr


def resumed():
    """What the next run says; a server may need a moment to see that a process is gone."""
    for _ in range(50):
        if report := jobs.resume_job():
            return report
        time.sleep(0.1)
    return ""


def brought(upload):
    """The number of listings of an upload that are on the map, and its stage."""
    db.session.rollback()
    record = db.session.get(Upload, upload)
    own = select(func.count(Initiative.id)).where(Initiative.source == record.source)
    return db.session.scalar(own), record.stage


@pytest.mark.parametrize("point", [FIRST_SLICE, SECOND_SLICE, ALL_WRITTEN])
def test_what_was_killed_before_the_end_left_nothing_and_is_finished_by_the_next_run(
    place, upload, point
):
    kill(place, "import-apply", upload, point)
    assert brought(upload) == (0, Stage.APPLYING)
    assert re.fullmatch(r"import \d+ brak af en is weggehaald; lijst.csv hervat", resumed())
    assert brought(upload) == (ROWS, Stage.APPLIED)
    assert jobs.resume_job() == ""
    record = db.session.get(Upload, upload)
    of_run, of_source = Revision.import_run_id == record.run_id, ImportRun.source == record.source
    assert db.session.scalar(select(func.count(Revision.id)).where(of_run)) == ROWS
    assert db.session.scalar(select(func.count(ImportRun.id)).where(of_source)) == 1


def test_what_was_killed_after_the_end_is_whole_and_not_done_twice(place, upload):
    kill(place, "import-apply", upload, COMMITTED)
    assert brought(upload) == (ROWS, Stage.APPLIED)
    assert jobs.resume_job() == ""
    source = db.session.get(Upload, upload).source
    runs = select(func.count(ImportRun.id)).where(ImportRun.source == source)
    assert db.session.scalar(runs) == 1


def test_what_is_killed_twice_is_given_back_and_can_be_applied_again(place, upload):
    kill(place, "import-apply", upload, SECOND_SLICE)
    kill(place, "import-resume", upload, SECOND_SLICE)
    assert resumed().endswith("lijst.csv teruggegeven")
    assert brought(upload) == (0, Stage.PLANNED)
    problem = db.session.get(Upload, upload).problem["sentence"]
    assert "stopte steeds halverwege" in problem
    db.session.rollback()
    with transaction():
        db.session.get(Upload, upload).stage = Stage.APPLYING
    assert "uitgevoerd" in jobs.apply_job(upload, "person:1")
    assert brought(upload) == (ROWS, Stage.APPLIED)


def test_undoing_that_was_killed_changed_nothing_or_is_finished_by_the_next_run(place, upload):
    jobs.apply_job(upload, "person:1")
    run = db.session.get(Upload, upload).run_id
    kill(place, "import-undo", run, HALF_HIDDEN)
    assert brought(upload) == (ROWS, Stage.APPLIED)
    assert jobs.resume_job() == ""
    kill(place, "import-undo", run, HALF_REMOVED)
    assert brought(upload) == (0, Stage.APPLIED)
    assert resumed() == f"import {run} verder teruggedraaid"
    assert jobs.undo_job(run, "person:1") == f"Import {run} is al teruggedraaid."
