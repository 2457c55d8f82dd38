"""How hits are put in order: words, nearness, freshness and completeness, each a factor."""

from __future__ import annotations

from datetime import date

from socialmap.catalogue.freshness import Freshness, freshness

# A word counts more in the name than elsewhere.
NAME_POINTS = 3
TEXT_POINTS = 1
# At this distance nearness has halved.
HALF_METRES = 2_000
FRESH = {Freshness.UP_TO_DATE: 1.0, Freshness.DUE: 0.95, Freshness.OVERDUE: 0.85}
# A fact that was asked for and that nobody told costs this much each.
UNKNOWN_FACT = 0.7


def score(
    points: int, metres: float | None, confirmed_on: date | None, today: date, unknown: int
) -> float:
    """The product of what each factor gives; higher comes first.

    points: of the words that were found; metres: from the place that was asked, or None;
    unknown: how many of the chosen facts nobody told.
    """
    words = 1 + points
    nearness = 1.0 if metres is None else HALF_METRES / (HALF_METRES + metres)
    return words * nearness * FRESH[freshness(confirmed_on, today)] * UNKNOWN_FACT**unknown
