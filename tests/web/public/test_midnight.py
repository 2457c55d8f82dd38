"""Just after midnight in Amsterdam it is another day than in UTC, on every page."""

from datetime import date, datetime

import pytest
import time_machine

from socialmap.catalogue.listing import ListedActivity
from socialmap.times.clock import today
from tests.listings import listing, put

SONG = ListedActivity(name="Zang", starts=datetime(2026, 11, 17, 10), repeats="FREQ=WEEKLY")


@pytest.mark.parametrize(
    ("moment", "day", "weekday"),
    [
        ("2026-11-30T23:30:00Z", date(2026, 12, 1), "dinsdag 1 december"),
        ("2026-11-30T22:30:00Z", date(2026, 11, 30), "maandag 30 november"),
        # In summer Amsterdam is two hours ahead.
        ("2027-06-14T22:30:00Z", date(2027, 6, 15), "dinsdag 15 juni"),
    ],
)
def test_the_day_is_that_of_amsterdam(client, moment, day, weekday):
    put(listing("Koor", activities=(SONG,)))
    with time_machine.travel(moment, tick=False):
        assert today() == day
        agenda = client.get("/agenda").text.casefold()
        page = client.get("/initiatief/koor").text.casefold()
    assert agenda.index(weekday) > 0
    assert f"{day:%Y-%m-%d}t10:00" in agenda or day.weekday() != 1
    assert "zang" in page
