"""What people said that words mean, remembered for the imports of an area or of everybody."""

import pytest
from sqlalchemy import select

from socialmap.errors import NotFoundProblem
from socialmap.importing.explained import (
    explain,
    explained_page,
    explained_words,
    forget_word,
    may_forget,
)
from socialmap.importing.models import ExplainedWord
from socialmap.importing.words import Explanation
from socialmap.people.models import AuditEvent

pytestmark = pytest.mark.usefixtures("session")
SEWING = Explanation("kind", "Naailes", "creative_group")


def test_a_word_counts_for_everybody_in_every_spelling_and_is_in_the_log(session):
    assert explain([SEWING, Explanation("audience", "55+", "")], None, "person:1") == 2
    assert explained_words(None) == {"kind": {"naailes": "creative_group"}, "audience": {"55": ""}}
    assert explained_words({"Zeist"}) == explained_words(None)
    [event] = session.scalars(select(AuditEvent))
    assert (event.actor, event.action, event.detail) == ("person:1", "explain_words", {"words": 2})


def test_what_is_said_again_replaces_what_was_said(session):
    explain([SEWING], None, "person:1")
    explain([Explanation("kind", "naai-les", "hobby_group")], None, "person:2")
    [word] = session.scalars(select(ExplainedWord))
    assert (word.code, word.actor) == ("hobby_group", "person:2")


def test_a_municipality_has_its_own_meaning_beside_that_of_all():
    explain([Explanation("kind", "inloop", "coffee_hour")], ["Zeist"], "person:1")
    explain([Explanation("kind", "inloop", "community_centre")], None, "person:2")
    assert explained_words(["Zeist"])["kind"] == {"inloop": "coffee_hour"}
    assert explained_words(["Soest"])["kind"] == {"inloop": "community_centre"}
    assert explained_words(None)["kind"] == {"inloop": "community_centre"}


def test_nothing_chosen_is_nothing_remembered(session):
    assert explain([], None, "person:1") == 0
    assert explained_words(None) == {}
    assert session.scalars(select(AuditEvent)).all() == []


def test_only_who_imports_there_removes_a_word(session):
    explain([SEWING], None, "person:1")
    explain([SEWING], ["Zeist"], "person:1")
    everywhere, zeist = session.scalars(select(ExplainedWord).order_by(ExplainedWord.area))
    assert [may_forget(one, ["Zeist"]) for one in (everywhere, zeist)] == [False, True]
    assert len(explained_page(["Zeist"], 1).items) == 2
    assert len(explained_page(["Soest"], 1).items) == 1
    with pytest.raises(NotFoundProblem):
        forget_word(everywhere.id, ["Zeist"], "person:1")
    forget_word(zeist.id, ["Zeist"], "person:1")
    forget_word(everywhere.id, None, "person:1")
    assert explained_words(None) == {}
    with pytest.raises(NotFoundProblem):
        forget_word(everywhere.id, None, "person:1")
