"""What a column probably holds, by its cells: for headers that nobody told us the meaning of."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from socialmap.fields import cells, facts
from socialmap.fields.flaws import Flaw
from socialmap.fields.phones import read_phone
from socialmap.places.coordinates import read_coordinates
from socialmap.places.gazetteer import postcodes
from socialmap.places.names import places_by_key
from socialmap.places.spelling import key, read_postcode

SHARE = 0.7  # of the filled cells of a column that must look alike
SENTENCE = 40  # characters of a description, on average
NAME = 80  # characters of a name at most
DIFFERENT = 0.8  # share of the names in a list that are different ones
YEARS = range(1900, 2101)
STREET = re.compile(
    r"(?!postbus)[^\d,;]{3,60}\s\d{1,5}(?:\s?[-/]?\s?[A-Za-z0-9]{1,4})?", re.IGNORECASE
)
SITE = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:nl|org|com|eu|net|info)(?:/\S*)?"
)
MAIL = re.compile(r"\S+@\S+\.\w{2,}")
HOUR = re.compile(r"\d{1,2}[.:]\d{2}|\d\s*(?:uur|u)\b|\b\d{1,2}\s*-\s*\d{1,2}\b", re.IGNORECASE)
DAY = re.compile(r"\b(?:ma|di|wo|do|vr|za|zo)(?:\b|\w*dag)|\bdagelijks\b", re.IGNORECASE)
PRICE = re.compile(r"€|\beuro?\b|\bgratis\b", re.IGNORECASE)
PHONE = re.compile(r"[\d +()/-]{9,}")
Cells = Sequence[str]


def _is_postcode(text: str) -> bool:
    if read_postcode(text) is not None and len(text) <= 8:
        return True
    return text in postcodes() and int(text) not in YEARS


def _is_phone(text: str) -> bool:
    return bool(PHONE.fullmatch(text)) and not isinstance(read_phone(text), Flaw)


def _is_hours(text: str) -> bool:
    return bool(DAY.search(text) and HOUR.search(text)) and len(text) < 200


def _is_term(scheme: str) -> Callable[[str], bool]:
    def known(text: str) -> bool:
        words = [word for word in facts.LIST.split(text) if word]
        return bool(words) and all(facts.code_of(scheme, word) for word in words)

    return known


def _is_kind(text: str) -> bool:
    return bool(facts.code_of("kind", text) or facts.code_of("setting", text))


def _is_town(text: str) -> bool:
    return key(text) in places_by_key() and not text.isdigit()


def _within(low: float, high: float) -> Callable[[str], bool]:
    def number(text: str) -> bool:
        match = re.fullmatch(r"\d{1,2}[.,]\d{3,}", text)
        return bool(match) and low <= float(text.replace(",", ".")) <= high

    return number


# Fields by what one cell of them looks like, the most certain first.
LOOKS: Mapping[str, Callable[[str], bool]] = {
    "coordinates": lambda text: read_coordinates(text) is not None,
    "email": lambda text: bool(MAIL.fullmatch(text)),
    "website": lambda text: bool(SITE.fullmatch(text)),
    "phone": _is_phone,
    "postcode": _is_postcode,
    "lat": _within(50.7, 53.8),
    "lon": _within(3.2, 7.3),
    "hours": _is_hours,
    "kind": _is_kind,
    "forms": _is_term("isolation_form"),
    "audiences": _is_term("audience"),
    "life_domains": _is_term("life_domain"),
    "town": _is_town,
    "address": lambda text: read_postcode(text) is not None and len(text) < 120,
    "street": lambda text: bool(STREET.fullmatch(text)),
    "cost": lambda text: bool(PRICE.search(text)) and len(text) < 100,
}
# Columns that hold a whole point whatever their header says.
POINTED = frozenset({"location_name", "address", "lat", "lon", "street", "x", "y"})


def looks_like(texts: Cells, taken: Collection[str]) -> str:
    """Return the field that most cells of a column look like; empty if that is not clear."""
    texts = [text for text in texts if not cells.is_nothing(text)]
    if not texts:
        return ""
    for field, looks in LOOKS.items():
        if field not in taken and _mostly(texts, looks):
            return field
    if sum(map(len, texts)) / len(texts) >= SENTENCE and _mostly(texts, lambda text: " " in text):
        return next((field for field in ("description", "summary") if field not in taken), "")
    return ""


def _mostly(texts: Cells, looks: Callable[[str], bool]) -> bool:
    return sum(map(looks, texts)) >= SHARE * len(texts)


def looks_like_names(texts: Cells) -> bool:
    """Return whether a column holds names: short texts that differ, most with a capital."""
    filled = [text for text in texts if text]
    if not filled or len(filled) < SHARE * len(texts):
        return False
    different = len(set(filled)) >= DIFFERENT * len(filled)
    return different and _mostly(
        filled, lambda text: len(text) <= NAME and any(map(str.isalpha, text))
    )


def guesses(
    columns: Sequence[Cells], fields: Mapping[int, str], free: Collection[int]
) -> dict[int, str]:
    """Return the positions of columns with the field that their cells look like.

    `fields` are those that the headers name; `free` are positions that may hold something else.
    """
    taken = dict(fields)
    found: dict[int, str] = {}
    for look in (_pointed, looks_like, _named):
        for position, texts in enumerate(columns):
            field = look(texts, taken.values()) if position in free else ""
            if field and (position not in taken or _replaces(field, taken[position])):
                found[position] = taken[position] = field
    return found


def _replaces(field: str, named: str) -> bool:
    """Return whether the cells are surer than the header: both coordinates are nothing else."""
    return field == "coordinates" and named in POINTED


def _pointed(texts: Cells, taken: Collection[str]) -> str:
    filled = [text for text in texts if text]
    points = bool(filled) and _mostly(filled, LOOKS["coordinates"])
    return "coordinates" if points and "coordinates" not in taken else ""


def _named(texts: Cells, taken: Collection[str]) -> str:
    return "name" if "name" not in taken and looks_like_names(texts) else ""
