"""The terms of our taxonomies as HSDS attributes, and ids that are stable across exports."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from socialmap.catalogue.fields import LISTING, facts_in
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.taxonomy import Term, taxonomy
from socialmap.standards.exported import Exported
from socialmap.standards.records import to_record

# The namespace of our ids: one made of a name is the same in every file.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://socialmap.invalid/hsds")
FACTS = {scheme: facts_in(scheme, LISTING) for scheme in ("threshold", "accessibility")}
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
# The taxonomy and the term of the record, which holds all that HSDS has no words for.
RECORDS, RECORD = "socialmap", "record"
Thing = dict[str, Any]


def without_empty(thing: Thing) -> Thing:
    """Return an object without its empty values: HSDS leaves out what is unknown."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}


def part_id(exported: Exported, *names: object) -> str:
    """Return the id of a part of a listing; it is the same in every file."""
    return str(uuid.uuid5(exported.id, "/".join(map(str, names))))


def attributes(exported: Exported) -> list[Thing]:
    """Return the taxonomy terms of a listing; a yes/no fact has the value "yes" or "no"."""
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
        without_empty(
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


def record_attribute(exported: Exported) -> list[Thing]:
    """Return the record of a whole listing as an attribute; an empty list for a public one."""
    if not exported.whole:
        return []
    taxonomy_id = str(uuid.uuid5(NAMESPACE, RECORDS))
    text = "Wat hier verder van bekend is, voor een import"
    detail = {"id": taxonomy_id, "name": RECORDS, "description": text}
    own = str(uuid.uuid5(NAMESPACE, f"{RECORDS}/{RECORD}"))
    term = {
        "id": own,
        "code": RECORD,
        "name": RECORD,
        "description": text,
        "taxonomy": RECORDS,
        "taxonomy_id": taxonomy_id,
        "taxonomy_detail": detail,
        "language": "nld",
    }
    return [
        {
            "id": part_id(exported, "attribute", RECORDS, RECORD),
            "link_id": str(exported.id),
            "link_entity": "service",
            "value": to_record(exported),
            "taxonomy_term_id": own,
            "taxonomy_term": term,
        }
    ]


def _codes(listing: Listing) -> Iterator[tuple[str, str]]:
    # A kind implies its setting.
    yield ("kind", listing.kind) if listing.kind else ("setting", listing.setting)
    yield "sphere", listing.sphere
    for form in sorted(listing.forms, key=lambda form: -listing.forms[form]):
        yield "isolation_form", form
    yield from (("life_domain", code) for code in listing.life_domains)
    yield from (("audience", code) for code in listing.audiences)


def term_id(term: Term) -> str:
    """Return the id of a term; it is the same in every file."""
    return str(uuid.uuid5(NAMESPACE, f"{term.scheme}/{term.code}"))


def taxonomy_term(term: Term) -> Thing:
    """Return a term as an HSDS object, with its taxonomy."""
    scheme = SCHEMES[term.scheme]
    taxonomy_id = str(uuid.uuid5(NAMESPACE, term.scheme))
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
