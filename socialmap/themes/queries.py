"""Read themes: as they are stored, and the one that a page has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from socialmap.db import db
from socialmap.paging import Page, page_of
from socialmap.themes.colours import stylesheet
from socialmap.themes.models import PLATFORM, Theme, ThemeChange

# What a theme has, in the order of its form.
FIELDS = (
    "name", "light", "dark", "logo", "logo_alt", "greeting", "footer", "colophon",
    "contact_email", "help_phone", "numbers",
)  # fmt: skip
TEXTS = ("name", "greeting", "footer", "colophon", "contact_email", "help_phone")


@dataclass(frozen=True)
class Look:
    """The theme of a page: that of a municipality over that of the platform.

    `numbers` are pairs of what a number is for, and the number. `area` is the municipality whose
    theme counts, or empty. `logo_pixels` are the width and height of its smallest size.
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
    logo: str = ""
    logo_alt: str = ""
    logo_pixels: tuple[int, int] = (0, 0)
    numbers: tuple[tuple[str, str], ...] = ()

    @property
    def css(self) -> str:
        """The style sheet with its colours; empty when they are those of every page."""
        return stylesheet(self.light, self.dark)


def stored_theme(area: str) -> Theme:
    """The theme of an area as it is stored; an empty one, not stored, while nobody chose."""
    found = db.session.get(Theme, area)
    empty = dict.fromkeys((*TEXTS, "light", "dark", "logo", "logo_alt", "actor"), "")
    return found or Theme(area=area, numbers=[], **empty)


def values_of(theme: Theme) -> dict[str, Any]:
    """What a theme has, by FIELDS."""
    return {name: getattr(theme, name) for name in FIELDS}


def changes_page(area: str, number: int) -> Page[ThemeChange]:
    """A page of the changes of a theme, the latest first."""
    return page_of(_changes(area), number)


def latest_change(area: str) -> ThemeChange | None:
    """The latest change of a theme; None when there is none."""
    return db.session.scalars(_changes(area).limit(1)).first()


def _changes(area: str) -> Select[ThemeChange]:
    return select(ThemeChange).where(ThemeChange.area == area).order_by(ThemeChange.id.desc())


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
    logo = {name: getattr(theme if theme.logo else under, name) for name in ("logo", "logo_alt")}
    return Look(area=theme.area, light=light, dark=dark, numbers=numbers, **logo, **texts)
