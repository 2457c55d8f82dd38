from datetime import date

import pytest

from socialmap.catalogue.freshness import Freshness, freshness

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("confirmed_on", "found"),
    [
        (date(2026, 11, 20), Freshness.UP_TO_DATE),
        (date(2026, 6, 1), Freshness.UP_TO_DATE),
        (date(2026, 5, 1), Freshness.DUE),
        (date(2025, 11, 1), Freshness.OVERDUE),
        (None, Freshness.OVERDUE),
    ],
)
def test_half_a_year_is_due_and_a_year_is_overdue(confirmed_on, found):
    assert freshness(confirmed_on, TODAY) == found
