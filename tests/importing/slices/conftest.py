"""A plan of some rows that is written in slices of ten, and a run whose process is killed."""

import pytest

from socialmap.db import db
from socialmap.importing.actions import new_run
from socialmap.importing.checking import ImportOptions, check_file
from socialmap.importing.slices import applying, mending, turns, undoing

ROWS = 25
WORDS = ("koffie", "thee", "taal", "tuin", "fiets", "soep", "lezen", "zingen", "dans", "naai")


def begun(checked):
    """A run that began, of which nothing is written yet."""
    versions = applying.versions_of([row.id for row in checked.plan.changed])
    run = new_run(checked.plan, checked.origin, "test")
    started = applying.start(run, checked.plan, versions)
    db.session.commit()
    return started


@pytest.fixture(autouse=True)
def small_slices(monkeypatch):
    """Slices of ten listings, each in a transaction of its own."""
    monkeypatch.setattr(applying, "SHORT", 10)
    for module in (applying, mending, undoing):
        monkeypatch.setattr(module, "PART", 10)
    monkeypatch.setattr(turns, "HELD", 0)


@pytest.fixture
def plan(session, tmp_path):
    """Check a file of some rows, each with its own words."""

    def plan(rows=ROWS, words="", organisation="Stichting Slag"):
        lines = ["id;naam;plaats;beschrijving;organisatie"]
        for n in range(rows):
            name = f"{WORDS[n % 10]}{WORDS[n // 10 % 10]} {n}"
            lines.append(f"{n};{name};Zeist;In het paviljoen{words}.;{organisation}")
        path = tmp_path / "lijst.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return check_file(path, ImportOptions(source="lijst"))

    return plan


@pytest.fixture
def killed(monkeypatch):
    """Have a run in slices end as if its process were killed in the last transaction."""

    def killed(checked):
        with monkeypatch.context() as patched:
            patched.setattr(applying, "take_back", lambda _run: None)
            started = begun(checked)
            with pytest.raises(ZeroDivisionError):
                applying.write(started, lambda _run: 1 / 0)
        return started.run_id

    return killed
