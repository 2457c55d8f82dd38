import uuid
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.catalogue.freshness import NEVER
from socialmap.upkeep.reminders import (
    QUIET,
    WEEK,
    DueListing,
    Situation,
    Why,
    ahead,
    left_out,
    next_on,
    plan,
    recipient_of,
)

DUE = date(2026, 6, 1)
ORGANISATION = uuid.UUID(int=1)
BRUG = {f"organisation:{ORGANISATION}": "brug@example.org"}
EVERYWHERE = {"Utrecht": 500}


def asked(number=0, **facts):
    known = {
        "id": uuid.UUID(int=number), "name": f"Koffie {number}", "organisation_id": ORGANISATION,
        "organisation": "De Brug", "address": "a@example.org", "due_on": DUE, "areas": ("Utrecht",),
    }  # fmt: skip
    return DueListing(**known | facts)


def alone(number, **facts):
    """A listing without an organisation, with an address of its own."""
    address = f"a{number}@post.wijk"
    return asked(
        number, **{"organisation_id": None, "organisation": "", "address": address} | facts
    )


def mails(listings, addresses, today, **facts):
    return plan(Situation(tuple(listings), addresses, **{"bounds": EVERYWHERE} | facts), today)


def each_reachable(listings, **facts):
    addresses = {recipient_of(each): each.address for each in listings}
    return Situation(tuple(listings), addresses, **{"bounds": EVERYWHERE} | facts)


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
    soon = asked(2, due_on=DUE + timedelta(days=30), address="")
    [mail] = mails([asked(1), soon], BRUG, DUE - timedelta(days=30))
    assert [each.id.int for each in mail.listings] == [1, 2]
    assert (mail.address, mail.turn, mail.areas) == ("brug@example.org", 1, ("Utrecht",))


def test_nothing_due_or_no_address_is_no_mail():
    assert mails([asked()], BRUG, DUE - timedelta(days=31)) == []
    assert mails([asked()], {}, DUE) == []


def test_without_an_organisation_it_goes_by_address():
    listings = [alone(1), alone(2, address="a1@post.wijk"), alone(3)]
    found = plan(each_reachable(listings), DUE)
    assert sorted(len(mail.listings) for mail in found) == [1, 2]


def test_nobody_gets_two_within_a_fortnight():
    yesterday = asked(1, due_on=DUE + timedelta(days=20), sent=1, last_on=DUE - timedelta(days=1))
    assert mails([yesterday, asked(2)], BRUG, DUE) == []
    assert mails([yesterday, asked(2)], BRUG, DUE + timedelta(days=13))


def test_after_the_last_it_is_silent():
    assert mails([asked(sent=4, last_on=DUE)], BRUG, DUE + timedelta(days=300)) == []


def test_nobody_is_mailed_where_nobody_turned_reminders_on():
    assert mails([asked()], BRUG, DUE, bounds={}) == []
    assert mails([asked()], BRUG, DUE, bounds={"Zeist": 10}) == []


def test_a_mail_is_about_the_listings_where_reminders_are_on():
    listings = [asked(1), asked(2, areas=("Zeist",)), asked(3, areas=("Utrecht", "Zeist"))]
    [mail] = mails(listings, BRUG, DUE, bounds={"Zeist": 10})
    assert [each.id.int for each in mail.listings] == [2, 3]
    assert mail.areas == ("Zeist",)


def test_nobody_is_mailed_about_an_example():
    assert mails([asked(example=True)], BRUG, DUE) == []


def test_a_bound_spreads_mails_over_weeks():
    situation = each_reachable([alone(n, due_on=NEVER) for n in range(10)], bounds={"Utrecht": 4})
    days = Counter(mail.on for mail in ahead(situation, DUE, 3 * WEEK))
    assert days == {DUE: 4, DUE + WEEK: 4, DUE + 2 * WEEK: 2}


def test_who_has_a_due_day_goes_before_who_was_never_confirmed():
    listings = [alone(1, due_on=NEVER), alone(2, due_on=DUE)]
    [mail] = plan(each_reachable(listings, bounds={"Utrecht": 1}), DUE)
    assert mail.address == "a2@post.wijk"


