"""What a card shows: the name, what, when, how far and the cost, and a warning when it is old."""

from datetime import date

from bs4 import BeautifulSoup

from socialmap.catalogue.listing import ListedConfirmation
from socialmap.times.clock import today
from tests.listings import UTRECHT, listing, put


def facts(client, path="/zoeken?waar=utrecht"):
    found = BeautifulSoup(client.get(path).text, "html.parser").select(".card__fact")
    return [" ".join(fact.get_text(" ").split()) for fact in found]


def put_one(confirmed):
    put(
        listing(
            "Koffie",
            UTRECHT,
            kind="coffee_hour",
            hours="24/7",
            free_of_charge=True,
            audiences=("older_people",),
            confirmations=(ListedConfirmation(group="times", on=confirmed),),
        )
    )


def test_a_card_says_when_how_far_and_what_it_costs_in_that_order(client, session):
    put_one(today())
    when, how_far, cost = facts(client)
    assert when == "altijd open"
    assert how_far.endswith(" minuten fietsen")
    assert cost == "gratis"


def test_a_card_warns_only_when_nobody_looked_for_too_long(client, session):
    put_one(date(2024, 3, 1))
    assert "niet meer gecontroleerd sinds 1 maart 2024" in facts(client)


def test_professionals_also_see_for_whom_it_is_and_how_sure_that_is(client, session):
    put_one(today())
    text = " ".join(
        facts(client, "/wat-past-bij-mij/uitkomst?voor=iemand&leuk=koffie&waar=utrecht")
    )
    assert "isolement: individueel" in text
    assert "ouderen" in text
    assert "gecontroleerd op" in text
