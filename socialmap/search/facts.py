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


def code_numbers(facet: Facet, taxonomy: Taxonomy) -> dict[str, int]:
    """The number of the bit of each code of a group of filters."""
    return {code: number for number, code in enumerate(facet_codes(facet, taxonomy))}


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


def fact_bits(listing: Listing) -> tuple[int, int]:
    """The bits of the facts that hold, and of those that do not."""
    yes = no = 0
    for name, number in FACT_NUMBERS.items():
        told = fact_of(listing, name)
        yes |= (told is True) << number
        no |= (told is False) << number
    return yes, no
