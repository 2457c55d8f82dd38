"""An upload whose process was killed is finished, or given back; it never stays at work."""

from datetime import timedelta

import pytest

from socialmap.db import db
from socialmap.importing.uploads import jobs, slicing
from socialmap.importing.uploads.disk import STARTS, folder, note_start, save_file
from socialmap.importing.uploads.models import Stage, Upload
from socialmap.importing.uploads.resuming import REST, WORK
from socialmap.jobs import JOBS, JobRun, only_one
from socialmap.times.clock import now
from socialmap.web.desk.imports.views import WORKING
from tests.importing.uploads.test_applying import BRIDGE, HEADER, names


@pytest.fixture
def applying(session):
    """An upload of which the applying began ten minutes ago, in a process that is gone."""
    upload = save_file([f"{HEADER}\n{BRIDGE}".encode()], "lijst.csv", "person:1")
    upload.stage = Stage.PLANNING
    session.commit()
    jobs.plan_job(upload.id)
    upload.stage, upload.stage_at = Stage.APPLYING, now() - timedelta(minutes=10)
    session.commit()
    (folder() / upload.key / STARTS).unlink()  # the planning began before
    note_start(upload.key)
    return upload


def test_what_was_being_applied_is_finished(applying, session):
    assert jobs.resume_job() == "lijst.csv hervat"
    session.expire_all()
    assert applying.stage == Stage.APPLIED
    assert "Taalcafé De Brug" in names()
    assert jobs.resume_job() == ""


def test_what_was_being_planned_is_planned(applying, session):
    applying.stage = Stage.PLANNING
    session.commit()
    jobs.resume_job()
    session.expire_all()
    assert applying.stage == Stage.PLANNED


def test_what_is_killed_each_time_goes_back_to_a_person(applying, session):
    note_start(applying.key)
    assert jobs.resume_job() == "lijst.csv teruggegeven"
    session.expire_all()
    assert applying.stage == Stage.PLANNED
    assert "stopte steeds halverwege" in applying.problem["sentence"]
    assert names() == set()


def test_another_import_that_is_killed_does_not_count(applying, session):
    other = save_file([f"{HEADER}\n{BRIDGE}".encode()], "ander.csv", "person:1")
    other.stage, other.stage_at = Stage.APPLYING, now() - timedelta(minutes=5)
    session.commit()
    for _ in range(2):
        note_start(other.key)
    assert jobs.resume_job() == "lijst.csv hervat; ander.csv teruggegeven"


def test_work_that_was_never_begun_is_done(session, applying, monkeypatch):
    """Twice it waited behind another import, of which the process was killed."""
    waiting = save_file([f"{HEADER}\n{BRIDGE}".encode()], "wacht.csv", "person:1")
    waiting.stage, waiting.stage_at = Stage.PLANNING, now() - timedelta(minutes=10)
    for minutes in (8, 6):
        started = now() - timedelta(minutes=minutes)
        session.add(JobRun(name="import-plan", started_at=started, outcome="stopped"))
    session.commit()
    assert "wacht.csv hervat" in jobs.resume_job()


def test_work_that_fails_each_time_goes_back_as_well(applying, session, monkeypatch):
    def broken(*_):
        raise RuntimeError("no")

    monkeypatch.setattr(slicing, "apply_plan", broken)
    with pytest.raises(RuntimeError):
        jobs.resume_job()
    assert jobs.resume_job() == "lijst.csv teruggegeven"


def test_work_that_runs_or_has_just_begun_is_left_alone(applying, session):
    with only_one("import-apply"):
        assert jobs.resume_job() == ""
    applying.stage_at = now() - REST / 2
    session.commit()
    assert jobs.resume_job() == ""
    assert db.session.get(Upload, applying.id).stage == Stage.APPLYING


def test_every_stage_at_which_a_job_works_is_resumed():
    assert set(WORK) == set(WORKING)
    assert {work for work, _ in WORK.values()} <= set(JOBS)
