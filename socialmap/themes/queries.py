"""Read themes: as they are stored, and the one that a page has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from socialmap.db import db
from socialmap.themes.colours import stylesheet
from socialmap.themes.models import PLATFORM, Theme

TEXTS = ("name", "greeting", "footer", "colophon", "contact_email", "help_phone")


@dataclass(frozen=True)
class Look:
    """The theme of a page: that of a municipality over that of the platform.

    `numbers` are pairs of what a number is for, and the number. `area` is the municipality whose
    theme counts, or empty.
    """

    area: str = ""
    name: str = ""
    light: str = ""
    dark: str = ""
    greeting: str = ""
    footer: str = ""
    colophon: str = ""
    contact_email: str = ""
    help_phone: str = ""
    numbers: tuple[tuple[str, str], ...] = ()

    @property
    def css(self) -> str:
        """The style sheet with its colours; empty when they are those of every page."""
        return stylesheet(self.light, self.dark)


def stored_theme(area: str) -> Theme:
    """The theme of an area as it is stored; an empty one, not stored, while nobody chose."""
    found = db.session.get(Theme, area)
    empty = dict.fromkeys((*TEXTS, "light", "dark", "actor"), "")
    return found or Theme(area=area, numbers=[], **empty)


def all_looks() -> Mapping[str, Look]:
    """The look of the platform (""), and of each municipality that has a theme."""
    rows = {row.area: row for row in db.session.scalars(select(Theme))}
    platform = _over(Look(), rows[PLATFORM]) if PLATFORM in rows else Look()
    own = {area: _over(platform, row) for area, row in rows.items() if area != PLATFORM}
    return {PLATFORM: platform, **own}


def _over(under: Look, theme: Theme) -> Look:
    texts = {name: getattr(theme, name) or getattr(under, name) for name in TEXTS}
    # Colours belong together: those of a municipality are not mixed with others.
    light, dark = (
        (theme.light, theme.dark) if theme.light or theme.dark else (under.light, under.dark)
    )
    numbers = tuple((each["what"], each["number"]) for each in theme.numbers) or under.numbers
    return Look(area=theme.area, light=light, dark=dark, numbers=numbers, **texts)
