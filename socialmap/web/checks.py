"""The values of a group of filters as boxes to check: those shown, and those behind 'more'."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from socialmap.search.results import FacetValue
from socialmap.web.wording import drawn, together

# So many values of a group are shown at once; of more than that only the first.
MOST_SHOWN, SHOWN_OF_MANY = 12, 8
check = drawn("public/_check.html", "check")


def most_used(values: Sequence[FacetValue]) -> tuple[Sequence[FacetValue], Sequence[FacetValue]]:
    """The values to show and those behind 'more': of many, what is chosen and used most first."""
    if len(values) <= MOST_SHOWN:
        return values, ()
    ordered = sorted(values, key=lambda value: (not value.chosen, -value.count))
    return ordered[:SHOWN_OF_MANY], ordered[SHOWN_OF_MANY:]


def checks(param: str, values: Sequence[FacetValue]) -> Markup:
    """The boxes of some values of a group."""
    return together(check(param, *value) for value in values)
