"""A real browser on a real server with a small town; no request leaves this machine."""

import os
import shutil
import threading
from contextlib import contextmanager

import flask_migrate
import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from socialmap import create_app
from socialmap.db import db, start_writing
from tests.journeys.town import build

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
)
TILES = "https://tiles.example.org/{z}/{x}/{y}.png"


@contextmanager
def serving(app):
    """Serve the app on a free port of this machine; yield its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def settings(folder, tiles=""):
    return {
        "SOCIALMAP_DATA": str(folder),
        "SOCIALMAP_SECRET_KEY": "only for tests",
        "SOCIALMAP_TILES_URL": tiles,
        "SOCIALMAP_HELP_PHONE": "030 286 00 00",
        "SOCIALMAP_DEMO": "0",
    }


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A data folder with a town in its database."""
    folder = tmp_path_factory.mktemp("journeys")
    app = create_app(settings(folder))
    with app.app_context():
        flask_migrate.upgrade()
        start_writing()
        build()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def site(folder):
    """The address of the site, without map tiles."""
    app = create_app(settings(folder))
    with serving(app) as address:
        yield address
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def site_with_tiles(folder):
    """The address of the same site with map tiles, which come from another host."""
    app = create_app(settings(folder, TILES))
    with serving(app) as address:
        yield address
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("chromium is not here")
        pytest.skip("chromium is not here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


# A form with mistakes, that conflicts with another, or of somebody who was signed out: the browser
# itself logs these answers.
EXPECTED = ("status of 422", "status of 409", "status of 403")


def watch(page, origin, wrong):
    """Add to `wrong` every error that a page logs, and every request to another host."""

    def log(message):
        if message.type == "error" and not any(status in message.text for status in EXPECTED):
            wrong.append(f"console: {message.text}")

    def follow(request):
        if not request.url.startswith((origin, "data:")):
            wrong.append(f"another host: {request.url}")

    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("console", log)
    page.on("request", follow)


@pytest.fixture
def visit(browser):
    """Open a page in a context of its own: `visit(address, width=320, javascript=False …)`.

    A page that logs an error, breaks the security policy or asks another host fails the test.
    """
    contexts, wrong = [], []

    def open_page(address, width=1280, height=900, javascript=True, **options):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="nl-NL",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watch(page, "/".join(address.split("/")[:3]), wrong)
        if page.goto(address).status >= 400:
            # The browser itself logs the status of an error page.
            wrong.clear()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong, wrong
