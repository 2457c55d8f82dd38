"""The worker as a process of its own: it does what it is asked, and what was missed."""

import os
import signal
import subprocess
import time
from contextlib import contextmanager

import pytest

from socialmap import create_app
from socialmap.cli.commands import main
from socialmap.db import db, transaction
from socialmap.jobs import JOBS, JobRun, enqueue
from socialmap.mail import queue
from socialmap.mail.models import Delivery, Message
from tests.cli.test_upkeep import COMMAND, own_database  # noqa: F401


@pytest.fixture
def apart(tmp_path, own_database):  # noqa: F811
    """An app whose jobs are run by a worker, and its settings."""
    environ = os.environ | {
        "SOCIALMAP_DATA": str(tmp_path),
        "SOCIALMAP_DATABASE_URL": own_database,
        "SOCIALMAP_DEMO": "0",
        "SOCIALMAP_JOBS": "apart",
    }
    subprocess.run([*COMMAND, "db", "upgrade"], env=environ, check=True, capture_output=True)
    app = create_app(environ)
    with app.app_context():
        yield environ
        db.session.remove()
        db.engine.dispose()


@contextmanager
def working(environ):
    """A worker that is told to stop at the end, and does."""
    worker = subprocess.Popen([*COMMAND, "jobs", "run"], env=environ, stderr=subprocess.PIPE)
    try:
        yield
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=30) == 0
    finally:
        worker.kill()
        worker.communicate()


def wait_until(holds, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        db.session.rollback()
        if holds():
            return
        time.sleep(0.2)
    pytest.fail("the worker did not do it")


def ran():
    return {name for (name,) in db.session.query(JobRun.name).distinct()}


def test_the_worker_does_what_was_missed_and_what_it_is_asked(apart):
    with working(apart):
        wait_until(lambda: ran() >= {each.name for each in JOBS.values() if each.every})
        with transaction():
            queue("a@post.wijk", "Klopt het nog?", "Kijk even.", key="a")
            enqueue("mail")
        wait_until(lambda: db.session.query(Message).one().status == Delivery.SENT)
    assert not db.session.query(JobRun).filter_by(outcome="failed").all()


def test_jobs_are_listed_and_run_by_name(app):
    runner = app.test_cli_runner()
    assert "never ran" in runner.invoke(main, ["jobs", "list"]).output
    assert runner.invoke(main, ["jobs", "once", "mail"]).output == "Nothing to do.\n"
    wrong = runner.invoke(main, ["jobs", "once", "nonsense"])
    assert wrong.exit_code == 1
    assert "There is no job" in wrong.output


def test_whoever_started_the_worker_is_not_outlived(apart):
    worker = subprocess.Popen(
        [*COMMAND, "jobs", "run", "--with-parent"], env=apart, stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_until(ran)
    worker.stdin.close()
    assert worker.wait(timeout=30) == 0
