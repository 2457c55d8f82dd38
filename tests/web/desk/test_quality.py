"""The report on the quality of the listings."""

from datetime import date

import time_machine

from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.listing import ListedConfirmation
from socialmap.lists.quality import quality_per_area, together
from socialmap.people.permissions import Role
from tests.desk import a_person, sign_in
from tests.listings import UTRECHT, ZEIST, listing, put

TODAY = date(2026, 11, 1)


def whole(name, **more):
    return listing(
        name,
        UTRECHT,
        at={"municipality": "Utrecht"},
        summary="Samen koffie drinken.",
        kind="coffee_hour",
        hours="Mo 09:00-12:00",
        phone="+31302345678",
        confirmations=tuple(ListedConfirmation(group=each, on=TODAY) for each in FIELD_GROUPS),
        **more,
    )


def test_each_listing_counts_in_its_municipality(app):
    put(
        whole("Koffie"),
        whole("Thee"),
        listing("Soep", ZEIST, at={"municipality": "Zeist", "precision": "town"}),
        listing("Belcirkel", None),
    )
    nowhere, utrecht, zeist = quality_per_area(TODAY)
    assert (utrecht.area, utrecht.total, utrecht.complete, utrecht.up_to_date) == (
        "Utrecht",
        2,
        2,
        2,
    )
    assert (zeist.complete, zeist.due, zeist.overdue, zeist.only_town_known) == (0, 1, 0, 1)
    assert (zeist.no_summary, zeist.no_kind, zeist.no_times, zeist.no_way_to_join) == (1, 1, 1, 1)
    assert (nowhere.no_place, zeist.no_place) == (1, 0)
    assert together([nowhere, utrecht, zeist]).total == 4


def test_what_makes_a_listing_complete_is_the_same_as_elsewhere(app):
    written = [whole("Koffie"), listing("Soep"), listing("Bellen", None, online=True)]
    put(*written)
    found = together(quality_per_area(TODAY))
    assert found.complete == sum(not each.missing for each in written)
    for number, name in (("no_summary", "summary"), ("no_place", "place"), ("no_times", "times")):
        assert getattr(found, number) == sum(name in each.missing for each in written)


def test_the_page_and_its_table(client):
    put(whole("Koffie"))
    with time_machine.travel("2026-11-01T12:00Z", tick=False):
        sign_in(client, a_person(Role.POLICY_OFFICER))
        assert "1 van de 1 initiatieven zijn compleet" in client.get("/beheer/kwaliteit").text
        table = client.get("/beheer/kwaliteit?als=csv")
    assert table.mimetype == "text/csv"
    assert "Utrecht;1;1;1;0" in table.text


def test_a_coordinator_sees_the_own_municipality(client):
    put(whole("Koffie"))
    sign_in(client, a_person(area="Zeist"))
    assert "nog niets op de kaart" in client.get("/beheer/kwaliteit").text
