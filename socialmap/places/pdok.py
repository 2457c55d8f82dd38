"""PDOK's Locatieserver as a geocoder, for operators who choose it; never waited for long."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from socialmap import outside
from socialmap.config import Settings
from socialmap.outside import OutsideError
from socialmap.places.gazetteer import Place, PlaceKind
from socialmap.places.geocoding import Geocoder, Located, Street
from socialmap.places.geometry import in_kingdom
from socialmap.places.spelling import key, read_postcode

log = logging.getLogger(__name__)

LIMITS = outside.Limits(seconds=3.0, largest=200_000, own_machine=True)
REST = 60.0  # seconds without requests after a failure, so that an import does not wait each row
POINT = re.compile(r"POINT\((-?[\d.]+) (-?[\d.]+)\)")
# A street as PDOK writes it: Dorpsstraat, Zeist.
STREET = re.compile(r"([^,]+), ([^,]+)")
# Per type of the Locatieserver the kind of place, and how far around it to search (metres).
KINDS: dict[str, tuple[PlaceKind, int]] = {
    "adres": ("address", 3_000),
    "weg": ("address", 3_000),
    "postcode": ("postcode", 3_000),
    "buurt": ("neighbourhood", 2_000),
    "wijk": ("neighbourhood", 3_000),
    "woonplaats": ("town", 5_000),
    "gemeente": ("municipality", 10_000),
}
Doc = dict[str, Any]


def fetch_documents(url: str, parameters: dict[str, str]) -> list[Doc]:
    """The documents in PDOK's answer, the best first.

    Raise OutsideError if PDOK cannot be reached, ValueError if its answer is something else.
    """
    answer = outside.ask(f"{url}?{urlencode(parameters)}", LIMITS, accept="application/json")
    if answer.status != 200:
        raise ValueError(f"status {answer.status}")
    content = json.loads(answer.body)
    docs = content.get("response", {}).get("docs") if isinstance(content, dict) else None
    if not isinstance(docs, list):
        raise ValueError("an answer without documents")
    return [doc for doc in docs if isinstance(doc, dict)]


def _point(doc: Doc) -> tuple[float, float] | None:
    match = POINT.fullmatch(str(doc.get("centroide_ll", "")))
    if not match:
        return None
    lon, lat = float(match[1]), float(match[2])
    return (lon, lat) if in_kingdom(lon, lat) else None


def _is_named(doc: Doc, text: str) -> bool:
    """Whether a text names the street, town or postcode of a document: PDOK always has a best."""
    text_key = key(text)
    parts = ("straatnaam", "woonplaatsnaam", "gemeentenaam", "postcode", "buurtnaam", "wijknaam")
    return any(
        part and part in text_key for part in (key(str(doc.get(name, ""))) for name in parts)
    )


def read_place(doc: Doc, text: str) -> Place | None:
    """A document as a place; None if it is of another type or if the text does not name it."""
    point, kind = _point(doc), KINDS.get(str(doc.get("type")))
    if point is None or kind is None or not _is_named(doc, text):
        return None
    return Place(
        label=str(doc.get("weergavenaam", ""))[:200],
        lon=point[0],
        lat=point[1],
        kind=kind[0],
        radius=kind[1],
        municipality=str(doc.get("gemeentenaam", "")),
        province=str(doc.get("provincienaam", "")),
        town=str(doc.get("woonplaatsnaam", "")),
    )


def read_address(doc: Doc, postcode: str, town: str) -> Located | None:
    """A document as an address; None if it has another postcode or town than these."""
    point = _point(doc)
    wanted = read_postcode(postcode)
    if point is None or doc.get("type") != "adres":
        return None
    if wanted and doc.get("postcode") != "".join(wanted):
        return None
    names = {key(str(doc.get("woonplaatsnaam", ""))), key(str(doc.get("gemeentenaam", "")))}
    if not wanted and key(town) not in names:
        return None
    return Located(
        *point,
        "address",
        town=str(doc.get("woonplaatsnaam", "")),
        province=str(doc.get("provincienaam", "")),
        municipality=str(doc.get("gemeentenaam", "")),
        bag_id=str(doc.get("nummeraanduiding_id", "")),
    )


class Pdok:
    """The Locatieserver as a Geocoder: after a failure it answers None for a while."""

    def __init__(self, url: str):
        self.url = url
        self.silent_until = 0.0
        self._cached = lru_cache(maxsize=10_000)(self._ask)
        self._cached_near = lru_cache(maxsize=1_000)(self._ask_near)

    def _ask(self, text: str, kind: str) -> tuple[Doc, ...]:
        narrowed = {"fq": f"type:{kind}"} if kind else {}
        return tuple(fetch_documents(self.url, {"q": text, "rows": "1", **narrowed}))

    def _ask_near(self, parameters: tuple[tuple[str, str], ...]) -> tuple[Doc, ...]:
        url = f"{self.url.removesuffix('free')}reverse"
        return tuple(fetch_documents(url, dict(parameters)))

    def _best(self, text: str, kind: str = "") -> Doc | None:
        return self._asked(lambda: self._cached(text, kind))

    def _asked(self, ask: Callable[[], tuple[Doc, ...]]) -> Doc | None:
        """The best document of an answer; None when there is none, or PDOK does not answer."""
        if time.monotonic() < self.silent_until:
            return None
        try:
            docs = ask()
        except (OutsideError, ValueError) as error:
            self.silent_until = time.monotonic() + REST
            # The question is not logged: an address may be somebody's home.
            log.warning("PDOK does not answer, the postcode table does: %s", error)
            return None
        return docs[0] if docs else None

    def search(self, text: str) -> Place | None:
        """The best place for this text, or None."""
        doc = self._best(text)
        return read_place(doc, text) if doc else None

    def street_at(self, lon: float, lat: float) -> Street | None:
        """The street nearest to a point, or None; the point is asked as it was rounded."""
        if not self.url.endswith("/free"):
            return None
        near = {"lat": f"{lat:.4f}", "lon": f"{lon:.4f}", "type": "weg", "rows": "1"}
        doc = self._asked(lambda: self._cached_near(tuple(near.items())))
        match = STREET.fullmatch(str(doc.get("weergavenaam", ""))) if doc else None
        return Street(match[1], match[2]) if match else None

    def address(self, street: str, postcode: str, town: str) -> Located | None:
        """The point of this address, or None."""
        doc = self._best(" ".join(filter(None, (street, postcode, town))), "adres")
        return read_address(doc, postcode, town) if doc else None


@lru_cache(maxsize=8)
def _pdok(url: str) -> Pdok:
    return Pdok(url)


def geocoder_for(settings: Settings) -> Geocoder | None:
    """The geocoder that the operator chose; None when only the tables are to be used."""
    return _pdok(settings.pdok_url) if settings.geocoder == "pdok" else None
