"""The place of the opening hours of a listing: its sun and its school holidays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from socialmap.places.school_regions import school_region
from socialmap.times.hours_spans import NOWHERE, Where


class Place(Protocol):
    """A location of a listing, in the catalogue or in a document."""

    @property
    def lon(self) -> float | None:
        """Degrees of longitude in WGS84; None when what is stored is no point."""

    @property
    def lat(self) -> float | None:
        """Degrees of latitude in WGS84; None when what is stored is no point."""

    @property
    def municipality(self) -> str:
        """The name of its municipality; empty when not known."""

    @property
    def town(self) -> str:
        """The name of its town; empty when not known."""


def hours_place(locations: Sequence[Place], areas: Sequence[str] = ()) -> Where:
    """Return the place of the first location, or the region that all service areas lie in."""
    if locations:
        first = locations[0]
        return Where(school_region(first.municipality, first.town), first.lon, first.lat)
    regions = {school_region(area) for area in areas}
    return Where(regions.pop()) if len(regions) == 1 else NOWHERE
