"""Linked data (JSON-LD of schema.org): organisations, places and events, also from a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import orjson

from socialmap.errors import FileProblem
from socialmap.fields.flaws import Flaw, Level
from socialmap.importing.columns import label
from socialmap.importing.files.documents import as_text, objects
from socialmap.importing.files.hsds.schedules import weekly_hours
from socialmap.importing.files.hsds.versions import weekdays
from socialmap.importing.files.markup import plain_text, scripts_in
from socialmap.importing.files.moments import local_moment
from socialmap.importing.files.tables import Elements, Line, RefusedRows
from socialmap.wording import N_

FORMAT = "schema.org"
FIELDS = (
    "id", "name", "description", "organisation", "location_name", "address", "street", "postcode",
    "town", "country", "lat", "lon", "online", "phone", "email", "website", "hours", "cost",
    "cost_amount", "audiences", "languages", "service_areas",
    "activity_starts", "activity_minutes", "activity_repeats",
)  # fmt: skip
MEDIA_TYPE = "application/ld+json"
Node = Mapping[str, Any]
# What shows that a thing can be visited or joined.
PLACED = frozenset(
    {
        "address", "geo", "location", "openingHours", "openingHoursSpecification", "areaServed",
        "startDate", "eventSchedule",
    }
)  # fmt: skip
CONTAINERS = ("@graph", "itemListElement", "item", "mainEntity")
DEEPEST = 6
LONGEST_WORDS = 150
PERSON = Flaw(
    Level.ERROR,
    N_("Dit is een persoon. We slaan het over."),
    N_("Op deze kaart staan geen privépersonen. Noem de organisatie."),
    secret=True,
)
NOT_A_PLACE = Flaw(
    Level.NOTE,
    N_("Dit is geen organisatie, plek of activiteit die we kennen. We slaan het over."),
    N_("Staat er een plek in? Geef hem een naam en een adres."),
)
CANCELLED = Flaw(
    Level.NOTE,
    N_("Dit is afgezegd. We slaan het over."),
    N_("Gaat het toch door? Verander het dan in het bestand."),
)
UNTIMED = Flaw(
    Level.WARNING,
    N_("Er staat niet zeker op welke dag en hoe laat het begint: %(words)s. De activiteit komt niet"
       " in de agenda."),
    N_("Zet er een begin bij met een dag en een tijd."),
)  # fmt: skip
NO_RHYTHM = Flaw(
    Level.WARNING,
    N_("De herhaling kunnen we niet lezen. De activiteit staat één keer in de agenda."),
    N_("Schrijf hoe vaak het is, zoals elke week (P1W) op dinsdag."),
)
FREQUENCIES = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}


def is_linked(document: Any) -> bool:
    """Return whether a document is JSON-LD that names the types of its things."""
    items = document if isinstance(document, list) else [document]
    first = objects(items)[:20]
    return any("@graph" in one or ("@type" in one and _types(one)) for one in first) or (
        isinstance(document, dict) and "@context" in document and "itemListElement" in document
    )


def documents_in_page(html: str) -> list[Any]:
    """Return the linked data that a web page carries in its scripts."""
    documents: list[Any] = []
    for script in scripts_in(html, MEDIA_TYPE):
        with suppress(orjson.JSONDecodeError):
            document = orjson.loads(script)
            documents += document if isinstance(document, list) else [document]
    return documents


def read_things(document: Any, refused: RefusedRows) -> Elements:
    """Read the things in a document; raise FileProblem if there are none."""
    things = list(_things(document, DEEPEST))
    if not things:
        raise FileProblem(N_("Er staat geen enkele plek in het bestand."))
    return Elements(FORMAT, tuple(map(label, FIELDS)), _rows(things, refused))


def _things(item: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Yield the things in a graph, a list, or a page about one thing."""
    for thing in objects(item if isinstance(item, list) else [item]):
        inside = [thing[name] for name in CONTAINERS if isinstance(thing.get(name), (dict, list))]
        if inside and depth:
            for one in inside:
                yield from _things(one, depth - 1)
        elif "@type" in thing:
            yield thing


def _rows(things: list[dict[str, Any]], refused: RefusedRows) -> Iterator[Line]:
    by_id = {own: thing for thing in things if (own := as_text(thing.get("@id")))}
    parts = {
        as_text(value.get("@id"))
        for thing in things
        for name in ("location", "organizer", "address", "geo")
        if isinstance(value := thing.get(name), dict)
    } - {""}
    for number, thing in enumerate(things, start=1):
        name, types = _text(thing.get("name")), _types(thing)
        if as_text(thing.get("@id")) in parts:
            continue  # it stands in the row of what happens there
        if "Person" in types:
            refused.add(number, PERSON)
        elif not (name and PLACED & thing.keys()):
            refused.add(number, NOT_A_PLACE, "", name or ", ".join(sorted(types)))
        elif _text(thing.get("eventStatus")).endswith("EventCancelled"):
            refused.add(number, CANCELLED, "", name)
        else:
            cells = _cells({**thing, **_resolved(thing, by_id)})
            if flaw := _unread(thing, cells):
                refused.add(number, flaw, "", name)
            yield number, [cells.get(field, "") for field in FIELDS]


