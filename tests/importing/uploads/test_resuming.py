"""An upload whose process was killed is finished, or given back; it never stays at work."""

from datetime import timedelta

import pytest

from socialmap.db import db
from socialmap.importing.uploads import jobs
from socialmap.importing.uploads.disk import save_file
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
    killed(session, "import-apply", upload)
    return upload


def killed(session, work, upload):
    session.add(JobRun(name=work, started_at=upload.stage_at + timedelta(seconds=1)))
    session.commit()


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
    killed(session, "import-apply", applying)
    assert jobs.resume_job() == "lijst.csv teruggegeven"
    session.expire_all()
    assert applying.stage == Stage.PLANNED
    assert "stopte steeds halverwege" in applying.problem["sentence"]
    assert names() == set()


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
