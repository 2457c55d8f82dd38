"""The tables of pictures: each in a few sizes, named by its digest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import Model, Moment
from socialmap.times.clock import now


class Picture(Model):
    """A photo or logo; `digest` is the SHA-256 of its sizes, by which others name it.

    `made_at` is when somebody last brought it.
    """

    __tablename__ = "picture"

    digest: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)


class PictureSize(Model):
    """A picture in one size: the longest side that was asked for, its pixels and its WebP."""

    __tablename__ = "picture_size"

    digest: Mapped[str] = mapped_column(
        ForeignKey("picture.digest", ondelete="CASCADE"), primary_key=True
    )
    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
