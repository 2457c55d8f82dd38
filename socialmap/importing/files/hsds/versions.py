"""The tables and columns of HSDS 1.1 and 2.0, under the names that they have in HSDS 3."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from socialmap.importing.files.documents import as_text, objects
from socialmap.language.folding import fold

Record = Mapping[str, Any]
# The names of a table in the versions so far, in one and in many, beside its name in HSDS 3.
SPELLINGS = {
    "organizations": "organization organisation organisations",
    "services": "service",
    "service_at_location": "services_at_location service_location service_locations",
    "locations": "location",
    "addresses": "address physical_address physical_addresses",
    "postal_addresses": "postal_address",
    "phones": "phone",
    "contacts": "contact",
    "schedules": "schedule regular_schedule regular_schedules",
    "holidays": "holiday_schedule holiday_schedules",
    "languages": "language",
    "accessibility": "accessibility_for_disabilities accessibility_for_disabilitiess",
    "eligibility": "eligibilities eligibilitys",
    "required_documents": "required_document",
    "cost_options": "cost_option fee fees",
    "service_areas": "service_area",
    "attributes": "attribute service_attribute other_attribute service_taxonomy services_taxonomy",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
    "programs": "program",
    "funding": "fundings",
    "payments_accepted": "payment_accepted",
    "metadata": "metadatas",
    "meta_table_descriptions": "meta_table_description",
    "organization_identifiers": "organization_identifier",
    "service_capacities": "service_capacity",
    "units": "unit",
    "urls": "url",
}
# Tables that hold nothing that a listing has.
UNUSED = frozenset(
    {
        "programs", "funding", "payments_accepted", "metadata", "meta_table_descriptions",
        "organization_identifiers",
    }
)  # fmt: skip


def _spellings() -> dict[str, str]:
    names = {}
    for table, others in SPELLINGS.items():
        for name in (table, *others.split()):
            names[fold(name)] = table
            # The peers write many of service_taxonomy both as -ies and as -ys.
            names.setdefault(f"{fold(name)}s", table)
            if name.endswith("y"):
                names.setdefault(f"{fold(name)[:-1]}ies", table)
    return names


TABLES: Mapping[str, str] = _spellings()


def table_of(name: str) -> str:
    """Return the table that a file is named after, as in 'HSDS-services (2)'; empty if unknown."""
    words = "".join(char if char.isalpha() else " " for char in name).split()
    for begin in range(len(words)):
        for end in range(len(words), begin, -1):
            table = TABLES.get(fold("".join(words[begin:end])))
            if table:
                return table
    return ""


def _first(record: Record, *names: str) -> str:
    return next(filter(None, (as_text(record.get(name)).strip() for name in names)), "")


def _schedule(record: Record) -> dict[str, Any]:
    """Return a schedule; a weekday of HSDS 1 (Monday, or 1 to 7) becomes one of every week."""
    days = weekdays(_first(record, "weekday", "day_of_week")) if not record.get("byday") else ""
    upgraded = {"byday": days, "freq": _first(record, "freq") or "WEEKLY"} if days else {}
    return {
        **record,
        **upgraded,
        "description": _first(record, "description", "original_text", "notes"),
    }


# The first two letters of a weekday, which no two days share in Dutch and English.
BEGINS = ["mo/ma/1", "tu/di/2", "we/wo/3", "th/do/4", "fr/vr/5", "sa/za/6", "su/zo/7"]
WEEK = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
DAYS = {begin: day for day, begins in zip(WEEK, BEGINS, strict=True) for begin in begins.split("/")}


def weekdays(text: str) -> str:
    """Return the weekdays in a text as iCalendar names them: 'Monday-Friday', '1' or 'Mon, Wed'.

    The answer is empty if any part of the text is no weekday.
    """
    days: list[str] = []
    for part in filter(None, text.lower().replace(";", ",").replace("/", ",").split(",")):
        first, dash, last = part.strip().replace("–", "-").partition("-")
        ends = [DAYS.get(end.strip()[:2]) for end in ((first, last) if dash else (first, first))]
        if None in ends:
            return ""
        begin, end = (WEEK.index(day) for day in ends if day)
        days += (WEEK * 2)[begin : end + 1 + (7 if end < begin else 0)]
    return ",".join(dict.fromkeys(days))


def _accessibility(record: Record) -> dict[str, Any]:
    texts = (_first(record, name) for name in ("description", "accessibility", "details"))
    return {**record, "description": ", ".join(filter(None, texts))}


def _cost(record: Record) -> dict[str, Any]:
    text = _first(record, "amount_description", "fee", "fees", "description")
    option = _first(record, "option")
    both = f"{option}: {text}" if option and text else text or option
    return {**record, "amount_description": both}


def _attribute(record: Record) -> dict[str, Any]:
    """Return an attribute; one of HSDS 1 refers to its service and to a term of the taxonomy."""
    term: Record = next(
        (record[name] for name in ("taxonomy_term", "taxonomy") if _is_object(record.get(name))), {}
    )
    return {
        **{name: value for name, value in record.items() if name != "taxonomy_id"},
        "link_id": _first(record, "link_id", "service_id"),
        "taxonomy_term_id": _first(record, "taxonomy_term_id", "taxonomy_id"),
        **({"taxonomy_term": _term(term)} if term else {}),
    }


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _term(record: Record) -> dict[str, Any]:
    return {
        **record,
        "name": _first(record, "name", "term"),
        "taxonomy": _first(record, "taxonomy", "vocabulary"),
    }


def _named(*names: str) -> Callable[[Record], dict[str, Any]]:
    return lambda record: {**record, "name": _first(record, "name", *names)}


UPGRADES: Mapping[str, Callable[[Record], dict[str, Any]]] = {
    "schedules": _schedule,
    "accessibility": _accessibility,
    "languages": _named("language"),
    "service_areas": _named("service_area"),
    "cost_options": _cost,
    "attributes": _attribute,
    "taxonomy_terms": _term,
    "postal_addresses": lambda record: {**record, "address_type": "postal"},
    "eligibility": lambda record: {
        **record, "description": _first(record, "eligibility", "description"),
    },
    "required_documents": lambda record: {
        **record, "document": _first(record, "document", "name"),
    },
}  # fmt: skip


def upgraded(table: str, records: Iterable[Record]) -> list[dict[str, Any]]:
    """Return records of a table of any version with the columns of HSDS 3."""
    upgrade = UPGRADES.get(table, dict)
    return [upgrade(record) for record in records]


def upgraded_document(item: Any, depth: int = 16) -> Any:
    """Return a nested service, organisation or location of any version with the names of HSDS 3.

    Only lists and objects are renamed: `fees` is a column of a service too. What is nested deeper
    than `depth` levels is left out.
    """
    if isinstance(item, list):
        return [upgraded_document(one, depth) for one in item]
    if not isinstance(item, dict) or depth <= 0:
        return None if isinstance(item, dict) else item
    renamed: dict[str, Any] = {}
    for name, value in item.items():
        if not isinstance(value, (list, dict)):
            renamed[name] = value
            continue
        nested = upgraded_document(value, depth - 1)
        table = TABLES.get(fold(name), "")
        if isinstance(value, dict) and table not in ("holidays", "schedules", "addresses"):
            renamed[name] = nested
        elif table == "postal_addresses":
            renamed.setdefault("addresses", []).extend(upgraded(table, objects(_listed(nested))))
        elif table:
            key = "service_at_locations" if table == "service_at_location" else table
            records = upgraded(table, objects(_listed(nested)))
            renamed[key] = [*objects(renamed.get(key)), *records]
        else:
            renamed[name] = nested
    return renamed


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
