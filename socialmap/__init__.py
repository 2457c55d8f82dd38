"""The app: create_app is the one place where everything meets."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping

from flask import Flask
from flask_babel import Babel
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from socialmap.api import search as api
from socialmap.config import Settings, read_settings, resource, secret_key
from socialmap.db import db
from socialmap.duplicates import jobs as duplicates_jobs
from socialmap.engine import engine_options, listen
from socialmap.images import jobs as images_jobs
from socialmap.importing.uploads import jobs as uploads_jobs
from socialmap.language import meaning
from socialmap.mail import jobs as mail_jobs
from socialmap.migrations.filters import MIGRATE_OPTIONS
from socialmap.people import jobs as people_jobs
from socialmap.proposals import jobs as proposals_jobs
from socialmap.search import jobs as search_jobs
from socialmap.search.index.snapshot import register_store
from socialmap.times import school_holidays
from socialmap.times.clock import AMSTERDAM
from socialmap.upkeep import jobs as upkeep_jobs
from socialmap.web import account
from socialmap.web.desk import BLUEPRINTS as DESK
from socialmap.web.desk import audit_words, chapters, menu, role_words
from socialmap.web.letters import jobs as letters_jobs
from socialmap.web.page import (
    addresses,
    danger,
    errors,
    field_words,
    filters,
    headers,
    maps,
    routes,
    site,
    times,
)
from socialmap.web.page.assets import serve_assets
from socialmap.web.pictures import showing
from socialmap.web.public import BLUEPRINTS as PUBLIC

__version__ = "0.1.0"
logger = logging.getLogger(__name__)
# Every module with jobs: importing it is what makes its jobs known.
JOB_MODULES = (
    people_jobs,
    search_jobs,
    mail_jobs,
    proposals_jobs,
    duplicates_jobs,
    upkeep_jobs,
    uploads_jobs,
    letters_jobs,
    images_jobs,
)


def create_app(environ: Mapping[str, str] | None = None) -> Flask:
    """Make the app from the settings in the environment; a SettingError says what is wrong."""
    environ = os.environ if environ is None else environ
    settings = read_settings(environ)
    app = Flask(
        __name__,
        template_folder=str(resource("templates")),
        static_folder=str(resource("static")),
    )
    app.config.update(
        SECRET_KEY=secret_key(settings),
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database),
        MAX_CONTENT_LENGTH=64 * 1024,
        BABEL_DEFAULT_LOCALE="nl",
        BABEL_DEFAULT_TIMEZONE=AMSTERDAM.key,
    )
    app.extensions["socialmap"] = settings
    settings.data.mkdir(parents=True, exist_ok=True)
    _load_school_holidays(settings)
    meaning.use(settings.data / "meaning" if settings.meaning else None)
    _connect(app, settings, environ)
    Babel(app)
    account.register(app, settings)
    _open_doors(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Werkzeug documents it
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies
        )
    return app


def _load_school_holidays(settings: Settings) -> None:
    try:
        school_holidays.load(settings.data)
    except ValueError as error:
        # The map can do without them: it says "bel eerst", and `socialmap doctor` says why.
        logger.warning("school holidays: %s", error)


def _connect(app: Flask, settings: Settings, environ: Mapping[str, str]) -> None:
    db.init_app(app)
    with app.app_context():
        listen(db.engine)
        register_store(settings.data / "snapshots", environ)
    Migrate(app, db, directory=str(resource("migrations")), **MIGRATE_OPTIONS)


def _open_doors(app: Flask) -> None:
    """Register every blueprint, handler and filter."""
    addresses.register(app)
    for blueprint in (*PUBLIC, maps.blueprint, api.blueprint):
        # Their forms carry tokens of their own: residents get no cookie.
        account.csrf.exempt(blueprint)
        app.register_blueprint(blueprint)
    for blueprint in DESK:
        app.register_blueprint(blueprint)
    of_every_page = (site, danger, filters, field_words, routes, times, headers, errors)
    for part in (*of_every_page, showing, audit_words, chapters, menu, role_words):
        part.register(app)
    serve_assets(app)
