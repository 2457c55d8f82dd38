"""A picture is stored once, stays as long as anything names it, and is gone when erased."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from socialmap.catalogue import actions, drafts
from socialmap.catalogue.history import latest_listing, revisions_of
from socialmap.errors import NotFoundProblem
from socialmap.images.actions import RETENTION, clear_unused, erase, save
from socialmap.images.jobs import clear_pictures
from socialmap.images.models import Picture
from socialmap.images.queries import content_of, digests_in_use, sizes_of
from socialmap.images.reading import read_picture
from socialmap.images.sizes import CARD, FINE, PAGE
from socialmap.lists.undoing import step_of, undo
from socialmap.people.models import AuditEvent
from socialmap.times.clock import now
from tests.desk import a_person
from tests.images.drawing import drawn, encoded, noise
from tests.listings import CHANGE, listing, put

LATER = timedelta(days=8)


@pytest.fixture
def picture(session):
    return stored(drawn(500, 300))


def stored(image):
    return save(read_picture(encoded(image, "PNG")))


def age(session, digest):
    session.execute(update(Picture).where(Picture.digest == digest).values(made_at=now() - LATER))


def test_a_picture_is_stored_once(session):
    first = stored(drawn())
    age(session, first)
    assert stored(drawn()) == first
    assert session.scalars(select(Picture.digest)).all() == [first]
    # Somebody brought it again: the week in which nothing needs to name it starts anew.
    assert session.get(Picture, first).made_at > now() - timedelta(minutes=5)


def test_its_sizes_are_known_and_its_bytes_are_a_picture(picture):
    assert sizes_of(picture) == [(CARD, 160, 96), (PAGE, 320, 192), (FINE, 500, 300)]
    assert content_of(picture, PAGE)[8:12] == b"WEBP"


def test_a_small_picture_answers_for_the_larger_sizes_too(session):
    small = stored(drawn(90, 60))
    assert content_of(small, FINE) == content_of(small, CARD)


@pytest.mark.parametrize("size", [0, 161, 100_000])
def test_no_other_size_is_there(picture, size):
    with pytest.raises(NotFoundProblem):
        content_of(picture, size)


def test_what_nothing_names_is_cleared_after_a_week(session, picture):
    assert clear_unused(now()) == 0
    assert clear_unused(now() + RETENTION + timedelta(days=1)) == 1
    assert sizes_of(picture) == []


def test_a_picture_stays_as_long_as_history_names_it(session, picture):
    other = stored(noise(200, 100))
    [number] = put(listing("Koffie", picture=picture, picture_alt="Twee kopjes."))
    bare = replace(latest_listing(number), picture=other, picture_alt="Een tafel.")
    actions.rewrite([(number, bare)], CHANGE)
    for digest in (picture, other):
        age(session, digest)
    assert digests_in_use() == {picture, other}
    assert clear_unused(now()) == 0
    initiative = session.get(actions.Initiative, number)
    undo(initiative, step_of(number, 2), CHANGE)
    assert latest_listing(number).picture == picture
    assert sizes_of(picture)


def test_a_picture_of_a_listing_that_is_gone_stays_with_its_history(session, picture):
    [number] = put(listing("Koffie", picture=picture, picture_alt="Twee kopjes."))
    actions.remove([number], CHANGE)
    age(session, picture)
    assert clear_unused(now()) == 0
    assert [row.version for row in revisions_of(number)] == [2, 1]


def test_a_picture_in_a_draft_stays(session, picture):
    person = a_person()
    drafts.save(person.id, drafts.NEW, 0, {"name": ["Soep"], "picture": [picture]})
    age(session, picture)
    assert clear_unused(now()) == 0
    drafts.discard(person.id, drafts.NEW)
    assert clear_unused(now()) == 1


def test_the_job_says_how_many_it_cleared(session, picture):
    age(session, picture)
    session.commit()
    assert clear_pictures() == "foto’s gewist: 1"
    assert clear_pictures() == ""


def test_an_erased_picture_is_gone_from_the_listing_too(session, picture):
    [number] = put(listing("Koffie", picture=picture, picture_alt="Noor met koffie."))
    assert erase(picture, "cli") == 1
    assert (sizes_of(picture), latest_listing(number).picture) == ([], "")
    assert revisions_of(number)[0].reason == "De foto is gewist."
    assert session.scalars(select(AuditEvent.action)).all() == ["erase_picture"]
    with pytest.raises(NotFoundProblem):
        erase(picture, "cli")


def test_a_listing_has_no_picture_of_which_the_name_is_no_digest(session):
    [number] = put(listing("Koffie", picture="../../etc/passwd", picture_alt="Niets."))
    assert latest_listing(number).picture == ""
    assert session.get(actions.Initiative, number).picture == ""
