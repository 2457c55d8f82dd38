"""The tables of themes, one of the platform and one of each municipality, and their changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now
from socialmap.validity import PICTURE

PLATFORM = ""  # the area of the theme of the whole platform


class Theme(Model):
    """What a platform (area "") or a municipality chose; what is empty is as everywhere.

    `light` and `dark` are accents such as #0b5457; each of `numbers` has `what` and `number`.
    `logo` is the digest of a picture, and `logo_alt` says what is to be seen on it.
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
    logo: Mapped[str] = mapped_column(PICTURE, default="")
    logo_alt: Mapped[str] = mapped_column(default="")
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    changed_at: Mapped[datetime] = mapped_column(Moment, default=now, onupdate=now)


class ThemeChange(Model):
    """One change of a theme: its fields before and after; taking it back is a change as well."""

    __tablename__ = "theme_change"

    # SQLite counts by itself only in a column of exactly this type.
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    area: Mapped[str] = mapped_column(index=True)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
