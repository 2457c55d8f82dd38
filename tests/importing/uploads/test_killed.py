"""An import whose process is killed halfway leaves nothing, and is done whole when asked again."""

import os
import subprocess
import sys

import flask_migrate
from sqlalchemy import func, select

from socialmap import create_app
from socialmap.catalogue.models import Initiative
from socialmap.db import db, transaction
from socialmap.importing.uploads import jobs
from socialmap.importing.uploads.disk import save_file
from socialmap.importing.uploads.models import Stage, Upload

ROWS = 600  # more than one batch
DIES_AT_THE_SECOND_BATCH = """
import os, signal
from socialmap import create_app
from socialmap.importing import actions
from socialmap.importing.uploads import jobs

written, add = [], actions.add

def once(*given):
    if written:
        os.kill(os.getpid(), signal.SIGKILL)
    written.append(given)
    return add(*given)

actions.add = once
with create_app().app_context():
    jobs.apply_job(1, "person:1")
"""


def many():
    """A file of rows that are nothing like each other."""
    names = (f"{chr(97 + n % 26) * 4}{n * 7919}" for n in range(ROWS))
    rows = (f"{name};{1011 + n * 13}" for n, name in enumerate(names))
    return "\n".join(["naam;werkgebied", *rows]).encode()


def test_an_import_that_is_killed_is_whole_or_not_there(tmp_path):
    environ = os.environ | {"SOCIALMAP_DATA": str(tmp_path), "SOCIALMAP_DATABASE_URL": ""}
    app = create_app(environ)
    with app.app_context():
        flask_migrate.upgrade()
        with transaction():
            upload = save_file([many()], "lijst.csv", "person:1")
            upload.stage, own = Stage.PLANNING, upload.id
        jobs.plan_job(own)
        with transaction():
            db.session.get(Upload, own).stage = Stage.APPLYING
        command = [sys.executable, "-c", DIES_AT_THE_SECOND_BATCH]
        died = subprocess.run(command, env=environ, capture_output=True, check=False)
        assert died.returncode == -9, died.stderr
        assert db.session.scalar(select(func.count(Initiative.id))) == 0
        db.session.rollback()
        assert "uitgevoerd" in jobs.apply_job(own, "person:1")
        assert db.session.scalar(select(func.count(Initiative.id))) == ROWS
        assert jobs.apply_job(own, "person:1") == ""
        db.session.remove()
        db.engine.dispose()
