import uuid
from datetime import timedelta

from socialmap.catalogue.drafts import (
    NEW,
    clear_old,
    discard,
    draft_of,
    drafts_of,
    save,
    subject_of,
)
from socialmap.times.clock import now
from tests.desk import a_person


def test_a_draft_is_kept_per_person_and_listing(session, app):
    mine, other = a_person().id, a_person(email="other@example.org").id
    listing = subject_of(uuid.uuid4())
    save(mine, NEW, 0, {"name": ["Nieuw"]})
    save(mine, listing, 3, {"name": ["Een"]})
    save(mine, listing, 4, {"name": ["Twee"]})
    save(other, listing, 3, {"name": ["Drie"]})
    draft = draft_of(mine, listing)
    assert draft is not None
    assert (draft.version, draft.form) == (4, {"name": ["Twee"]})
    assert [each.subject for each in drafts_of(mine)] == [listing, NEW]
    discard(mine, listing)
    assert draft_of(mine, listing) is None
    assert draft_of(other, listing) is not None
    discard(mine, listing)


def test_what_nobody_went_on_with_is_thrown_away(session, app):
    mine = a_person().id
    save(mine, NEW, 0, {"name": ["Oud"]}).at = now() - timedelta(days=91)
    save(mine, subject_of(uuid.uuid4()), 1, {"name": ["Nieuw"]})
    session.flush()
    assert clear_old(now()) == 1
    session.expire_all()
    assert [each.form for each in drafts_of(mine)] == [{"name": ["Nieuw"]}]
