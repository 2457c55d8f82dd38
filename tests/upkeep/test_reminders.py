import uuid
from datetime import date, timedelta

import pytest

from socialmap.upkeep.reminders import DueListing, next_on, plan, recipient_of

DUE = date(2026, 6, 1)
ORGANISATION = uuid.UUID(int=1)
BRUG = {f"organisation:{ORGANISATION}": "brug@example.org"}


def asked(number=0, **facts):
    known = {
        "id": uuid.UUID(int=number), "name": f"Koffie {number}", "organisation_id": ORGANISATION,
        "organisation": "De Brug", "address": "a@example.org", "due_on": DUE,
    }  # fmt: skip
    return DueListing(**known | facts)


@pytest.mark.parametrize(
    ("sent", "last_on", "expected"),
    [
        (0, None, date(2026, 5, 2)),
        (1, date(2026, 5, 2), date(2026, 6, 1)),
        (2, date(2026, 6, 1), date(2026, 7, 1)),
        (3, date(2026, 7, 1), date(2026, 8, 31)),
        (4, date(2026, 8, 31), None),
    ],
)
def test_a_month_before_then_at_once_then_after_one_and_three_months(sent, last_on, expected):
    assert next_on(DUE, sent, last_on) == expected


def test_who_starts_late_gets_them_as_far_apart():
    start = date(2027, 1, 1)
    second = next_on(DUE, 1, start)
    assert second - start == timedelta(days=30)
    assert next_on(DUE, 3, second + timedelta(days=30)) - second == timedelta(days=91)


def test_one_mail_for_all_of_an_organisation_that_is_due_or_nearly():
    soon = asked(2, due_on=DUE + timedelta(days=50), address="")
    [mail] = plan([asked(1), soon], BRUG, DUE - timedelta(days=30))
    assert [each.id.int for each in mail.listings] == [1, 2]
    assert (mail.address, mail.turn) == ("brug@example.org", 1)


def test_nothing_due_or_no_address_is_no_mail():
    assert plan([asked()], BRUG, DUE - timedelta(days=31)) == []
    assert plan([asked()], {}, DUE) == []


def test_without_an_organisation_it_goes_by_address():
    alone = {"organisation_id": None, "organisation": ""}
    listings = [asked(1, **alone), asked(2, **alone), asked(3, **alone, address="b@example.org")]
    addresses = {recipient_of(each): each.address for each in listings}
    assert sorted(len(mail.listings) for mail in plan(listings, addresses, DUE)) == [1, 2]


def test_nobody_gets_two_within_a_fortnight():
    yesterday = asked(1, due_on=DUE + timedelta(days=20), sent=1, last_on=DUE - timedelta(days=1))
    assert plan([yesterday, asked(2)], BRUG, DUE) == []
    assert plan([yesterday, asked(2)], BRUG, DUE + timedelta(days=13))


def test_after_the_last_it_is_silent():
    assert plan([asked(sent=4, last_on=DUE)], BRUG, DUE + timedelta(days=300)) == []
