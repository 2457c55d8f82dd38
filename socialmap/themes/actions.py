"""Save a theme, when its colours can be read by everybody, and undo that. The door commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from socialmap.db import db
from socialmap.errors import ConflictProblem, NotFoundProblem, Problem
from socialmap.people.audit import Verb, note
from socialmap.themes.colours import contrasts
from socialmap.themes.models import Theme, ThemeChange
from socialmap.themes.queries import latest_change, stored_theme, values_of
from socialmap.wording import N_


def check_colour(accent: str, look: str) -> None:
    """Raise Problem if an accent cannot be read by everybody in the light or dark look."""
    poor = [each for each in contrasts(accent, look) if not each.enough]
    if poor:
        worst = min(poor, key=lambda each: each.ratio / each.least)
        raise Problem(
            N_("Het contrast is te laag: %(ratio)s op 1, en het moet %(least)s op 1 zijn."),
            # Rounded down: what is refused never reads as enough.
            ratio=f"{int(worst.ratio * 10) / 10:g}".replace(".", ","),
            least=f"{worst.least:g}".replace(".", ","),
        )


def save_theme(area: str, values: Mapping[str, Any], actor: str) -> Theme:
    """Save the theme of an area; raise Problem if a colour has too little contrast."""
    for look in ("light", "dark"):
        if values.get(look):
            check_colour(values[look], look)
    theme = stored_theme(area)
    before = values_of(theme)
    for name, value in values.items():
        setattr(theme, name, value)
    after = values_of(theme)
    if after == before:
        return theme
    theme.actor = actor
    db.session.add(theme)
    db.session.add(ThemeChange(area=area, before=before, after=after, actor=actor))
    note(actor, Verb.CHANGE_THEME, f"theme:{area}" if area else "theme")
    db.session.flush()
    return theme


def undo_change(area: str, number: int, actor: str) -> Theme:
    """Take the latest change of a theme back; raise ConflictProblem when it is not the latest."""
    change = db.session.get(ThemeChange, number)
    if change is None or change.area != area:
        raise NotFoundProblem(N_("Deze wijziging is er niet (meer)."))
    if latest_change(area) is not change:
        raise ConflictProblem(N_("Het uiterlijk is daarna nog een keer gewijzigd."))
    return save_theme(area, change.before, actor)
