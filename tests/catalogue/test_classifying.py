import pytest
from sqlalchemy import select

from socialmap.catalogue.actions import remove, rewrite
from socialmap.catalogue.classifying import form_rows, suggested, suggested_weights
from socialmap.catalogue.models import FormDecision, InitiativeForm
from socialmap.catalogue.queries import form_numbers
from tests.listings import CHANGE, listing, put

COFFEE = listing("Koffieochtend", kind="coffee_hour", summary="Een praatje, iedereen is welkom.")


def decisions(session):
    return session.scalars(select(FormDecision).order_by(FormDecision.id)).all()


def test_a_suggestion_has_weight_sureness_and_the_words_that_say_so():
    first = form_rows(COFFEE)[0]
    assert (first["form"], first["origin"]) == ("individual", "suggested")
    assert 0.25 <= first["weight"] <= 1
    assert 0 <= first["sureness"] <= 1
    assert {"phrase", "where", "counted"} == set(first["evidence"][0])


def test_what_a_person_said_goes_before_the_suggestion():
    rows = form_rows(listing("Koffieochtend", forms={"group": 0.8}))
    assert [(row["form"], row["weight"], row["origin"]) for row in rows] == [
        ("group", 0.8, "confirmed")
    ]


@pytest.mark.parametrize("text", ["", "x" * 20_000, "koffie " * 3_000])
def test_any_text_gets_rows_that_can_be_stored(session, text):
    put(listing("Iets", description=text))
    assert len(session.scalars(select(InitiativeForm)).all()) <= 3


def test_the_most_important_form_comes_first():
    weights = list(suggested_weights(suggested(COFFEE)).values())
    assert weights == sorted(weights, reverse=True)


def test_a_decision_is_kept_beside_what_was_suggested(session):
    [known] = put(COFFEE)
    assert decisions(session) == []
    rewrite([(known, listing("Koffieochtend", kind="coffee_hour", forms={"group": 1.0}))], CHANGE)
    [kept] = decisions(session)
    assert kept.decided == {"group": 1.0}
    assert max(kept.suggested, key=kept.suggested.get) == "individual"
    assert (kept.agreed, kept.version) == (False, 2)


def test_only_a_new_decision_is_kept_again(session):
    sure = listing("Koffieochtend", kind="coffee_hour", forms={"individual": 1.0})
    [known] = put(sure)
    rewrite([(known, sure)], CHANGE)
    assert [each.agreed for each in decisions(session)] == [True]
    rewrite([(known, listing("Koffieochtend", forms={"societal": 1.0}))], CHANGE)
    assert [each.decided for each in decisions(session)] == [{"individual": 1.0}, {"societal": 1.0}]


def test_decisions_go_with_their_initiative(session):
    ids = put(listing("Koffie", forms={"individual": 1.0}))
    remove(ids, CHANGE)
    assert decisions(session) == []


def test_how_many_were_classified_by_whom(session):
    put(COFFEE, listing("Thee", forms={"individual": 1.0}), listing("Tas", forms={"group": 1.0}))
    found = form_numbers()
    assert (found.suggested, found.confirmed) == (1, 2)
