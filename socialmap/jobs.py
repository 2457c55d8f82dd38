"""Jobs: work that is queued or repeated, one run of each at a time, and the record of its runs."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Any, TypeVar

from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.exceptions import RetryTask
from huey.serializer import SignedSerializer
from sqlalchemy import Index, delete, func, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from socialmap.config import Settings, current_settings, secret_key
from socialmap.db import Model, Moment, afterwards, db, transaction
from socialmap.times.clock import now
from socialmap.wording import N_

log = logging.getLogger(__name__)
Run = TypeVar("Run", bound=Callable[..., str])
# Opens the app context for as long as a job runs.
Opening = Callable[[], AbstractContextManager[object]]
# Seconds after which a queued run is tried again if another run of the same job is busy.
PATIENCE = 5
KEPT_FOR = timedelta(days=30)
MISSED_AFTER = timedelta(hours=25)
# Two workers start a job at the same minute: the second one, within this time, does nothing.
SAME_TICK = timedelta(seconds=45)
BROKEN_OFF = N_("Halverwege gestopt, bijvoorbeeld omdat de server uitging.")


@dataclass(frozen=True)
class Job:
    """A job: its name, its title for people, its function, and its cron line in UTC, if any.

    The function returns a sentence on the result, or "" if there was nothing to do. With `at_start`
    it also runs whenever the worker starts.
    """

    name: str
    title: str
    run: Callable[..., str]
    every: str = ""
    at_start: bool = False


JOBS: dict[str, Job] = {}


class JobRun(Model):
    """One run of a job: its outcome (busy, done, failed or stopped), and its report in words."""

    __tablename__ = "job_run"
    __table_args__ = (Index("ix_job_run_name_started_at", "name", "started_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(default="busy")
    report: Mapped[str] = mapped_column("told", default="")


def job(name: str, title: str, every: str = "", *, at_start: bool = False) -> Callable[[Run], Run]:
    """Register a function as a job; `every` is a cron line of five parts, in UTC."""

    def register(run: Run) -> Run:
        JOBS[name] = Job(name, title, run, every, at_start)
        return run

    return register


def enqueue(name: str, **facts: Any) -> None:
    """Have the worker run a job once the present transaction is committed."""
    settings = current_settings()
    if settings.jobs == "at-once":
        afterwards(partial(perform, name, facts))
    else:
        afterwards(partial(ask, queue_of(settings), name, facts))


def ask(queue: Huey, name: str, facts: Mapping[str, Any]) -> None:
    """Put a job in the worker's queue."""
    queue.enqueue(queue.perform.s(name, dict(facts)))


def perform(name: str, facts: Mapping[str, Any]) -> bool:
    """Run a job and record the result; return False if another run of it is busy."""
    with only_one(name) as alone:
        if not alone:
            return False
        run_id = _begin(name)
        try:
            report = JOBS[name].run(**facts)
        except Exception as error:
            db.session.rollback()
            log.exception("job %s failed", name)
            _end(run_id, "failed", f"{type(error).__name__}: {error}"[:500])
            raise
        _end(run_id, "done", report)
    return True


def _begin(name: str) -> int:
    """Record that a run begins, and return its id; delete old runs and those without a report."""
    of_name = JobRun.name == name
    with transaction():
        quiet = (JobRun.outcome == "done", JobRun.report == "")
        db.session.execute(delete(JobRun).where(of_name, *quiet))
        db.session.execute(delete(JobRun).where(of_name, JobRun.started_at < now() - KEPT_FOR))
        # Only one run is busy at a time, so that one was killed.
        stopped = {"outcome": "stopped", "report": BROKEN_OFF, "ended_at": now()}
        db.session.execute(update(JobRun).where(of_name, JobRun.outcome == "busy").values(stopped))
        run = JobRun(name=name)
        db.session.add(run)
        db.session.flush()
        return run.id


def _end(run_id: int, outcome: str, report: str) -> None:
    with transaction():
        values = {"outcome": outcome, "report": report, "ended_at": now()}
        db.session.execute(update(JobRun).where(JobRun.id == run_id).values(values))


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """Yield True if no other process holds the lock `name`, and hold it for the block.

    The lock is released when the block ends, and also when its process dies.
    """
    engine = db.engine.engine
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
            key = {"name": f"socialmap {name}"}
            locked = line.execute(
                text("SELECT pg_try_advisory_lock(hashtext(:name))"), key
            ).scalar()
            try:
                yield bool(locked)
            finally:
                if locked:
                    line.execute(text("SELECT pg_advisory_unlock(hashtext(:name))"), key)
        return
    folder = current_settings().data / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@lru_cache(maxsize=4)
def queue_of(settings: Settings, opening: Opening = nullcontext) -> Huey:
    """Return the queue of jobs: in the PostgreSQL database, or else in a SQLite file of its own."""
    shared = {
        "name": "socialmap",
        "results": False,
        "serializer": SignedSerializer(secret_key(settings)),
    }
    if settings.database.startswith("postgresql"):
        queue: Huey = PostgresHuey(dsn=settings.database.replace("+psycopg", "", 1), **shared)
    else:
        queue = SqliteHuey(filename=str(settings.data / "jobs.sqlite"), **shared)
    queue.perform = queue.task(name="perform")(partial(_perform_queued, opening))
    for repeated in JOBS.values():
        if repeated.every:
            cron = crontab(*repeated.every.split())
            periodic = queue.periodic_task(cron, name=f"every_{repeated.name}")
            periodic(partial(_perform_on_time, opening, repeated.name))
    return queue


def _perform_queued(opening: Opening, name: str, facts: Mapping[str, Any]) -> None:
    with opening():
        if not perform(name, facts):
            raise RetryTask(delay=PATIENCE)


def _perform_on_time(opening: Opening, name: str) -> None:
    with opening():
        last = last_start(name)
        db.session.rollback()
        if last is None or now() - last > SAME_TICK:
            perform(name, {})


def last_start(name: str) -> datetime | None:
    """Return when the last run of a job began, or None if it never ran."""
    return db.session.scalar(select(func.max(JobRun.started_at)).where(JobRun.name == name))


def worker(settings: Settings, opening: Opening, threads: int = 2) -> Consumer:
    """Return the process that runs the jobs until SIGTERM, first those missed while it was off."""
    queue = queue_of(settings, opening)
    with opening():
        for known in JOBS.values():
            last = last_start(known.name) if known.every else now()
            if known.at_start or last is None or now() - last > MISSED_AFTER:
                ask(queue, known.name, {})
    return Consumer(
        queue, workers=threads, max_delay=2.0, graceful_signal="TERM", shutdown_timeout=10
    )


def last_runs() -> dict[str, JobRun]:
    """Return the last run of each job, by name; jobs that never ran are left out."""
    latest = select(func.max(JobRun.id)).group_by(JobRun.name)
    return {
        run.name: run for run in db.session.scalars(select(JobRun).where(JobRun.id.in_(latest)))
    }
