"""Measures the desk when everything on the map is overdue: Today, and the page of reminders."""

from __future__ import annotations

import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
import flask_migrate
import orjson
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select, update

from socialmap import create_app
from socialmap.bench.catalogues import SOURCE, environ, prepare
from socialmap.bench.timing import spread
from socialmap.catalogue.models import Initiative
from socialmap.db import db, start_writing
from socialmap.people.models import Grant, Person, SignIn
from socialmap.people.permissions import Role
from socialmap.times.clock import now, today

# Whose desk is measured: who answers for the whole map, and for one municipality.
AREAS = {"everywhere": "", "one_municipality": "Zeist"}
# A page that needs little of its own shows what the menu costs.
PAGES = {
    "today": "/beheer",
    "menu": "/beheer/import",
    "calling": "/beheer/bellen",
    "reminders": "/beheer/herinneringen",
    "reminders_week": "/beheer/herinneringen/deze-week",
    "reminders_choice": "/beheer/herinneringen/gemeente/Zeist",
}
FEW = 1_000
WARM_UP = 2
Report = dict[str, Any]


@click.command("work")
@click.option("--listings", default=100_000, show_default=True, help="How many to generate.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same listings.")
@click.option("--rounds", default=10, show_default=True, help="How often each page is asked for.")
@click.option("--keep", type=click.Path(path_type=Path), help="A folder to leave the catalogue in.")
def work_benchmark(listings: int, seed: int, rounds: int, keep: Path | None) -> None:
    """Measure the pages of the desk with all listings overdue, or due, as a ratio to 1,000."""
    with tempfile.TemporaryDirectory() as scratch:
        settings = environ((keep or Path(scratch)).resolve() / f"{listings}-{seed}")
        report: Report = {"listings": listings, "prepare": prepare(settings, listings, seed)}
        app = create_app(settings)
        with app.app_context():
            flask_migrate.upgrade()
            for state, days in _states().items():
                _set_days(*days, most=None)
                report[state] = _measure(app, rounds)
            _set_days(*_states()["overdue"], most=FEW)
            report[f"overdue_{FEW}"] = _measure(app, rounds)
            report["ratios"] = _ratios(report)
            db.engine.dispose()
    click.echo(orjson.dumps(report, option=orjson.OPT_INDENT_2))


def _states() -> dict[str, tuple[date, date]]:
    """The days on which all listings become due and overdue, by the state that they give."""
    month = timedelta(days=30)
    return {
        "overdue": (today() - 2 * month, today() - month),
        "due": (today() - month, today() + month),
    }


def _set_days(due_on: date, overdue_on: date, *, most: int | None) -> None:
    """Give these days to `most` listings (None: all), and days far ahead to the others."""
    far = today() + timedelta(days=3650)
    start_writing()
    db.session.execute(update(Initiative).values(due_on=far, overdue_on=far))
    some = update(Initiative)
    if most is not None:
        some = some.where(Initiative.id.in_(select(Initiative.id).limit(most)))
    db.session.execute(some.values(due_on=due_on, overdue_on=overdue_on))
    db.session.commit()


def _measure(app: Flask, rounds: int) -> Report:
    """The milliseconds of each page, for each of AREAS."""
    report: Report = {}
    for name, area in AREAS.items():
        client = _signed_in(app, area)
        report[name] = {page: _times(client, path, rounds) for page, path in PAGES.items()}
    return report


def _times(client: FlaskClient, path: str, rounds: int) -> Report:
    cpu, wall = [], []
    for _ in range(WARM_UP + rounds):
        started, busy = time.perf_counter(), time.process_time()
        answer = client.get(path)
        cpu.append((time.process_time() - busy) * 1000)
        wall.append((time.perf_counter() - started) * 1000)
        if answer.status_code != 200:
            raise click.ClickException(f"{path} answers {answer.status}")
    return {
        "first_cpu_ms": round(cpu[0], 1),
        "cpu_ms": spread(cpu[WARM_UP:], 1),
        "wall_ms": spread(wall[WARM_UP:], 1),
    }


def _signed_in(app: Flask, area: str) -> FlaskClient:
    """The browser of a new coordinator of a municipality ("": of all of them)."""
    start_writing()
    person = Person(
        email=f"{time.time_ns()}@bench.invalid",
        name=SOURCE,
        confirmed_at=now(),
        grants=[Grant(role=Role.COORDINATOR, area=area)],
    )
    db.session.add(person)
    db.session.flush()
    record = SignIn(person_id=person.id, means=SOURCE, strong=True)
    db.session.add(record)
    db.session.commit()
    client = app.test_client()
    g.pop("_login_user", None)
    with client.session_transaction() as session:
        session["_user_id"] = person.fs_uniquifier
        session["_fresh"] = True
        session["sign_in"] = str(record.id)
        session["seen_at"] = int(time.time())
    return client


def _ratios(report: Report) -> dict[str, float]:
    """How many times longer each page takes with all listings overdue than with FEW of them."""
    few = report[f"overdue_{FEW}"]
    return {
        f"{page}_{name}": round(
            report["overdue"][name][page]["cpu_ms"]["p50"]
            / max(few[name][page]["cpu_ms"]["p50"], 1e-3),
            2,
        )
        for name in AREAS
        for page in PAGES
    }
