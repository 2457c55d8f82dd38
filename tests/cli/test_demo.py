import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from socialmap.catalogue.models import Initiative
from socialmap.cli.demo import demo_command
from socialmap.config import current_settings
from socialmap.places.models import Area


def run(*args):
    result = CliRunner().invoke(demo_command, args, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


@pytest.fixture
def wanted(app, monkeypatch):
    """The setting SOCIALMAP_DEMO is 1."""
    from dataclasses import replace

    monkeypatch.setitem(app.extensions, "socialmap", replace(current_settings(), demo=True))


def test_the_demo_region_comes_once(session, wanted):
    assert "191 new" in run("--if-empty")
    assert session.scalar(select(func.count(Initiative.id))) == 191
    assert session.scalar(select(func.count()).where(Area.approximate)) > 200
    assert run("--if-empty") == ""
    assert "0 new initiatives, 191 the same" in run()


def test_who_wants_no_demo_gets_none(session):
    assert run("--if-empty") == ""
    assert session.scalar(select(func.count(Initiative.id))) == 0
