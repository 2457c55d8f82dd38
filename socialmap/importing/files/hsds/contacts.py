"""How an HSDS service is reached, as cells: phones, mail, website and contact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from socialmap.importing.files.documents import first_text, objects
from socialmap.importing.files.hsds.places import links_of, location_of

# What a number is for that nobody answers by speaking, as people read it beside the number; None
# is no phone at all.
KINDS: Mapping[str, str | None] = {
    **dict.fromkeys(("fax", "telefax", "facsimile", "faxnummer", "pager", "beeper"), None),
    **dict.fromkeys(("text", "sms"), "alleen sms"),
    **dict.fromkeys(("textphone", "tty", "tdd", "minicom"), "teksttelefoon"),
    "video": "beeldbellen",
}
VOICE = frozenset({"voice", "cell", "mobile", "mobiel", "phone", "telephone", "telefoon", "tel"})
WORDS = re.compile(r"[a-z]+")
BRACKETS = re.compile(r"\s*[()\[\]|]+\s*")
Thing = Mapping[str, Any]


def is_phone(phone: Thing) -> bool:
    """Return whether a number can be called or sent a message: no fax and no pager."""
    return _kind(phone) is not None


def _kind(phone: Thing) -> str | None:
    """Return what a number is for beside speaking; empty for an ordinary phone, None for no phone.

    Without a type, the first word beside the number may tell.
    """
    words = WORDS.findall(first_text([phone], "type").lower())
    words = words or WORDS.findall(_label(phone).lower())[:1]
    special = [KINDS[word] for word in words if word in KINDS]
    return special[0] if special and not VOICE.intersection(words) else ""


def _label(phone: Thing) -> str:
    return on_one_line(first_text([phone], "description", "name"))


def on_one_line(words: str) -> str:
    """Return words as they can stand in brackets beside a number."""
    return re.sub(r"(?:\s*,)+", ",", BRACKETS.sub(", ", " ".join(words.split()))).strip(" ,")


def holders_of(service: Thing) -> list[dict[str, Any]]:
    """Return what has phones and contacts: the service, its places, and its organisation."""
    links = links_of(service)
    owner = service.get("organization")
    return [
        dict(service),
        *links,
        *filter(None, map(location_of, links)),
        owner if isinstance(owner, dict) else {},
    ]


def contact_cells(service: Thing) -> dict[str, str]:
    """Return the cells about how a service is reached."""
    holders = holders_of(service)
    organisation = holders[-1]
    contacts = [contact for holder in holders for contact in objects(holder.get("contacts"))]
    urls = [url for one in (service, organisation) for url in objects(one.get("additional_urls"))]
    return {
        "phone": _phones(_numbers(service, holders)),
        "email": first_text([service, *contacts, organisation], "email"),
        "website": first_text([service, *urls[:1], organisation], "url", "website"),
        # A role is enough to ask for, and keeps the name of a volunteer off the map.
        "contact_name": first_text(contacts, "title") or first_text(contacts, "name"),
    }


def _numbers(service: Thing, holders: list[dict[str, Any]]) -> Iterator[tuple[Thing, str]]:
    """Yield each phone with who answers it: a role, or one of several places."""
    places = list(filter(None, map(location_of, links_of(service))))
    for holder in holders:
        at = location_of(holder) or (holder if holder in places else {})
        name = first_text([at], "name") if len(places) > 1 else ""
        for phone in objects(holder.get("phones")):
            yield phone, name
    for holder in holders:
        for contact in objects(holder.get("contacts")):
            for phone in objects(contact.get("phones")):
                yield phone, first_text([contact], "title")


def _phones(phones: Iterable[tuple[Thing, str]]) -> str:
    """Return the numbers that are no fax, each with its extension and what it is for."""
    numbers: dict[tuple[str, str], tuple[str, dict[str, None]]] = {}
    for phone, holder in phones:
        number, extension = (first_text([phone], name) for name in ("number", "extension"))
        number = number.strip('"')
        if not number or not is_phone(phone):
            continue
        key = (re.sub(r"\D", "", number) or number, extension)
        _, words = numbers.setdefault(key, (number, {}))
        words |= dict.fromkeys(filter(None, (_label(phone) or holder, _kind(phone))))
    return " | ".join(
        number
        + (f" ext. {extension}" if extension else "")
        + (f" ({', '.join(words)})" if words else "")
        for (_, extension), (number, words) in numbers.items()
    )
