"""The facts and codes that can be filtered on, each with the number of its bit."""

from __future__ import annotations

from collections.abc import Iterable

from socialmap.catalogue.listing import Listing
from socialmap.catalogue.taxonomy import Taxonomy
from socialmap.isolation.forms import IsolationForm
from socialmap.search.query import FACETS, Facet, facet_codes

AT_LOCATION = ("step_free", "accessible_toilet", "hearing_loop", "public_transport_near", "parking")
FACTS = {
    "threshold": (
        "walk_in",
        "met_at_door",
        "companion_welcome",
        "free_of_charge",
        "quiet",
        "no_referral_needed",
    ),
    "accessibility": (*AT_LOCATION, "transport_offered"),
}
FACT_NUMBERS = {
    name: number for number, name in enumerate(name for names in FACTS.values() for name in names)
}
FORMS = tuple(IsolationForm)
# The groups of filters whose values are codes that a listing has or has not.
CODED = tuple(facet for facet in FACETS if not facet.facts and facet.scheme != "moment")


def numbered(taxonomy: Taxonomy) -> dict[str, dict[str, int]]:
    """Per group of filters the number of the bit of each value; the facts have the first ones."""
    numbers = {
        facet.param: {code: FACT_NUMBERS[code] for code in FACTS[facet.scheme]}
        for facet in FACETS
        if facet.facts
    }
    first = len(FACT_NUMBERS)
    for facet in CODED:
        codes = facet_codes(facet, taxonomy)
        numbers[facet.param] = {code: first + place for place, code in enumerate(codes)}
        first += len(codes)
    return numbers


def codes_of(facet: Facet, listing: Listing, setting: str, forms: Iterable[str]) -> Iterable[str]:
    """The codes that a listing has in a group of filters."""
    return {
        "setting": (setting,),
        "kind": (listing.kind,),
        "isolation_form": tuple(forms),
        "audience": listing.audiences,
        "life_domain": listing.life_domains,
        "language": listing.languages,
    }[facet.scheme]


def fact_of(listing: Listing, name: str) -> bool | None:
    """A fact of a listing; one of its locations will do. None when nobody told."""
    if name not in AT_LOCATION:
        told: bool | None = getattr(listing, name)
        return told
    answers = [getattr(location, name) for location in listing.locations]
    return True if True in answers else False if False in answers else None
