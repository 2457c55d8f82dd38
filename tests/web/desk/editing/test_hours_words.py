from datetime import datetime

from socialmap.times.clock import AMSTERDAM
from socialmap.web.desk.editing.hours_words import next_openings


def test_the_next_five_openings_leave_out_what_is_closed():
    at = datetime(2026, 12, 22, 12, tzinfo=AMSTERDAM)
    openings = next_openings("Tu,Fr 10:00-12:00; PH off; 2026 Dec 29 off", at)
    assert [start.date().day for start, _ in openings] == [5, 8, 12, 15, 19]


def test_after_a_winter_the_next_openings_are_further_away():
    at = datetime(2026, 11, 30, 12, tzinfo=AMSTERDAM)
    assert f"{next_openings('Apr-Oct: Sa 10:00-12:00', at)[0][0]:%d-%m-%Y}" == "03-04-2027"
    assert next_openings("off", at) == []
