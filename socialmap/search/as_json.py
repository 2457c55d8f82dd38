"""Search results as JSON-able values, for programs and for the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.places.geocoding import NoPlace, OnePlace, SeveralPlaces
from socialmap.search.index.cards import MOST_CACHED, Card
from socialmap.search.query import FACETS, Facet, shown_codes
from socialmap.search.reading.chips import Chip
from socialmap.search.results import Hit, SearchResults
from socialmap.times.hours import UNKNOWN


def as_json(
    results: SearchResults, chip_text: Callable[[Chip], str], explained: bool = False
) -> dict[str, Any]:
    """The results as JSON-able values: metres, WGS84 lon/lat, codes of the taxonomies.

    `chip_text` answers a chip in the words of the page. When explained, each result has the words
    that it matches and the factors of its score.
    """
    return {
        "total": results.total,
        "serving_total": results.serving_total,
        "page": results.query.page,
        "pages": results.pages,
        "place": _place(results),
        "loosened": results.loosened,
        "understood": [
            {"kind": chip.kind, "code": chip.code, "words": chip.words, "text": chip_text(chip)}
            for chip in results.chips
        ],
        "corrected": results.corrected or None,
        "doors": list(results.doors),
        "danger": asdict(results.danger) if results.danger else None,
        "ignored": [{"name": name, "value": value} for name, value in results.query.ignored],
        "facets": {facet.param: _counts(results, facet) for facet in FACETS},
        "results": [_hit(hit, explained) for hit in results.hits],
        "serving": [_hit(hit, explained) for hit in results.serving],
        "near": [_hit(hit, explained) for hit in results.near],
    }


def _counts(results: SearchResults, facet: Facet) -> dict[str, int]:
    """The number of matches per value of a facet; a value without any only when it is chosen."""
    counts, chosen = results.counts.get(facet.param, {}), results.query.values(facet.param)
    return {
        code: count
        for code in shown_codes(facet, results.query, taxonomy())
        if (count := counts.get(code, 0)) or code in chosen
    }


def _place(results: SearchResults) -> dict[str, Any] | None:
    match results.answer:
        case OnePlace(place, unknown, typed, others):
            return vars(place) | {
                "radius_metres": results.radius,
                "unknown_part": unknown or None,
                "corrected_from": typed or None,
                "others": [other.label for other in others],
            }
        case SeveralPlaces(places):
            return {"choices": [place.label for place in places]}
        case NoPlace(text, suggestions):
            return {"unknown": text, "suggestions": [place.label for place in suggestions]}
    return None


def _hit(hit: Hit, explained: bool) -> dict[str, Any]:
    card = hit.card
    values = {
        **_card(card),
        "distance_metres": None if hit.metres is None else round(hit.metres),
        "lon": hit.lon,
        "lat": hit.lat,
        "open": hit.opening.state if card.shows("times") else UNKNOWN,
        # When it is open at the time that was asked for, if a time was.
        "open_then": [
            {"start": span.start.isoformat(), "end": span.end.isoformat(), "sure": span.sure}
            for span in (hit.open_then if card.shows("times") else ())
        ],
        "score": round(hit.score, 4),
        "unknown": [f"{group}={code}" for group, code in hit.unknown],
    }
    return values | {"why": asdict(hit.why())} if explained else values


@lru_cache(maxsize=MOST_CACHED)
def _card(card: Card) -> dict[str, Any]:
    """The values of a hit that depend on its card alone."""
    shown = card.shows("what")
    return {
        "id": card.id,
        "slug": card.slug,
        "name": card.name,
        "summary": card.summary if shown else "",
        "setting": card.setting or None,
        "kind": card.kind or None,
        "isolation_forms": card.forms if shown else {},
        "town": card.town or None,
    }
