"""Count searches that find nothing, off the request's path, and tell what several people miss."""

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
from socialmap.language.personal import personal_data
from socialmap.times.clock import now

log = logging.getLogger(__name__)
KEPT_FROM = 3
# Words that nobody else typed within this time are forgotten, as are those over this number.
FORGOTTEN_AFTER = timedelta(days=90)
MOST_KEPT = 20_000
LONGEST_WORDS = 80

_writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="misses")


def miss(words: str, secret: str) -> Future[None] | None:
    """Count words that found nothing; nothing waits for it, and a failure is only logged.

    The digest is keyed with a secret, so that nobody can try words against the table.
    """
    plain = " ".join(query_words(words))[:LONGEST_WORDS]
    if not plain or personal_data(words):
        return None
    digest = hmac.new(secret.encode(), plain.encode(), hashlib.sha256).hexdigest()
    return _writer.submit(_count, db.engine.engine, digest, plain)


def _count(engine: Engine, digest: str, words: str) -> None:
    try:
        with engine.connect() as plain, plain.execution_options(writing=True).begin():
            _record(plain, digest, words, now().date())
    except SQLAlchemyError as error:
        log.warning("a search that found nothing was not counted: %s", type(error).__name__)


def _record(connection: Connection, digest: str, words: str, today: date) -> None:
    same = MissedSearch.digest == digest
    count = connection.execute(select(MissedSearch.count).where(same)).scalar()
    if count is None:
        _forget(connection, today)
        row = {"digest": digest, "words": "", "count": 1, "last_on": today}
        connection.execute(insert(MissedSearch), row)
        return
    kept = words if count + 1 >= KEPT_FROM else ""
    connection.execute(
        update(MissedSearch).where(same).values(count=count + 1, words=kept, last_on=today)
    )


def _forget(connection: Connection, today: date) -> None:
    """Make room: forget what is long ago, and everything rare when there is too much."""
    old = MissedSearch.last_on < today - FORGOTTEN_AFTER
    connection.execute(delete(MissedSearch).where(old))
    total = connection.execute(select(func.count()).select_from(MissedSearch)).scalar_one()
    if total >= MOST_KEPT:
        connection.execute(delete(MissedSearch).where(MissedSearch.count < KEPT_FROM))


def missed(most: int = 100) -> Sequence[MissedSearch]:
    """What several people looked for and did not find, the most wanted first."""
    return db.session.scalars(
        select(MissedSearch)
        .where(MissedSearch.count >= KEPT_FROM)
        .order_by(MissedSearch.count.desc(), MissedSearch.words)
        .limit(most)
    ).all()


class MissedSearch(Model):
    """Words that found nothing, kept from the third time on; before that only a keyed digest.

    What one person typed once may tell who that is; what several people miss does not.
    """

    __tablename__ = "missed_search"

    digest: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(default="")
    count: Mapped[int] = mapped_column(default=1)
    last_on: Mapped[date] = mapped_column(index=True)
