"""Store pictures, and delete those that nothing needs any more. The door commits."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from socialmap.catalogue.actions import Change, rewrite
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.reasons import own_words
from socialmap.catalogue.unfinished import seeing_hidden
from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.images.models import Picture, PictureSize
from socialmap.images.queries import brought_before, digests_in_use
from socialmap.images.sizes import SizedPicture, digest_of
from socialmap.paging import batches
from socialmap.people.audit import Verb, note
from socialmap.times.clock import now
from socialmap.wording import N_

# How long a picture stays that nothing names: a form with it may still be open.
RETENTION = timedelta(days=7)
BATCH = 500
ERASED = "De foto is gewist."


def save(sizes: Sequence[SizedPicture]) -> str:
    """Store a picture in its sizes, if it is not there yet, and return its digest."""
    digest = digest_of(sizes)
    again = update(Picture).where(Picture.digest == digest).values(made_at=now())
    if db.session.execute(again.returning(Picture.digest)).first():
        return digest
    # Somebody else may store the same picture at the same moment.
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.execute(insert(Picture), [{"digest": digest}])
        rows = [{"digest": digest, **vars(one)} for one in sizes]
        db.session.execute(insert(PictureSize), rows)
    return digest


def erase(digest: str, actor: str) -> int:
    """Delete a picture for good, also from history; return the number of listings that showed it.

    Raise NotFoundProblem if it is not stored.
    """
    if not _delete([digest]):
        raise NotFoundProblem(N_("Deze foto is er niet (meer)."))
    showing = select(Initiative.id).where(Initiative.picture == digest)
    # Also listings of an import that is being applied, which nobody sees yet.
    with seeing_hidden():
        bare = [
            (initiative_id, replace(latest_listing(initiative_id), picture="", picture_alt=""))
            for initiative_id in db.session.scalars(showing).all()
        ]
        rewrite(bare, Change(actor=actor, reason=own_words(ERASED)))
    note(actor, Verb.ERASE_PICTURE, digest)
    return len(bare)


def clear_unused(at: datetime) -> int:
    """Delete the pictures that nothing names, if nobody brought them within RETENTION of a moment.

    Return their number.
    """
    old = set(brought_before(at - RETENTION))
    return _delete(sorted(old - digests_in_use())) if old else 0


def _delete(digests: list[str]) -> int:
    deleted = 0
    for part in batches(digests, BATCH):
        db.session.execute(delete(PictureSize).where(PictureSize.digest.in_(part)))
        gone = delete(Picture).where(Picture.digest.in_(part)).returning(Picture.digest)
        deleted += len(db.session.scalars(gone).all())
    return deleted
