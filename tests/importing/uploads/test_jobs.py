from datetime import timedelta

import pytest
from sqlalchemy import func, select

from socialmap.catalogue.models import Initiative
from socialmap.errors import FileProblem
from socialmap.importing.uploads import jobs
from socialmap.importing.uploads.disk import progress_of, save_file
from socialmap.importing.uploads.models import ImportSource, PlannedRow, Stage, Upload
from socialmap.importing.uploads.queries import waiting
from socialmap.importing.uploads.sources import is_due
from socialmap.times.clock import now
from tests.importing.uploads.test_applying import BRIDGE, GARDEN, HEADER, names
from tests.listings import listing, put

ADDRESS = "https://example.org/lijst.csv"


@pytest.fixture
def web(monkeypatch):
    """What the web answers: a text or a problem, to be set by a test."""
    answer = {"text": f"{HEADER}\n{BRIDGE}\n{GARDEN}"}

    def fetch(address):
        assert address == ADDRESS
        if "problem" in answer:
            raise FileProblem("%(host)s zwijgt", host="example.org")
        return answer["text"].encode(), "lijst.csv"

    monkeypatch.setattr(jobs, "fetch", fetch)
    return answer


@pytest.fixture
def source(session):
    """A source that is read every day."""
    added = ImportSource(name="wijk", address=ADDRESS, every=1, columns={}, most_wrong=5)
    session.add(added)
    session.commit()
    return added


def last_upload(session):
    return session.scalars(select(Upload).order_by(Upload.id.desc())).first()


def test_a_file_is_planned_and_applied_by_jobs(session):
    upload = save_file([f"{HEADER}\n{BRIDGE}".encode()], "lijst.csv", "person:1")
    upload.stage = Stage.PLANNING
    session.commit()
    assert "1 regels" in jobs.plan_job(upload.id)
    assert upload.stage == Stage.PLANNED
    assert progress_of(upload.key) == 0
    put(listing("Iets anders", point=(6.5, 53.2)))
    upload.stage = Stage.APPLYING
    session.commit()
    assert "uitgevoerd" in jobs.apply_job(upload.id, "person:1")
    assert upload.stage == Stage.APPLIED
    assert "Taalcafé De Brug" in names()
    assert jobs.apply_job(upload.id, "person:1") == ""
    assert "teruggedraaid" in jobs.undo_job(upload.run_id, "person:1")
    assert names() == {"Iets anders"}
    assert "al teruggedraaid" in jobs.undo_job(upload.run_id, "person:1")


def test_a_job_keeps_what_went_wrong(session):
    upload = save_file([b"%PDF-1"], "folder.pdf", "person:1")
    upload.stage = Stage.PLANNING
    session.commit()
    assert "PDF" in jobs.plan_job(upload.id)
    assert upload.stage == Stage.FAILED


def test_a_job_stops_when_the_plan_became_another(session):
    upload = save_file([f"{HEADER}\n{BRIDGE}".encode()], "lijst.csv", "person:1")
    upload.stage = Stage.PLANNING
    session.commit()
    jobs.plan_job(upload.id)
    put(
        listing(
            "Taalcafé De Brug", at={"postcode": "3511 AB", "town": "Utrecht"}, phone="+31302314567"
        )
    )
    upload.stage = Stage.APPLYING
    session.commit()
    assert "opnieuw" in jobs.apply_job(upload.id, "person:1")
    assert (upload.stage, upload.plan_moved) == (Stage.PLANNED, True)


def test_a_file_is_fetched_by_a_job(session, web):
    upload = Upload(key="f" * 32, address=ADDRESS, stage=Stage.FETCHING)
    session.add(upload)
    session.commit()
    jobs.fetch_job(upload.id)
    assert (upload.stage, upload.file_name, upload.source) == (Stage.UPLOADED, "lijst.csv", "lijst")


def test_what_cannot_be_fetched_says_why(session, web):
    web["problem"] = True
    upload = Upload(key="e" * 32, address=ADDRESS, stage=Stage.FETCHING)
    session.add(upload)
    session.commit()
    jobs.fetch_job(upload.id)
    assert upload.stage == Stage.FAILED
    assert upload.problem["facts"] == {"host": "example.org"}


def test_a_source_is_read_when_its_time_has_come(source):
    at = now()
    assert is_due(source, at)
    source.read_at = at - timedelta(hours=20)
    assert not is_due(source, at)
    source.read_at = at - timedelta(hours=23, minutes=30)
    assert is_due(source, at)
    source.every = 0
    assert not is_due(source, at)


def test_a_source_that_brings_nothing_odd_is_applied_by_itself(session, source, web):
    assert jobs.sources_job() == "wijk: bijgewerkt"
    assert names() == {"Taalcafé De Brug", "Buurttuin Oost"}
    assert jobs.sources_job() == ""
    assert jobs.source_job(source.id) == "wijk: niets veranderd"
    web["text"] += "\nSoepcafé;Utrecht;3531 AB;;"
    assert jobs.source_job(source.id) == "wijk: bijgewerkt"
    assert len(names()) == 3
    assert session.execute(waiting()).all() == []


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}\n{BRIDGE}\n;Utrecht;;;\n",
        f"{HEADER}\nSoepcafé;Utrecht;3531 AB;;\n",
        f"{HEADER}\n{BRIDGE}\n{GARDEN}\nTaalcafé;Utrecht;3511 AB;;De Brug\n",
    ],
    ids=["wrong rows", "much is gone", "something alike"],
)
def test_a_source_that_brings_something_odd_waits_for_a_person(session, source, web, text):
    jobs.source_job(source.id)
    before = names()
    web["text"] = text
    assert jobs.source_job(source.id) == "wijk: wacht op een mens"
    assert names() == before
    upload = last_upload(session)
    assert (upload.stage, upload.by_itself) == (Stage.PLANNED, True)
    assert [row.key for row in session.execute(waiting())] == [str(upload.id)]


def test_a_newer_file_takes_the_place_of_one_that_waits(session, source, web):
    jobs.source_job(source.id)
    for extra in ("\n;Utrecht;;;", "\n;Zeist;;;"):
        web["text"] = f"{HEADER}\n{BRIDGE}{extra}"
        jobs.source_job(source.id)
    stages = session.scalars(select(Upload.stage).order_by(Upload.id)).all()
    assert stages == [Stage.APPLIED, Stage.DROPPED, Stage.PLANNED]


def test_a_source_that_does_not_answer_is_noted(source, web):
    web["problem"] = True
    assert "example.org zwijgt" in jobs.source_job(source.id)
    assert source.problem["facts"] == {"host": "example.org"}
    assert source.read_at is not None


def test_what_is_old_is_cleared(session):
    upload = save_file([f"{HEADER}\n{BRIDGE}".encode()], "lijst.csv", "person:1")
    upload.stage = Stage.PLANNING
    session.commit()
    jobs.plan_job(upload.id)
    upload.made_at = now() - timedelta(days=31)
    session.commit()
    jobs.clean_job()
    assert session.scalar(select(func.count(PlannedRow.id))) == 0
    assert session.scalar(select(func.count(Initiative.id))) == 0
