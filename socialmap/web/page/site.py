"""The variables of every page: the name of the site, its region, and whether it is a demo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, g
from flask_babel import get_translations, gettext

from socialmap.cache import app_cache
from socialmap.catalogue.queries import sources
from socialmap.config import current_settings
from socialmap.db import OUTAGES, db
from socialmap.search.index.snapshot import snapshot
from socialmap.upkeep.examples import DEMO_SOURCE
from socialmap.web.page import wording
from socialmap.web.page.wording import language

T = TypeVar("T")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def until_changed(name: str, ask: Callable[[], T]) -> T:
    """What the database answers, cached under a name until the catalogue changes."""
    # The snapshot knows the latest change, mostly without asking the database.
    return app_cache().get(name, snapshot().seen.number, ask)


def shows_demo() -> bool:
    """Whether example listings are on the map; in an outage, what was last known."""
    try:
        return until_changed("demo", lambda: DEMO_SOURCE in sources())
    except OUTAGES:
        db.session.rollback()
        return app_cache().last("demo", default=False)


def translations() -> Any:
    """The translations for the reader, looked up once for a page that has hundreds of texts."""
    cached = g.get("translations")
    if cached is None:
        cached = g.translations = get_translations()
    return cached


def site_words() -> dict[str, Any]:
    """The variables that the frame of every page uses."""
    settings = current_settings()
    code = language().partition("_")[0]
    return {
        "settings": settings,
        "site_name": gettext("Sociale kaart %(region)s", region=settings.region),
        "language": code,
        "direction": "rtl" if code in RIGHT_TO_LEFT else "ltr",
    }


def register(app: Flask) -> None:
    """Give every template the variables of the site and the translations."""
    app.context_processor(site_words)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: translations().ugettext(text),
        lambda one, more, number: translations().ungettext(one, more, number),
        newstyle=True,
    )
    wording.register(app)
    app.add_template_global(shows_demo)
