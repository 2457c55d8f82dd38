"""The terms of our taxonomies as HSDS attributes, and ids that are the same in every file."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from socialmap.catalogue.listing import Listing
from socialmap.catalogue.taxonomy import Term, taxonomy
from socialmap.standards.exported import Exported

# Names of things of ours: an id made of a name is the same in every file.
OURS = uuid.uuid5(uuid.NAMESPACE_URL, "https://socialmap.invalid/hsds")
FACTS = {
    "threshold": (
        "walk_in", "met_at_door", "companion_welcome", "free_of_charge", "quiet",
        "no_referral_needed",
    ),
    "accessibility": ("transport_offered",),
}  # fmt: skip
SCHEMES = {
    "setting": "Soort plek",
    "kind": "Vorm",
    "isolation_form": "Vorm van isolement",
    "sphere": "Sfeer",
    "life_domain": "Leefgebied",
    "audience": "Doelgroep",
    "threshold": "Drempel",
    "accessibility": "Toegankelijkheid",
}
Thing = dict[str, Any]


def told(thing: Thing) -> Thing:
    """A thing without what is empty: HSDS leaves out what nobody told."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}


def part_id(exported: Exported, *names: object) -> str:
    """The id of a part of a listing, the same in every file."""
    return str(uuid.uuid5(exported.id, "/".join(map(str, names))))


def attributes(exported: Exported) -> list[Thing]:
    """The terms of our taxonomies that a listing has; what it says no to has the value 'no'."""
    listing = exported.listing
    terms = [
        *((scheme, code, "") for scheme, code in _codes(listing)),
        *(
            (scheme, name, "yes" if getattr(listing, name) else "no")
            for scheme, names in FACTS.items()
            for name in names
            if getattr(listing, name) is not None
        ),
    ]
    return [
        told(
            {
                "id": part_id(exported, "attribute", scheme, code),
                "link_id": str(exported.id),
                "link_entity": "service",
                "value": value,
                "taxonomy_term_id": term_id(term),
                "taxonomy_term": taxonomy_term(term),
            }
        )
        for scheme, code, value in terms
        if (term := taxonomy().get(scheme, code))
    ]


def _codes(listing: Listing) -> Iterator[tuple[str, str]]:
    # A kind stands under one setting: both would say the same twice.
    yield ("kind", listing.kind) if listing.kind else ("setting", listing.setting)
    yield "sphere", listing.sphere
    for form in sorted(listing.forms, key=lambda form: -listing.forms[form]):
        yield "isolation_form", form
    yield from (("life_domain", code) for code in listing.life_domains)
    yield from (("audience", code) for code in listing.audiences)


def term_id(term: Term) -> str:
    """The id of a term, the same in every file."""
    return str(uuid.uuid5(OURS, f"{term.scheme}/{term.code}"))


def taxonomy_term(term: Term) -> Thing:
    """A term of one of our taxonomies, with the taxonomy that it stands in."""
    scheme = SCHEMES[term.scheme]
    taxonomy_id = str(uuid.uuid5(OURS, term.scheme))
    return {
        "id": term_id(term),
        "code": term.code,
        "name": term.nl,
        "description": term.definition_nl or term.nl,
        "taxonomy": scheme,
        "taxonomy_id": taxonomy_id,
        "taxonomy_detail": {"id": taxonomy_id, "name": scheme, "description": scheme},
        "language": "nld",
    }
