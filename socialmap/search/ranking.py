"""Rank listings by the product of factors; all but the words are between 0 and 1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from socialmap.catalogue.freshness import reached
from socialmap.catalogue.listing import COMPLETE
from socialmap.search.index.segment import Docs, Flags, Index, Scores, Segment

# The distance at which nearness is a half.
HALF_METRES = 2_000


@dataclass(frozen=True)
class RankingInput:
    """Some listings (n) of a segment, with the values that their order depends on.

    text: scores of the words, or None without words; metres: distances, or None without a place;
    unknown: how many of the chosen facts are not known of each listing; forms: the numbers of the
    chosen isolation forms; named: which have in their name what was read as a time, or None.
    """

    segment: Segment
    docs: Docs
    text: Scores | None
    metres: Scores | None
    unknown: npt.NDArray[np.uint8]
    forms: tuple[int, ...]
    today: date
    named: Flags | None = None

    def subset(self, index: Index) -> RankingInput:
        """The same for the listings at these indices."""
        return replace(
            self,
            docs=self.docs[index],
            text=None if self.text is None else self.text[index],
            metres=None if self.metres is None else self.metres[index],
            unknown=self.unknown[index],
            named=None if self.named is None else self.named[index],
        )


def words(listings: RankingInput) -> Scores:
    """The sum of the scores of the words (BM25F)."""
    return np.ones(len(listings.docs), np.float32) if listings.text is None else listings.text


def nearness(listings: RankingInput) -> Scores:
    """1 at the place itself, a half at HALF_METRES, less beyond."""
    if listings.metres is None:
        return np.ones(len(listings.docs), np.float32)
    return np.float32(HALF_METRES) / (np.float32(HALF_METRES) + listings.metres)


def nearness_at(metres: float | None) -> float:
    """The nearness at one distance; 1 without one."""
    return 1.0 if metres is None else HALF_METRES / (HALF_METRES + metres)


def freshness(listings: RankingInput) -> Scores:
    """1 when the listing is up to date, 0.95 when it is due for a check, 0.85 when overdue."""
    today = (listings.today - date(1970, 1, 1)).days
    overdue, due = (
        reached(listings.segment[name][listings.docs], today) for name in ("overdue", "due")
    )
    fresh = np.where(overdue, 0.85, np.where(due, 0.95, 1.0))
    return fresh.astype(np.float32)


def completeness(listings: RankingInput) -> Scores:
    """From 0.86 for a name alone up to 1 when all seven fields are filled in."""
    complete = listings.segment["complete"][listings.docs].astype(np.float32)
    return np.float32(0.84) + np.float32(0.16 / len(COMPLETE)) * complete


def form_fit(listings: RankingInput) -> Scores:
    """From a half up to 1, by the highest weight among the chosen isolation forms."""
    if not listings.forms:
        return np.ones(len(listings.docs), np.float32)
    weights = listings.segment["form_weight"][listings.docs][:, list(listings.forms)]
    best: Scores = np.float32(0.5) + np.float32(0.5) * weights.max(axis=1)
    return best


def certainty(listings: RankingInput) -> Scores:
    """0.7 to the power of the number of chosen facts that are not known."""
    return np.float32(0.7) ** listings.unknown


def name(listings: RankingInput) -> Scores:
    """1 with the words of the time in the name, a tenth without, when words were read as a time."""
    ones = np.ones(len(listings.docs), np.float32)
    return ones if listings.named is None else np.where(listings.named, ones, ones / 10)


FACTORS: tuple[Callable[[RankingInput], Scores], ...] = (
    words,
    nearness,
    freshness,
    completeness,
    form_fit,
    certainty,
    name,
)


def score(listings: RankingInput) -> Scores:
    """The product of all factors; higher comes first."""
    product = _quality(listings.segment, listings.today)[listings.docs]
    if listings.text is not None:
        product *= listings.text
    if listings.metres is not None:
        product *= nearness(listings)
    if listings.forms:
        product *= form_fit(listings)
    if listings.unknown.any():
        product *= certainty(listings)
    if listings.named is not None:
        product *= name(listings)
    return product


def _quality(segment: Segment, today: date) -> Scores:
    """Freshness times completeness of every listing (N); cached for the day."""

    def make() -> Scores:
        docs = np.arange(segment.count, dtype=np.int32)
        everything = RankingInput(segment, docs, None, None, np.zeros(0, np.uint8), (), today)
        return freshness(everything) * completeness(everything)

    return segment.cache.get("quality", today, make)


def factors(listings: RankingInput) -> dict[str, float]:
    """Each factor of the first listing by its name, to explain its rank."""
    return {factor.__name__: round(float(factor(listings)[0]), 4) for factor in FACTORS}
