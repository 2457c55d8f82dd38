import uuid

from socialmap.catalogue.drafts import NEW, discard, draft_of, drafts_of, keep, subject_of
from tests.desk import a_person


def test_a_draft_is_kept_per_person_and_listing(session, app):
    mine, other = a_person().id, a_person(email="other@example.org").id
    listing = subject_of(uuid.uuid4())
    keep(mine, NEW, 0, {"name": ["Nieuw"]})
    keep(mine, listing, 3, {"name": ["Een"]})
    keep(mine, listing, 4, {"name": ["Twee"]})
    keep(other, listing, 3, {"name": ["Drie"]})
    draft = draft_of(mine, listing)
    assert draft is not None
    assert (draft.version, draft.form) == (4, {"name": ["Twee"]})
    assert [each.subject for each in drafts_of(mine)] == [listing, NEW]
    discard(mine, listing)
    assert draft_of(mine, listing) is None
    assert draft_of(other, listing) is not None
    discard(mine, listing)
