"""The terms of an HSDS service as cells, and the record of a listing from our own exports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from socialmap.fields.facts import code_of
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.files.documents import as_text, objects
from socialmap.importing.files.tables import RefusedRows
from socialmap.language.folding import fold
from socialmap.standards.hsds_terms import RECORD, RECORDS
from socialmap.wording import N_

SCHEMES = {
    "kind": "kind",
    "setting": "kind",
    "audience": "audiences",
    "life_domain": "life_domains",
}
# Taxonomies that only our own exports have, by folded name.
OWN_SCHEMES = {"vormvanisolement": "forms", "sfeer": "sphere"}
OWN_FACTS = frozenset({"drempel", "toegankelijkheid"})
UNKNOWN_TERM = Flaw(
    Level.NOTE,
    N_("Deze term hoort niet bij een soort, doelgroep of leefgebied dat we kennen."),
    N_("Zet hem bij de andere woorden (aliases) van een term, als hij hetzelfde betekent."),
)


def terms(service: Mapping[str, Any], line: int, refused: RefusedRows) -> dict[str, str]:
    """Return the cells for the taxonomy terms of a service; refuse terms that are unknown."""
    codes_by_field: dict[str, list[str]] = {}
    for attribute in objects(service.get("attributes")):
        term = attribute.get("taxonomy_term")
        if not isinstance(term, dict) or _is_record(term):
            continue
        words = [as_text(term.get(name)) for name in ("code", "name")]
        cells = _own_cells(attribute, term) or {
            field: code
            for scheme, field in reversed(SCHEMES.items())
            for code in (code_of(scheme, word) for word in words)
            if code
        }
        if not cells:
            refused.add(line, UNKNOWN_TERM, "taxonomy_terms", words[1] or words[0])
        for field, code in cells.items():
            codes_by_field.setdefault(field, []).append(code)
    return {
        field: codes[0] if field == "kind" else " | ".join(dict.fromkeys(codes))
        for field, codes in codes_by_field.items()
    }


def _is_record(term: Mapping[str, Any]) -> bool:
    """Return whether a term marks the record of a listing in a file for ourselves."""
    return (as_text(term.get("taxonomy")), as_text(term.get("code"))) == (RECORDS, RECORD)


def record_of(service: Mapping[str, Any]) -> str:
    """Return the record of a service that one of our own exports wrote; empty without one."""
    attributes = objects(service.get("attributes"))
    terms = ((one, one.get("taxonomy_term")) for one in attributes)
    records = (one for one, term in terms if isinstance(term, dict) and _is_record(term))
    return next((as_text(one.get("value")) for one in records), "")


def is_read(attribute: Mapping[str, Any]) -> bool:
    """Return whether all of an attribute is read: also its value, as in our own exports."""
    term = attribute.get("taxonomy_term")
    return isinstance(term, dict) and (_is_record(term) or bool(_own_cells(attribute, term)))


def _own_cells(attribute: Mapping[str, Any], term: Mapping[str, Any]) -> dict[str, str]:
    """Return the cell of a term from one of our own exports; empty for other terms."""
    scheme, code = fold(as_text(term.get("taxonomy"))), as_text(term.get("code"))
    if scheme in OWN_SCHEMES:
        return {OWN_SCHEMES[scheme]: code}
    if scheme in OWN_FACTS:
        return {code: "nee" if attribute.get("value") == "no" else "ja"}
    return {}