def _resolved(thing: Node, by_id: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the parts of a thing that stand elsewhere in the document under their id."""
    return {
        name: by_id[as_text(value["@id"])]
        for name, value in thing.items()
        if isinstance(value, dict) and as_text(value.get("@id")) in by_id
    }


def _types(thing: Node) -> set[str]:
    """Return the types of a thing, without the vocabulary that they are from."""
    value = thing.get("@type")
    names = value if isinstance(value, list) else [value]
    return {re.split(r"[/#:]", as_text(name))[-1] for name in names} - {""}


def _one(value: Any) -> dict[str, Any]:
    """Return the first object in a value; empty without one."""
    return next(iter(objects(value if isinstance(value, list) else [value])), {})


def _text(value: Any) -> str:
    """Return a value as text: in Dutch if it is in several languages, of a list its first."""
    values = value if isinstance(value, list) else [value]
    dutch = [one for one in objects(values) if as_text(one.get("@language")).startswith("nl")]
    for one in (*dutch, *values):
        if isinstance(one, dict):
            one = one.get("@value") or one.get("name") or one.get("@id")
        if text := as_text(one).strip():
            return plain_text(text)
    return ""


def _texts(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return " | ".join(filter(None, map(_text, values)))


def _cells(thing: Node) -> dict[str, str]:
    event = bool({"startDate", "eventSchedule"} & thing.keys())
    place = _one(thing.get("location")) if "location" in thing else thing
    if isinstance(thing.get("location"), str):
        place = {"address": thing["location"]}
    contact = _one(thing.get("contactPoint"))
    owner = thing.get("organizer") or thing.get("provider") or thing.get("parentOrganization")
    return {
        "id": _text(thing.get("@id")) or _text(thing.get("identifier")),
        "name": _text(thing.get("name")),
        "description": _text(thing.get("description")),
        "organisation": _text(owner) if "Person" not in _types(_one(owner)) else "",
        "location_name": _text(place.get("name")) if place is not thing else "",
        **_where(place),
        "online": "ja" if "VirtualLocation" in _types(place) else "",
        "phone": _texts(thing.get("telephone")) or _texts(contact.get("telephone")),
        "email": _text(thing.get("email")) or _text(contact.get("email")),
        "website": _text(thing.get("url")),
        "hours": "" if event else _hours(thing),
        **_cost(thing),
        "audiences": _text(_one(thing.get("audience")).get("audienceType")),
        "languages": _texts(thing.get("inLanguage") or thing.get("availableLanguage")),
        "service_areas": _texts(thing.get("areaServed")),
        **(_activity(thing) if event else {}),
    }


def _where(place: Node) -> dict[str, str]:
    """Return the cells about where a place is; an address may be one text."""
    geo, address = _one(place.get("geo")), _one(place.get("address"))
    return {
        "address": "" if address else _text(place.get("address")),
        "street": _text(address.get("streetAddress")),
        "postcode": _text(address.get("postalCode")),
        "town": _text(address.get("addressLocality")),
        "country": _text(address.get("addressCountry")),
        "lat": _text(geo.get("latitude") or place.get("latitude")),
        "lon": _text(geo.get("longitude") or place.get("longitude")),
    }


def _hours(thing: Node) -> str:
    """Return the opening hours of a thing as OSM opening_hours."""
    value = thing.get("openingHours")
    texts = [_text(one) for one in (value if isinstance(value, list) else [value])]
    if any(texts):
        return ", ".join(filter(None, texts))
    spans = [
        span
        for name in ("openingHoursSpecification", "specialOpeningHoursSpecification")
        for span in objects(thing[name] if isinstance(thing.get(name), list) else [thing.get(name)])
    ]
    weekly = [_span(one) for one in spans if not one.get("validFrom")]
    special = [_span(one) for one in spans if one.get("validFrom")]
    return weekly_hours(weekly, special)


def _span(span: Node) -> dict[str, str]:
    """Return hours of schema.org as a schedule of HSDS.

    From midnight to midnight is closed, and so are days without any time.
    """
    value = span.get("dayOfWeek")
    names = [
        re.split(r"[/#]", _text(day))[-1] for day in (value if isinstance(value, list) else [value])
    ]
    opens, closes = _text(span.get("opens"))[:5], _text(span.get("closes"))[:5]
    closed = opens == closes and (opens in ("", "00:00") or "validFrom" in span)
    return {
        "byday": weekdays(",".join(names)),
        "opens_at": opens,
        "closes_at": "24:00" if closes == "23:59" else closes,
        "start_date": _text(span.get("validFrom"))[:10],
        "end_date": _text(span.get("validThrough"))[:10],
        "closed": "true" if closed else "false",
    }


def _cost(thing: Node) -> dict[str, str]:
    """Return the cells about the cost: an amount only if all offers name the same one."""
    offers = thing.get("offers")
    prices = list(dict.fromkeys(_prices(offers if isinstance(offers, list) else [offers])))
    free = _text(thing.get("isAccessibleForFree")).lower() in ("ja", "true")
    if len(prices) > 1 or (prices and not re.fullmatch(r"€ [\d.,]+", prices[0])):
        *first, last = prices
        return {"cost": " of ".join(filter(None, (", ".join(first), last)))}
    amount = prices[0].removeprefix("€ ") if prices else ""
    return {"cost": "gratis" if free else "", "cost_amount": amount}


def _prices(offers: list[Any]) -> Iterator[str]:
    """Yield the prices in offers with their currency; the euro is meant where none is named."""
    for offer in objects(offers):
        currency = _text(offer.get("priceCurrency")).upper()
        low, high = _text(offer.get("lowPrice")), _text(offer.get("highPrice"))
        between = f"{low} tot {high}" if low and high and low != high else low or high
        price = _text(offer.get("price")) or between
        if price:
            yield f"€ {price}" if currency in ("", "EUR", "€") else f"{price} {currency}"


def _activity(thing: Node) -> dict[str, str]:
    """Return the cells of the first date of an event, and of its rule of repetition."""
    plan = _one(thing.get("eventSchedule"))
    starts = local_moment(_text(thing.get("startDate")))
    ends = local_moment(_text(thing.get("endDate")))
    length = _text(thing.get("duration"))
    if plan and not starts:
        day = _first_day(thing, plan)
        starts = local_moment(f"{day}T{_text(plan.get('startTime'))[:5]}")
        ends = local_moment(f"{day}T{_text(plan.get('endTime'))[:5]}")
        length = _text(plan.get("duration")) or length
    if not starts:
        return {}
    minutes = round((ends - starts).total_seconds() / 60) if ends else 0
    return {
        "activity_starts": f"{starts:%Y-%m-%d %H:%M}",
        "activity_minutes": str(minutes) if 0 < minutes <= 1440 else "" if ends else length,
        "activity_repeats": _rule(plan),
    }


def _first_day(thing: Node, plan: Node) -> str:
    """Return the first day of a schedule as YYYY-MM-DD; that of its event if the weekdays fit."""
    if day := _text(plan.get("startDate"))[:10]:
        return day
    day, names = _text(thing.get("startDate"))[:10], _weekdays(plan)
    with suppress(ValueError):
        own = f"{date.fromisoformat(day):%A}"[:2].upper()
        return day if not names or own in names.split(",") else ""
    return ""


def _weekdays(plan: Node) -> str:
    """Return the weekdays of a schedule as an RRULE has them; empty if it names none we know."""
    days = plan.get("byDay")
    names = [
        re.split(r"[/#]", _text(day))[-1] for day in (days if isinstance(days, list) else [days])
    ]
    return weekdays(",".join(names))


def _unread(thing: Node, cells: Mapping[str, str]) -> Flaw | None:
    """Return the flaw of an event whose date or repetition is not in its cells."""
    plan = _one(thing.get("eventSchedule"))
    if cells.get("activity_starts"):
        return NO_RHYTHM if plan.get("repeatFrequency") and not cells["activity_repeats"] else None
    if not {"startDate", "eventSchedule"} & thing.keys():
        return None
    parts = [_text(thing.get("startDate"))]
    parts += [
        _texts(plan.get(name)).replace("https://schema.org/", "")
        for name in ("repeatFrequency", "byDay", "startDate", "startTime")
    ]
    words = ", ".join(filter(None, parts))[:LONGEST_WORDS]
    return replace(UNTIMED, facts=(("words", words or "–"),))


def _rule(plan: Node) -> str:
    """Return a schedule of schema.org as an RRULE; empty if it has no rhythm that we know."""
    match = re.fullmatch(r"P(\d{1,2})([DWMY])", _text(plan.get("repeatFrequency")))
    if match is None:
        return ""
    until = _text(plan.get("endDate"))[:10].replace("-", "")
    parts = {
        "FREQ": FREQUENCIES[match[2]],
        "INTERVAL": match[1] if match[1] != "1" else "",
        "BYDAY": _weekdays(plan),
        "UNTIL": until,
    }
    return ";".join(f"{name}={value}" for name, value in parts.items() if value)
