import ast
import os
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import suppress
from datetime import timedelta

import pytest

from socialmap import JOB_MODULES, jobs
from socialmap.db import db, transaction
from socialmap.jobs import JOBS, JobRun, enqueue, job, last_runs, only_one, perform
from socialmap.times.clock import now
from tests.shape import ROOT, files

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def reports(monkeypatch):
    """What a job was given at each run; it reports the same."""
    monkeypatch.setattr(jobs, "JOBS", dict(JOBS))
    answers = []

    @job("try", "Proberen", every="* * * * *")
    def run(what=""):
        answers.append(what)
        if what == "break":
            raise ValueError("kapot")
        return what

    return answers


def test_a_job_is_done_after_the_commit_and_not_after_a_rollback(reports):
    with transaction():
        enqueue("try", what="een")
        assert reports == []
    assert reports == ["een"]
    with suppress(KeyError), transaction():
        enqueue("try", what="twee")
        raise KeyError
    with transaction():
        pass
    assert reports == ["een"]


def kept_runs():
    return list(db.session.query(JobRun).where((JobRun.report != "") | (JobRun.outcome != "done")))


def test_what_came_of_it_is_kept_and_a_quiet_run_makes_place(reports):
    for what in ["", "", "iets gedaan", ""]:
        assert perform("try", {"what": what})
    assert [run.report for run in kept_runs()] == ["iets gedaan"]
    assert last_runs()["try"].report == ""
    assert db.session.query(JobRun).count() == 2


def test_what_fails_is_kept_too(reports):
    with pytest.raises(ValueError, match="kapot"):
        perform("try", {"what": "break"})
    assert [(run.outcome, run.report) for run in kept_runs()] == [("failed", "ValueError: kapot")]


def test_a_run_that_was_killed_is_reports_at_the_next(reports):
    db.session.add(JobRun(name="try", started_at=now() - timedelta(hours=1)))
    db.session.commit()
    perform("try", {"what": "iets"})
    assert {run.outcome for run in kept_runs()} == {"stopped", "done"}


def test_one_run_at_a_time(reports):
    with only_one("try") as alone:
        assert alone
        assert not perform("try", {})
        with only_one("other") as free:
            assert free
    assert perform("try", {})


HOLDER = """
import sys, time
from socialmap import create_app
from socialmap.jobs import only_one
with create_app().app_context(), only_one("held") as alone:
    print(alone, flush=True)
    time.sleep(60)
"""


def test_a_lock_dies_with_its_holder(environ):
    holder = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER)],
        env=os.environ | environ, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert holder.stdout.readline() == "True\n"
        with only_one("held") as alone:
            assert not alone
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.communicate()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        with only_one("held") as alone:
            if alone:
                return
        time.sleep(0.1)
    pytest.fail("the lock outlived its holder")


def is_job(node):
    return (
        isinstance(node, ast.FunctionDef)
        and any(ast.unparse(each).startswith("job(") for each in node.decorator_list)
    )  # fmt: skip


def test_every_job_is_in_a_module_of_the_visible_tuple():
    with_jobs = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in files("socialmap/**.py")
        if any(is_job(node) for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    }
    assert with_jobs == {module.__name__ for module in JOB_MODULES}
    assert all(name.endswith(".jobs") for name in with_jobs)
    assert {each.run.__module__ for each in JOBS.values()} == with_jobs
