"""The table of themes: one of the platform, and one of each municipality that has its own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now

PLATFORM = ""  # the area of the theme of the whole platform


class Theme(Model):
    """What a platform (area "") or a municipality chose; what is empty is as everywhere.

    `light` and `dark` are accents such as #0b5457; each of `numbers` has `what` and `number`.
    """

    __tablename__ = "theme"

    area: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    light: Mapped[str] = mapped_column(default="")
    dark: Mapped[str] = mapped_column(default="")
    greeting: Mapped[str] = mapped_column(default="")
    footer: Mapped[str] = mapped_column(default="")
    colophon: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    help_phone: Mapped[str] = mapped_column(default="")
    numbers: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)