def test_two_organisations_with_one_address_get_one_mail_in_a_fortnight():
    other = uuid.UUID(int=2)
    both = {**BRUG, f"organisation:{other}": "brug@example.org"}
    listings = (asked(1), asked(2, organisation_id=other))
    found = ahead(Situation(listings, both, EVERYWHERE), DUE, timedelta(days=20))
    assert [mail.on - DUE for mail in found] == [timedelta(0), QUIET]


def test_why_somebody_is_not_mailed_is_known():
    listings = [
        alone(1, example=True), alone(2, areas=("Zeist",)), alone(3), alone(4),
        alone(5, sent=4, last_on=NEVER), alone(6, sent=1, last_on=DUE),
    ]  # fmt: skip
    reasons = {recipient_of(listings[3]): Why.OPTED_OUT}
    addresses = {recipient_of(each): each.address for each in listings[:3] + listings[4:]}
    situation = Situation(tuple(listings), addresses, {"Utrecht": 0}, unreachable=reasons)
    found = {
        why: [each.id.int for each in rows] for why, rows in left_out(situation, [], DUE).items()
    }
    assert found == {
        Why.EXAMPLE: [1], Why.OFF: [2], Why.OPTED_OUT: [4], Why.ASKED_ENOUGH: [5],
        Why.ASKED_LATELY: [6], Why.LATER: [3],
    }  # fmt: skip


AREAS = ["Utrecht", "Zeist", "Soest", ""]
LISTINGS = st.lists(
    st.builds(
        lambda organisation, address, due, areas: (organisation, address, due, areas),
        st.one_of(st.none(), st.integers(1, 6)),
        st.integers(1, 6),
        st.one_of(st.just(NEVER), st.integers(-60, 60).map(lambda n: DUE + timedelta(days=n))),
        st.sets(st.sampled_from(AREAS), min_size=1, max_size=3),
    ),
    max_size=25,
)


@given(
    LISTINGS,
    st.dictionaries(st.sampled_from(AREAS), st.integers(1, 4)),
    st.sets(st.integers(1, 6)),
)
def test_the_promises_hold_for_any_catalogue(rows, bounds, refusing):
    """Never more than the bound in any week, nobody twice within QUIET, nobody who opted out."""
    listings = [
        alone(n, organisation_id=organisation and uuid.UUID(int=organisation),
              address=f"a{address}@post.wijk", due_on=due, areas=tuple(sorted(areas)))
        for n, (organisation, address, due, areas) in enumerate(rows)
    ]  # fmt: skip
    refused = {f"a{number}@post.wijk" for number in refusing}
    addresses = {
        recipient_of(each): each.address for each in listings if each.address not in refused
    }
    found = ahead(Situation(tuple(listings), addresses, bounds), DUE, timedelta(days=120))
    for mail in found:
        assert mail.address not in refused
        assert {area for each in mail.listings for area in each.areas} & set(bounds) == set(
            mail.areas
        )
        week = [each for each in found if timedelta(0) <= each.on - mail.on < WEEK]
        for area in mail.areas:
            assert sum(area in each.areas for each in week) <= bounds[area]
        others = [each for each in found if each is not mail and abs(each.on - mail.on) < QUIET]
        assert mail.address not in {each.address for each in others}
        assert mail.recipient not in {each.recipient for each in others}
    times = Counter(listing.id for mail in found for listing in mail.listings)
    assert max(times.values(), default=0) <= 4


def test_a_forecast_is_the_plan_of_each_day_one_after_another():
    listings = tuple(
        asked(
            number,
            organisation_id=uuid.UUID(int=number % 4 + 1),
            areas=("Utrecht",) if number % 3 else ("Zeist",),
            due_on=DUE + timedelta(days=number),
            last_on=DUE - timedelta(days=5) if number == 7 else None,
        )
        for number in range(40)
    )
    addresses = {f"organisation:{uuid.UUID(int=n)}": f"a{n}@post.wijk" for n in (1, 2, 3)}
    situation = Situation(listings, addresses, {"Utrecht": 2})
    expected, then = [], situation
    for day in range(WEEK.days):
        of_day = plan(then, DUE + timedelta(days=day))
        then = then.after(of_day)
        expected += of_day
    assert ahead(situation, DUE) == expected
    assert expected
