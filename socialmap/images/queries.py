"""Read pictures: their sizes, the bytes of one, and which of them are still in use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import JSON, Column, Table, Text, cast, or_, select

from socialmap.db import Base, Checked, db
from socialmap.errors import NotFoundProblem
from socialmap.images.models import Picture, PictureSize
from socialmap.images.sizes import SIZES
from socialmap.wording import N_

# The names of columns, and of values in documents, that hold the digest of a picture.
HOLDERS = ("picture", "logo")
DIGEST = re.compile(r"[0-9a-f]{64}")
PART = 1000  # rows in memory at a time


class Size(NamedTuple):
    """One size of a picture: its name (the longest side), and its pixels."""

    size: int
    width: int
    height: int


def sizes_of(digest: str) -> list[Size]:
    """Return the sizes in which a picture is stored, the smallest first; none if it is not."""
    sizes = select(PictureSize.size, PictureSize.width, PictureSize.height)
    of_this = sizes.where(PictureSize.digest == digest).order_by(PictureSize.size)
    return [Size(*row) for row in db.session.execute(of_this)]


def content_of(digest: str, size: int) -> bytes:
    """Return the WebP of a picture in a size, or in its largest if it is smaller than that.

    Raise NotFoundProblem for a picture that is not stored, or another size than SIZES.
    """
    fitting = (
        select(PictureSize.content)
        .where(PictureSize.digest == digest, PictureSize.size <= size)
        .order_by(PictureSize.size.desc())
        .limit(1)
    )
    content = db.session.scalar(fitting) if size in SIZES else None
    if content is None:
        raise NotFoundProblem(N_("Deze foto is er niet (meer)."))
    return content


def stored_digests() -> frozenset[str]:
    """Return the digests of all pictures that are stored."""
    return frozenset(db.session.scalars(select(Picture.digest)))


def brought_before(moment: datetime) -> Sequence[str]:
    """Return the digests of the pictures that nobody brought since a moment."""
    return db.session.scalars(select(Picture.digest).where(Picture.made_at < moment)).all()


def digests_in_use() -> set[str]:
    """Return the digests of all pictures that something names.

    That is a listing, one of its revisions, an organisation, a draft, or a plan: any column or
    document with one of HOLDERS in it.
    """
    return {digest for table in Base.metadata.sorted_tables for digest in _named_in(table)}


def _named_in(table: Table) -> Iterator[str]:
    columns = [column for column in table.columns if column.name in HOLDERS]
    texts = [column for column in table.columns if _holds_json(column)]
    if not columns and not texts:
        return
    naming = [
        *(column != "" for column in columns),
        *(cast(column, Text).contains(f'"{name}"') for column in texts for name in HOLDERS),
    ]
    values = [*columns, *(cast(column, Text) for column in texts)]
    rows = db.session.execute(select(*values).where(or_(*naming)).execution_options(yield_per=PART))
    for row in rows:
        for value in filter(None, row):
            yield from DIGEST.findall(value)


def _holds_json(column: Column[object]) -> bool:
    kind = column.type
    return isinstance(kind.column_type if isinstance(kind, Checked) else kind, JSON)
