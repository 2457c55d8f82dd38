"""A search query: read from the parameters of an address, written back to them, and its facets."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Protocol, TypeVar

from socialmap.catalogue.taxonomy import Taxonomy
from socialmap.places.geometry import Box
from socialmap.times.days import DAYS, PARTS, When, is_chosen_day, is_part
from socialmap.wording import LANGUAGES

T = TypeVar("T")

LONGEST_TEXT = 200
# Things that the words mean but the person does not, as an address may have them.
MOST_DROPPED = 20
KEY = re.compile(r"[a-z_]{1,20}:[a-z0-9_.-]{1,60}")
# Unknown values of one facet that are reported; more would only fill the page.
MOST_NAMED = 3
PAGE_SIZE = 20
MOST_PAGES = 500
# Kilometres to choose from; without a choice the radius of the place counts.
DISTANCES = (1, 2, 5, 10, 25)
SORTS = ("passend", "dichtbij", "open")
# The name in older addresses of what are now the days and the parts of the day.
OLD_TIMES = "open"


@dataclass(frozen=True)
class Facet:
    """A group of filters: its name in the address, and the taxonomy that its values come from.

    A listing must have one of the chosen values of each facet. In a facet of facts, it must have
    all chosen values.
    """

    param: str
    scheme: str
    facts: bool = False


# The two groups that together say when a listing must be open: on one of the days, within one of
# the parts of the day.
DAY, PART = "dag", "dagdeel"
FACETS = (
    Facet("soort", "setting"),
    Facet(DAY, "day"),
    Facet(PART, "part_of_day"),
    Facet("drempel", "threshold", facts=True),
    Facet("isolement", "isolation_form"),
    Facet("vorm", "kind"),
    Facet("doelgroep", "audience"),
    Facet("leefgebied", "life_domain"),
    Facet("toegankelijk", "accessibility", facts=True),
    Facet("taal", "language"),
)


class Args(Protocol):
    """The parameters of an address, as web frameworks provide them."""

    def get(self, key: str) -> str | None:
        """The first value of a name, or None."""

    def getlist(self, key: str) -> list[str]:
        """All values of a name."""


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """One query to the finder. Distances are in kilometres; a box is west, south, east, north."""

    words: str = ""
    where: str = ""
    kilometres: int | None = None
    box: Box | None = None
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    # The local time in Amsterdam at which a listing must be open.
    moment: datetime | None = None
    sort: str = SORTS[0]
    page: int = 1
    # Words that were read as a time: a listing that has them in its name is found at any time.
    named: str = ""
    # The keys of what was understood from the words and then taken away.
    dropped: frozenset[str] = frozenset()
    # Unknown values in the address as (name, value); they do not count, and the page says so.
    ignored: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_args(cls, args: Args, taxonomy: Taxonomy) -> SearchQuery:
        """Read a query; an invalid value becomes a default and is listed in `ignored`."""
        reader = _Reader(args)
        chosen = {facet.param: reader.codes(facet, taxonomy) for facet in FACETS}
        for param, values in reader.old_times().items():
            chosen[param] |= values
        distance = reader.read("afstand", {str(distance): distance for distance in DISTANCES}.get)
        return cls(
            words=reader.text("wat"),
            where=reader.text("waar"),
            kilometres=distance,
            box=reader.read("vak", _box),
            chosen={param: values for param, values in chosen.items() if values},
            moment=reader.read("op", _moment),
            sort=reader.read("sorteer", {sort: sort for sort in SORTS}.get) or SORTS[0],
            page=reader.read("pagina", _page) or 1,
            dropped=reader.keys("zonder"),
            ignored=tuple(reader.ignored),
        )

    def to_args(self) -> list[tuple[str, str]]:
        """The query as the parameters of its address, without defaults."""
        pairs = [("wat", self.words), ("waar", self.where)]
        pairs.append(("afstand", str(self.kilometres or "")))
        if self.box:
            pairs.append(("vak", ",".join(f"{degree:.4f}" for degree in self.box)))
        pairs.extend(self.filters)
        pairs.extend(("zonder", key) for key in sorted(self.dropped))
        pairs.append(("op", f"{self.moment:%Y-%m-%dT%H:%M}" if self.moment else ""))
        pairs.append(("sorteer", self.sort if self.sort != SORTS[0] else ""))
        pairs.append(("pagina", str(self.page) if self.page > 1 else ""))
        return [(name, value) for name, value in pairs if value]

    def values(self, param: str) -> frozenset[str]:
        """The chosen values of one facet."""
        return self.chosen.get(param, frozenset())

    @property
    def when(self) -> When:
        """The days, parts of the day and moment at which a listing must be open."""
        return When(self.values(DAY), self.values(PART), self.moment)

    @property
    def filters(self) -> list[tuple[str, str]]:
        """Every chosen filter as (facet, value), in the order of the facets."""
        chosen = self.chosen
        return [(f.param, v) for f in FACETS if f.param in chosen for v in sorted(chosen[f.param])]

    def with_values(self, param: str, values: Iterable[str]) -> SearchQuery:
        """The same query with other values of one facet, from its first page."""
        chosen = {**self.chosen, param: frozenset(values)}
        return replace(self, chosen={name: v for name, v in chosen.items() if v}, page=1)

    def without(self, param: str, value: str) -> SearchQuery:
        """The same query without one filter."""
        return self.with_values(param, self.values(param) - {value})

    def dropping(self, key: str) -> SearchQuery:
        """The same query after a person took away something understood from its words."""
        return replace(self, dropped=self.dropped | {key}, page=1)

    def unfiltered(self) -> SearchQuery:
        """The same words and place without any filter."""
        return replace(self, chosen={}, moment=None, page=1)

    def changed(self, **changes: object) -> SearchQuery:
        """The same query with other values of some attributes, from its first page."""
        return replace(self, **({"page": 1} | changes))  # type: ignore[arg-type]


class _Reader:
    """Reads the parameters of an address, and collects those that are invalid in `ignored`."""

    def __init__(self, args: Args):
        self.args = args
        self.ignored: list[tuple[str, str]] = []

    def text(self, name: str) -> str:
        """The value of a name as one line of at most LONGEST_TEXT characters; empty without one."""
        value = self.args.get(name)
        if not value:
            return ""
        printable = "".join(sign if sign.isprintable() else " " for sign in value)
        return " ".join(printable.split())[:LONGEST_TEXT]

    def read(self, name: str, parse: Callable[[str], T | None]) -> T | None:
        """The parsed value of a name; None when it is missing or invalid."""
        text = self.text(name)
        value = parse(text) if text else None
        if text and value is None:
            self.ignored.append((name, text))
        return value

    def keys(self, name: str) -> frozenset[str]:
        """The values of a name that look like keys of what was understood; others are skipped."""
        values = [value for value in self.args.getlist(name) if KEY.fullmatch(value)]
        return frozenset(values[:MOST_DROPPED])

    def codes(self, facet: Facet, taxonomy: Taxonomy) -> frozenset[str]:
        """The known values of a facet."""
        values = {value[:LONGEST_TEXT] for value in self.args.getlist(facet.param) if value}
        if not values:
            return frozenset()
        known = {value for value in values if is_value(facet, value, taxonomy)}
        self.ignored.extend((facet.param, value) for value in sorted(values - known)[:MOST_NAMED])
        return frozenset(known)

    def old_times(self) -> dict[str, frozenset[str]]:
        """The days and parts of the day of an older address, by their facets."""
        values = {value[:LONGEST_TEXT] for value in self.args.getlist(OLD_TIMES) if value}
        times = {DAY: values.intersection(DAYS), PART: values.intersection(PARTS)}
        unknown = sorted(values.difference(DAYS, PARTS))
        self.ignored.extend((OLD_TIMES, value) for value in unknown[:MOST_NAMED])
        return {param: frozenset(codes) for param, codes in times.items()}


@cache
def facet_codes(facet: Facet, taxonomy: Taxonomy) -> tuple[str, ...]:
    """All values of a facet to choose from, in the order to show them."""
    if facet.param == DAY:
        return DAYS
    if facet.param == PART:
        return tuple(PARTS)
    if facet.scheme == "language":
        return LANGUAGES
    return tuple(term.code for term in taxonomy.terms(facet.scheme))


def is_value(facet: Facet, code: str, taxonomy: Taxonomy) -> bool:
    """Whether a code is a value of a facet; days and parts of the day have more than are shown."""
    more = {DAY: is_chosen_day, PART: is_part}.get(facet.param)
    return more(code) if more else code in facet_codes(facet, taxonomy)


def shown_codes(facet: Facet, query: SearchQuery, taxonomy: Taxonomy) -> list[str]:
    """The values of a facet to choose from, and others that are chosen."""
    return list(dict.fromkeys((*facet_codes(facet, taxonomy), *sorted(query.values(facet.param)))))


def _page(text: str) -> int | None:
    """A page number from 1 to MOST_PAGES, or None for anything else."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    return number if 0 < number <= MOST_PAGES else None


def _moment(text: str) -> datetime | None:
    """A local date and time, as a form sends it; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is None and 1990 < moment.year < 2100 else None


def _box(text: str) -> Box | None:
    """West, south, east, north in WGS84 degrees, or None for anything else."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    inside = all(map(math.isfinite, (west, south, east, north)))
    if not inside or not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        return None
    return (west, south, east, north)
