"""How hits are put in order: one table of factors, each between 0 and 1 but for the words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from socialmap.catalogue.freshness import reached
from socialmap.catalogue.listing import COMPLETE
from socialmap.search.index.segment import Docs, Segment

Scores = npt.NDArray[np.float32]
# At this distance nearness has halved.
HALF_METRES = 2_000


@dataclass(frozen=True)
class Found:
    """Some listings of a segment with what their order hangs on.

    text (n) or None without words; metres (n) or None without a place; unknown (n) facts that
    were asked for and that nobody told; forms: the isolation forms asked for, by number.
    """

    segment: Segment
    docs: Docs
    text: Scores | None
    metres: Scores | None
    unknown: npt.NDArray[np.uint8]
    forms: tuple[int, ...]
    today: date

    def some(self, index: npt.NDArray[np.int64]) -> Found:
        """The same for some of the listings."""
        return replace(
            self,
            docs=self.docs[index],
            text=None if self.text is None else self.text[index],
            metres=None if self.metres is None else self.metres[index],
            unknown=self.unknown[index],
        )


def words(found: Found) -> Scores:
    """The sum of the scores of the words (BM25)."""
    return np.ones(len(found.docs), np.float32) if found.text is None else found.text


def nearness(found: Found) -> Scores:
    """1 at the place itself, a half at 2 km, less further on."""
    if found.metres is None:
        return np.ones(len(found.docs), np.float32)
    return np.float32(HALF_METRES) / (np.float32(HALF_METRES) + found.metres)


def freshness(found: Found) -> Scores:
    """1 when it is up to date, 0.95 when it must be looked at, 0.85 when that is overdue."""
    today = (found.today - date(1970, 1, 1)).days
    overdue, due = (reached(found.segment[name][found.docs], today) for name in ("overdue", "due"))
    fresh = np.where(overdue, 0.85, np.where(due, 0.95, 1.0))
    return fresh.astype(np.float32)


def completeness(found: Found) -> Scores:
    """From 0.86 for a bare name to 1 when all seven fields are there."""
    complete = found.segment["complete"][found.docs].astype(np.float32)
    return np.float32(0.84) + np.float32(0.16 / len(COMPLETE)) * complete


def form_fit(found: Found) -> Scores:
    """How much it addresses the best of the forms asked for: a half for not at all."""
    if not found.forms:
        return np.ones(len(found.docs), np.float32)
    weights = found.segment["form_weight"][found.docs][:, list(found.forms)]
    best: Scores = np.float32(0.5) + np.float32(0.5) * weights.max(axis=1)
    return best


def certainty(found: Found) -> Scores:
    """0.7 for each fact that was asked for and that nobody told."""
    return np.float32(0.7) ** found.unknown


FACTORS: tuple[Callable[[Found], Scores], ...] = (
    words,
    nearness,
    freshness,
    completeness,
    form_fit,
    certainty,
)


def score(found: Found) -> Scores:
    """The product of all factors; higher comes first."""
    product = _quality(found.segment, found.today)[found.docs]
    if found.text is not None:
        product *= found.text
    if found.metres is not None:
        product *= nearness(found)
    if found.forms:
        product *= form_fit(found)
    if found.unknown.any():
        product *= certainty(found)
    return product


def _quality(segment: Segment, today: date) -> Scores:
    """Freshness times completeness of every listing (N): the same for all questions of a day."""

    def make() -> Scores:
        docs = np.arange(segment.count, dtype=np.int32)
        everything = Found(segment, docs, None, None, np.zeros(0, np.uint8), (), today)
        return freshness(everything) * completeness(everything)

    return segment.cache.get("quality", today, make)


def factors(found: Found) -> dict[str, float]:
    """Each factor of the first listing by its name, to tell why it stands where it stands."""
    return {factor.__name__: round(float(factor(found)[0]), 4) for factor in FACTORS}
