"""The app on a database of its own, rolled back after each test, and the pages read strictly."""

import os
from pathlib import Path

import flask_migrate
import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text

from socialmap import create_app
from socialmap.db import db
from socialmap.search.index.snapshot import store
from socialmap.web.page.site import renew

# A busy machine is slow at times; that must not fail a test.
settings.register_profile("socialmap", deadline=None)
settings.load_profile("socialmap")

SHARED = Path(os.environ.get("SOCIALMAP_SHARED", Path(__file__).parents[2] / "shared"))


def pytest_collection_modifyitems(items):
    """Mark the tests that touch the database: they run on PostGIS too."""
    for item in items:
        if "database_url" in item.fixturenames:
            item.add_marker("database")


@pytest.fixture(scope="session")
def worker(request):
    """The name of this test process: master, gw0, gw1 …"""
    return getattr(request.config, "workerinput", {}).get("workerid", "master")


@pytest.fixture(scope="session")
def database_url(tmp_path_factory, worker):
    """An empty database: SpatiaLite, or PostGIS on the server of SOCIALMAP_TEST_DATABASE_URL."""
    server = os.environ.get("SOCIALMAP_TEST_DATABASE_URL")
    if not server:
        yield f"sqlite:///{tmp_path_factory.mktemp('database')}/socialmap.sqlite"
        return
    name = f"socialmap_test_{os.getpid()}_{worker}"
    engine = create_engine(
        server.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield f"{server.rpartition('/')[0]}/{name}"
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="session")
def environ(tmp_path_factory, database_url):
    """The settings of the app under test: no tiles, no demo, nothing outside this machine."""
    return {
        "SOCIALMAP_DATA": str(tmp_path_factory.mktemp("var")),
        "SOCIALMAP_DATABASE_URL": database_url,
        "SOCIALMAP_SECRET_KEY": "only for tests",
        "SOCIALMAP_TILES_URL": "",
        "SOCIALMAP_DEMO": "0",
        "SOCIALMAP_JOBS": "at-once",
    }


@pytest.fixture(scope="session")
def migrated_app(environ):
    """The app with its tables, shared by all tests of this process."""
    app = create_app(environ)
    app.config["TESTING"] = True
    # The tests send forms without opening their pages; tests/web/test_account.py switches this on.
    app.config["WTF_CSRF_ENABLED"] = False
    # argon2 is slow on purpose.
    app.extensions["security"].pwd_context.update(argon2__time_cost=1, argon2__memory_cost=64)
    with app.app_context():
        # A test searches what it wrote at once, though that is never committed.
        store().look_every = 0
        # Another process could not build an index of rows that are rolled back.
        store().environ = None
        flask_migrate.upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(migrated_app, monkeypatch):
    """The app inside a transaction that is rolled back after the test, whatever it commits."""
    # Searches without results are counted in a second transaction, which would wait for this one.
    monkeypatch.setattr("socialmap.web.public.finding.miss", lambda *_: None)
    with migrated_app.app_context():
        engine = db.engine
        connection = engine.connect()
        transaction = connection.begin()
        # Flask-SQLAlchemy's session takes its engine from here, and from nowhere else.
        db.engines[None] = connection
        db.session.configure(join_transaction_mode="create_savepoint")
        try:
            yield migrated_app
        finally:
            db.session.remove()
            db.engines[None] = engine
            transaction.rollback()
            connection.close()
            # A theme that was taken back is not on the pages of the next test.
            renew()


@pytest.fixture
def session(app):
    """The database session, rolled back after the test."""
    return db.session


@pytest.fixture
def client(app):
    """A browser that reads every page strictly."""
    from tests.browser import StrictClient

    app.test_client_class = StrictClient
    return app.test_client()


@pytest.fixture(scope="session")
def shared():
    """The folder with real input beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the folder with real input (../shared) is not here")
    return SHARED
