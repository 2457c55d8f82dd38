"""The daily mails, with the processes killed while they are at it."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import create_engine, text

from socialmap import create_app
from socialmap.catalogue.actions import Change, Entry, add
from socialmap.db import db
from socialmap.mail.models import Delivery, Message
from tests.listings import listing
from tests.reminding import turn_on

LISTINGS, ORGANISATIONS = 500, 125
COMMAND = [sys.executable, "-m", "socialmap"]


@pytest.fixture
def own_database(database_url):
    """A database that other processes write in, beside the one that is rolled back."""
    if not database_url.startswith("postgresql"):
        yield ""
        return
    name = f"{database_url.rpartition('/')[2]}_killed"
    engine = create_engine(
        database_url.replace("postgresql://", "postgresql+psycopg://"),
        isolation_level="AUTOCOMMIT",
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield f"{database_url}_killed"
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def region(tmp_path, own_database):
    """A region of its own with 500 listings that are due, of 125 organisations."""
    environ = os.environ | {
        "SOCIALMAP_DATA": str(tmp_path),
        "SOCIALMAP_DATABASE_URL": own_database,
        "SOCIALMAP_DEMO": "0",
        "SOCIALMAP_JOBS": "apart",
    }
    subprocess.run([*COMMAND, "db", "upgrade"], env=environ, check=True, capture_output=True)
    app = create_app(environ)
    with app.app_context():
        names = (
            listing(
                f"Koffie {number}",
                organisation=f"Stichting {number % ORGANISATIONS}",
                email=f"stichting{number % ORGANISATIONS}@post.wijk",
            )
            for number in range(LISTINGS)
        )
        add([Entry(each) for each in names], Change(actor="test"))
        turn_on()
        db.session.commit()
        yield environ
        db.session.remove()
        db.engine.dispose()


def killed(environ, job, times, grow):
    """Run a job again and again, killed a little later each time; then once to the end."""
    deaths = 0
    for turn in range(times):
        process = subprocess.Popen(
            [*COMMAND, "jobs", "once", job], env=environ,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        grow(turn, process)
        process.send_signal(signal.SIGKILL)
        deaths += process.wait() == -signal.SIGKILL
    subprocess.run([*COMMAND, "jobs", "once", job], env=environ, check=True, capture_output=True)
    return deaths


def until(count, enough, process):
    """Wait until there are enough of them, and a random moment more."""
    while count() < enough and process.poll() is None:
        time.sleep(0.002)
    time.sleep(random.random() / 50)


def queued():
    db.session.rollback()
    return db.session.query(Message).count()


def test_each_organisation_gets_one_mail_however_often_the_jobs_are_killed(region, tmp_path):
    steps = [10, 80]
    assert killed(region, "freshness", 2, lambda n, p: until(queued, steps[n], p)) == 2
    assert queued() == ORGANISATIONS
    folder = tmp_path / "mail"

    def written():
        return len(list(folder.glob("*.eml")))

    assert killed(region, "mail", 2, lambda n, p: until(written, steps[n], p)) == 2
    mails = [message_from_bytes(f.read_bytes(), policy=default) for f in folder.glob("*.eml")]
    assert sorted(mail["To"] for mail in mails) == sorted(
        f"stichting{number}@post.wijk" for number in range(ORGANISATIONS)
    )
    listed = [
        re.findall(r"^- (.*?)\r?$", mail.get_body("plain").get_content(), re.M) for mail in mails
    ]
    assert sorted(name for names in listed for name in names) == sorted(
        f"Koffie {number}" for number in range(LISTINGS)
    )
    assert len(list(folder.iterdir())) == ORGANISATIONS
    db.session.rollback()
    assert {status for (status,) in db.session.query(Message.status)} == {Delivery.SENT}
