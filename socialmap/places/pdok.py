"""PDOK's Locatieserver as geocoder: asked when the operator says so, never waited for long."""

from __future__ import annotations

import json
import logging
import re
import time
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from socialmap import outside
from socialmap.config import Settings
from socialmap.outside import OutsideError
from socialmap.places.gazetteer import Kind, Place
from socialmap.places.geocoding import Geocoder, Located
from socialmap.places.geometry import in_kingdom
from socialmap.places.spelling import key, read_postcode

log = logging.getLogger(__name__)

LIMITS = outside.Limits(seconds=3.0, largest=200_000, own_machine=True)
REST = 60.0  # seconds without questions after a failure, so that an import does not wait each row
POINT = re.compile(r"POINT\((-?[\d.]+) (-?[\d.]+)\)")
# What the Locatieserver calls a type, what it is here, and how far around it to search (metres).
KINDS: dict[str, tuple[Kind, int]] = {
    "adres": ("address", 3_000),
    "weg": ("address", 3_000),
    "postcode": ("postcode", 3_000),
    "buurt": ("neighbourhood", 2_000),
    "wijk": ("neighbourhood", 3_000),
    "woonplaats": ("town", 5_000),
    "gemeente": ("municipality", 10_000),
}
Doc = dict[str, Any]


def ask(url: str, question: dict[str, str]) -> list[Doc]:
    """The documents that PDOK answers with, the best first; or OutsideError or ValueError."""
    answer = outside.ask(f"{url}?{urlencode(question)}", LIMITS, accept="application/json")
    if answer.status != 200:
        raise ValueError(f"status {answer.status}")
    told = json.loads(answer.body)
    docs = told.get("response", {}).get("docs") if isinstance(told, dict) else None
    if not isinstance(docs, list):
        raise ValueError("an answer without documents")
    return [doc for doc in docs if isinstance(doc, dict)]


def _point(doc: Doc) -> tuple[float, float] | None:
    match = POINT.fullmatch(str(doc.get("centroide_ll", "")))
    if not match:
        return None
    lon, lat = float(match[1]), float(match[2])
    return (lon, lat) if in_kingdom(lon, lat) else None


def _is_asked_for(doc: Doc, text: str) -> bool:
    """Whether the text names its street, town or postcode: PDOK always finds something."""
    asked = key(text)
    parts = ("straatnaam", "woonplaatsnaam", "gemeentenaam", "postcode", "buurtnaam", "wijknaam")
    return any(part and part in asked for part in (key(str(doc.get(name, ""))) for name in parts))


def read_place(doc: Doc, text: str) -> Place | None:
    """A document as a place, or None when it is not one of ours or not what was asked for."""
    point, known = _point(doc), KINDS.get(str(doc.get("type")))
    if point is None or known is None or not _is_asked_for(doc, text):
        return None
    return Place(
        label=str(doc.get("weergavenaam", ""))[:200],
        lon=point[0],
        lat=point[1],
        kind=known[0],
        radius=known[1],
        municipality=str(doc.get("gemeentenaam", "")),
        province=str(doc.get("provincienaam", "")),
        town=str(doc.get("woonplaatsnaam", "")),
    )


def read_address(doc: Doc, postcode: str, town: str) -> Located | None:
    """A document as an address, unless it has another postcode or town than was asked for."""
    point = _point(doc)
    given = read_postcode(postcode)
    if point is None or doc.get("type") != "adres":
        return None
    if given and doc.get("postcode") != "".join(given):
        return None
    names = {key(str(doc.get("woonplaatsnaam", ""))), key(str(doc.get("gemeentenaam", "")))}
    if not given and key(town) not in names:
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
    """The Locatieserver behind the Geocoder port: on any failure it says None and rests a while."""

    def __init__(self, url: str):
        self.url = url
        self.rests_until = 0.0
        self._cached = lru_cache(maxsize=10_000)(self._ask)

    def _ask(self, text: str, kind: str) -> tuple[Doc, ...]:
        narrowed = {"fq": f"type:{kind}"} if kind else {}
        return tuple(ask(self.url, {"q": text, "rows": "1", **narrowed}))

    def _best(self, text: str, kind: str = "") -> Doc | None:
        if time.monotonic() < self.rests_until:
            return None
        try:
            docs = self._cached(text, kind)
        except (OutsideError, ValueError) as error:
            self.rests_until = time.monotonic() + REST
            # Not what was asked: an address may be somebody's home.
            log.warning("PDOK does not answer, the postcode table does: %s", error)
            return None
        return docs[0] if docs else None

    def search(self, text: str) -> Place | None:
        """The best place for this text, or None."""
        doc = self._best(text)
        return read_place(doc, text) if doc else None

    def address(self, street: str, postcode: str, town: str) -> Located | None:
        """The point of this address, or None."""
        doc = self._best(" ".join(filter(None, (street, postcode, town))), "adres")
        return read_address(doc, postcode, town) if doc else None


@lru_cache(maxsize=8)
def _pdok(url: str) -> Pdok:
    return Pdok(url)


def geocoder_for(settings: Settings) -> Geocoder | None:
    """The geocoder that the operator chose, or None: then the tables answer alone."""
    return _pdok(settings.pdok_url) if settings.geocoder == "pdok" else None
