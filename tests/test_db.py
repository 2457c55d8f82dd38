import subprocess
import sys

import pytest
from sqlalchemy import select

from socialmap.catalogue.models import Organisation
from socialmap.db import Moment, afterwards, writes, writes_anyhow


@pytest.mark.parametrize("attempt", ["first", "second"])
def test_what_a_test_commits_is_gone_in_the_next(session, attempt):
    session.add(Organisation(slug="uniek", name="Uniek"))
    session.commit()
    assert session.scalars(select(Organisation.slug)).all() == ["uniek"]


def test_a_moment_without_a_zone_is_refused():
    from datetime import datetime

    with pytest.raises(ValueError, match="zone"):
        Moment().process_bind_param(datetime(2026, 1, 1), None)


@pytest.mark.parametrize("decorator", [writes, writes_anyhow])
def test_what_follows_a_change_is_done_after_its_commit(app, session, decorator):
    done = []

    @decorator
    def view():
        session.add(Organisation(slug="uniek", name="Uniek"))
        afterwards(lambda: done.append(session().in_transaction()))
        assert done == []
        return "klaar"

    with app.test_request_context():
        view()
    assert done == [False]


@pytest.mark.parametrize(("decorator", "kept"), [(writes, 0), (writes_anyhow, 1)])
def test_what_follows_a_refusal_is_done_only_when_it_is_committed(app, session, decorator, kept):
    done = []

    @decorator
    def view():
        session.add(Organisation(slug="uniek", name="Uniek"))
        afterwards(lambda: done.append("later"))
        return "nee", 403

    with app.test_request_context():
        view()
    assert len(done) == kept
    assert len(session.scalars(select(Organisation)).all()) == kept


@pytest.mark.parametrize("decorator", [writes, writes_anyhow])
def test_nothing_follows_what_crashed(app, session, decorator):
    done = []

    @decorator
    def crash():
        afterwards(lambda: done.append("later"))
        raise KeyError

    with app.test_request_context():
        with pytest.raises(KeyError):
            crash()
        decorator(lambda: "klaar")()
    assert done == []


# Rows in a circle of references are freed by the collector, in the middle of whatever goes on.
ROWS_IN_CIRCLES = """
import uuid
from sqlalchemy import create_engine, insert, select
from sqlalchemy.orm import Session, selectinload
from socialmap.catalogue.models import Initiative, InitiativeTerm, Organisation

engine = create_engine("sqlite://")
tables = [each.__table__ for each in (Organisation, Initiative, InitiativeTerm)]
Initiative.metadata.create_all(engine, tables=tables)
ids = [uuid.uuid4() for _ in range(200)]
with engine.begin() as connection:
    rows = [{"id": each, "name": "Koffie", "slug": str(each)} for each in ids]
    connection.execute(insert(Initiative), rows)
    terms = [{"initiative_id": each, "scheme": "x", "code": "y"} for each in ids * 8]
    connection.execute(insert(InitiativeTerm), terms)
query = select(Initiative).options(selectinload(Initiative.terms))
for _ in range(5):
    with Session(engine) as session:
        circle = [session.scalars(query).all()]
        circle.append(circle)
        del circle
"""


def test_rows_that_are_collected_as_garbage_do_not_kill_the_process():
    subprocess.run([sys.executable, "-c", ROWS_IN_CIRCLES], check=True, timeout=60)
