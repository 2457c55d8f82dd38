"""The facts and codes to filter on, each with the number of its bit."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from socialmap.catalogue.fields import LISTING_FACTS, LOCATION_FACTS, facts_in
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.taxonomy import Taxonomy
from socialmap.isolation.forms import IsolationForm
from socialmap.search.query import DAY, FACETS, PART, facet_codes

AT_LOCATION = LOCATION_FACTS
FACTS = {facet.scheme: facts_in(facet.scheme) for facet in FACETS if facet.facts}
OF_LISTING = tuple(name for name in LISTING_FACTS if any(name in names for names in FACTS.values()))
_of_listing, _of_location = attrgetter(*OF_LISTING), attrgetter(*AT_LOCATION)
FACT_NUMBERS = {
    name: number for number, name in enumerate(name for names in FACTS.values() for name in names)
}
FORMS = tuple(IsolationForm)
# The facets whose values are codes that a listing either has or has not.
CODED = tuple(facet for facet in FACETS if not facet.facts and facet.param not in (DAY, PART))


def numbered(taxonomy: Taxonomy) -> dict[str, dict[str, int]]:
    """Per facet the number of the bit of each value; the facts have the first numbers."""
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


def filter_codes(listing: Listing, setting: str, forms: Iterable[str]) -> dict[str, Iterable[str]]:
    """The codes of a listing in each taxonomy that has a facet."""
    return {
        "setting": (setting,),
        "kind": (listing.kind,),
        "isolation_form": tuple(forms),
        "audience": listing.audiences,
        "life_domain": listing.life_domains,
        "language": listing.languages,
    }


def filter_facts(listing: Listing) -> dict[str, bool | None]:
    """The facts of a listing, None when unknown; those of places hold if one location has them."""
    facts = dict(zip(OF_LISTING, _of_listing(listing), strict=True))
    if listing.locations:
        answers = zip(*map(_of_location, listing.locations), strict=True)
        known = [True if True in each else False if False in each else None for each in answers]
        facts |= zip(AT_LOCATION, known, strict=True)
    return facts
