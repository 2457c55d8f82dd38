"""The changes of the thesaurus: what each word leads to, since when and by whom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import PERSONAL, Model, Moment
from socialmap.times.clock import now

# The sort of an own word; the sorts of shipped words stand in `language.own_words`.
OWN = "own"


class WordChange(Model):
    """One change of one word; the latest of a word holds, and an undo is a change as well.

    `means` is what an own word leads to: words of listings, `need=debts`, or a value of a facet
    such as `vorm=walking_group`. One that is not `active` was taken away, or switched off when it
    is shipped.
    """

    __tablename__ = "word_change"
    __table_args__ = (Index("ix_word_change_sort_phrase", "sort", "phrase"),)

    # SQLite counts by itself only in a column of exactly this type.
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    sort: Mapped[str]
    phrase: Mapped[str]
    means: Mapped[list[str]] = mapped_column(JSON, default=list)
    active: Mapped[bool]
    actor: Mapped[str] = mapped_column(default="", info=PERSONAL)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
