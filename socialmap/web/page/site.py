"""The variables of every page: its theme and the name of the site, and whether it is a demo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from time import monotonic
from typing import Any, TypeVar

from flask import Flask, g, has_request_context, request
from flask_babel import get_translations, gettext

from socialmap.cache import app_cache
from socialmap.catalogue.queries import sources
from socialmap.config import current_settings
from socialmap.db import OUTAGES, db
from socialmap.images.queries import sizes_of
from socialmap.places.geocoding import OnePlace, locate
from socialmap.places.municipalities import municipality_at
from socialmap.search.index.snapshot import snapshot
from socialmap.themes.models import PLATFORM
from socialmap.themes.queries import Look, all_looks
from socialmap.upkeep.examples import DEMO_SOURCE
from socialmap.web.page import wording
from socialmap.web.page.addresses import url_for
from socialmap.web.page.wording import language

T = TypeVar("T")
# Seconds in which another process may still show a theme as it was.
FRESH = 2
LONGEST_WHERE = 200
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


def _shown_looks() -> Mapping[str, Look]:
    """The themes with the pixels of their logos; a logo that is not stored any more is left out."""
    return {area: _with_pixels(look) for area, look in all_looks().items()}


def _with_pixels(look: Look) -> Look:
    sizes = sizes_of(look.logo) if look.logo else []
    if not sizes:
        return replace(look, logo="", logo_alt="")
    return replace(look, logo_pixels=(sizes[0].width, sizes[0].height))


def _looks() -> Mapping[str, Look]:
    try:
        return app_cache().get("themes", monotonic() // FRESH, _shown_looks)
    except OUTAGES:
        db.session.rollback()
        return app_cache().last("themes", {PLATFORM: Look()})


def renew() -> None:
    """Read the themes anew before the next page, because one was saved."""
    app_cache().drop("themes")


def page_look() -> Look:
    """The theme of the page that is answered.

    That of the municipality of its listing (`g.theme_area`), or else of the place in its address
    (`waar`), if that municipality has one.
    """
    looks = _looks()
    area = _area() if len(looks) > 1 and has_request_context() else PLATFORM
    return looks.get(area, looks[PLATFORM])


def last_look() -> Look:
    """The theme of the platform as it was read last, without asking the database."""
    return app_cache().last("themes", {PLATFORM: Look()})[PLATFORM]


def look_of(area: str) -> Look:
    """The theme of a municipality, or of the platform where it has none."""
    looks = _looks()
    return looks.get(area, looks[PLATFORM])


def _area() -> str:
    if listed := g.get("theme_area", ""):
        return str(listed)
    where = request.args.get("waar", "")[:LONGEST_WHERE]
    answer = locate(where) if where else None
    if not isinstance(answer, OnePlace):
        return PLATFORM
    return answer.place.municipality or municipality_at(*answer.place.point)


def all_areas() -> frozenset[str]:
    """The municipalities that have a theme, and "" for the platform."""
    return frozenset(_looks())


def colours_url(look: Look) -> str:
    """The address of the style sheet with the colours of a theme; empty when it has none."""
    return url_for("pages.colours", gebied=look.area or None) if look.css else ""


def site_words(look: Look | None = None) -> dict[str, Any]:
    """The variables that the frame of every page uses; `look` is the theme, if it is known."""
    settings = current_settings()
    look = look or page_look()
    code = language().partition("_")[0]
    return {
        "settings": settings,
        "look": look,
        "site_name": look.name or gettext("Sociale kaart %(region)s", region=settings.region),
        "help_phone": look.help_phone or settings.help_phone,
        "contact_email": look.contact_email or settings.contact_email,
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
    app.add_template_global(colours_url)
