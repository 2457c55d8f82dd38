"""Count searches that find nothing, outside the request, and list what several people miss."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.db import Model, db
from socialmap.language.analysis import query_words
from socialmap.language.danger import danger_in
from socialmap.language.personal import personal_data
from socialmap.times.clock import today

log = logging.getLogger(__name__)
# The count from which the words themselves are stored.
STORED_FROM = 3
# Words are deleted this long after their last search; rare ones also when there are too many rows.
FORGOTTEN_AFTER = timedelta(days=90)
MOST_ROWS = 20_000
LONGEST_WORDS = 80

_writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="misses")


def miss(words: str, secret: str) -> Future[None] | None:
    """Count words that found nothing, in another thread; a failure is only logged.

    The digest is keyed with `secret`, so that nobody can try words against the table. Returns
    None when the words hold personal data, speak of danger, or say nothing at all: then nothing is
    counted.
    """
    plain = " ".join(query_words(words))[:LONGEST_WORDS]
    if not plain or personal_data(words) or danger_in(words):
        return None
    digest = hmac.new(secret.encode(), plain.encode(), hashlib.sha256).hexdigest()
    return _writer.submit(_count, db.engine.engine, digest, plain)


def _count(engine: Engine, digest: str, words: str) -> None:
    try:
        with engine.connect() as connection, connection.execution_options(writing=True).begin():
            _record(connection, digest, words, today())
    except SQLAlchemyError as error:
        log.warning("a search that found nothing was not counted: %s", type(error).__name__)


def _record(connection: Connection, digest: str, words: str, on: date) -> None:
    same = MissedSearch.digest == digest
    count = connection.execute(select(MissedSearch.count).where(same)).scalar()
    if count is None:
        _make_room(connection)
        row = {"digest": digest, "words": "", "count": 1, "last_on": on}
        connection.execute(insert(MissedSearch), row)
        return
    stored = words if count + 1 >= STORED_FROM else ""
    connection.execute(
        update(MissedSearch).where(same).values(count=count + 1, words=stored, last_on=on)
    )


def forget_old(on: date) -> int:
    """Delete words last searched in vain FORGOTTEN_AFTER before a day; return their number."""
    old = MissedSearch.last_on < on - FORGOTTEN_AFTER
    deleted = delete(MissedSearch).where(old).returning(MissedSearch.digest)
    return len(db.session.scalars(deleted).all())


def _make_room(connection: Connection) -> None:
    """Delete all rare rows when there are too many."""
    total = connection.execute(select(func.count()).select_from(MissedSearch)).scalar_one()
    if total >= MOST_ROWS:
        connection.execute(delete(MissedSearch).where(MissedSearch.count < STORED_FROM))


def missed(most: int = 100) -> Sequence[MissedSearch]:
    """At most `most` rows of words that several people searched in vain, most frequent first."""
    return db.session.scalars(
        select(MissedSearch)
        .where(MissedSearch.count >= STORED_FROM)
        .order_by(MissedSearch.count.desc(), MissedSearch.words)
        .limit(most)
    ).all()


class MissedSearch(Model):
    """Words that found nothing, stored from the third time on; before that only a keyed digest.

    Words that one person typed may identify that person; words that several people type do not.
    """

    __tablename__ = "missed_search"

    digest: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(default="")
    count: Mapped[int] = mapped_column(default=1)
    last_on: Mapped[date] = mapped_column(index=True)
