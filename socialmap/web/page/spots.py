"""Where a search looked, in the words of the reader: rond Zeist, or hier, bij de Dorpsstraat."""

from __future__ import annotations

from flask_babel import gettext

from socialmap.places.gazetteer import Place
from socialmap.places.geocoding import OnePlace
from socialmap.search.results import SearchResults

# What the name of a street ends in, when its article is het or de.
HET = ("plein", "pad", "park", "hof", "laantje", "straatje", "weggetje", "veld", "plantsoen")
DE = (
    "straat",
    "laan",
    "weg",
    "gracht",
    "kade",
    "dreef",
    "singel",
    "dijk",
    "steeg",
    "markt",
    "brink",
)


def street_name(street: str) -> str:
    """The name of a street in a sentence: de Dorpsstraat, het Marktplein, Achter de Dom."""
    last = street.casefold().split()[-1] if street else ""
    if last.endswith(HET):
        return f"het {street}"
    return f"de {street}" if last.endswith(DE) else street


def place_name(place: Place) -> str:
    """The name of a place; a bare point has only coordinates, which say nothing to people."""
    if place.kind != "point":
        return place.label
    facts = {"street": street_name(place.street), "town": place.town}
    if place.street and place.town:
        return str(gettext("%(street)s in %(town)s", **facts))
    return str(gettext("jouw plek bij %(town)s", **facts) if place.town else gettext("jouw plek"))


def around(place: Place) -> str:
    """Around a place, as it stands in a sentence: rond Zeist, or hier, bij een straat."""
    if place.kind != "point":
        return str(gettext("rond %(place)s", place=place.label))
    facts = {"street": street_name(place.street), "town": place.town}
    if place.street and place.town:
        return str(gettext("hier, bij %(street)s in %(town)s", **facts))
    return str(gettext("hier, in of bij %(town)s", **facts) if place.town else gettext("hier"))


def spot(results: SearchResults) -> str:
    """Where these results were searched; empty for everywhere."""
    if results.query.box:
        return str(gettext("op dit stuk van de kaart"))
    return around(results.answer.place) if isinstance(results.answer, OnePlace) else ""
