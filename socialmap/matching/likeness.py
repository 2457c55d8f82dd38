"""How likely two listings are the same: how much their fields agree, and what that counts for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise, product
from math import inf, log2

from rapidfuzz.distance import OSA

from socialmap.matching.names import Name, names_agree, read_name
from socialmap.matching.traits import Spot, Traits, site_host
from socialmap.places.geometry import metres_between

# Scores from which people should decide (PROBABLE), and from which an import skips a row (SURE).
PROBABLE, SURE = 0.5, 0.9

# What agreement (0-1) of a field counts for, in bits, with straight lines between the points. One
# bit more doubles the odds that two listings are the same. The name must agree and the place may
# not contradict it: together they outweigh all else, for neighbours in one building share its
# phone, site and host.
COUNTS: Mapping[str, tuple[tuple[float, float], ...]] = {
    "name": ((0.0, -12.0), (0.5, -9.0), (0.7, -5.0), (0.8, -1.5), (0.9, 2.0), (1.0, 5.0)),
    "place": ((0.0, -9.0), (0.3, -4.0), (0.6, 1.0), (0.8, 2.0), (1.0, 3.0)),
    "phone": ((0.0, -0.5), (1.0, 2.0)),
    "email": ((0.0, -0.25), (1.0, 2.0)),
    "website": ((0.0, -0.25), (0.6, 0.25), (1.0, 1.5)),
    "organisation": ((0.0, -0.75), (0.8, 0.0), (1.0, 1.0)),
    "kind": ((0.0, -0.75), (1.0, 0.5)),
}
PRIOR = -2.0  # bits: most listings that have something in common are different
# Phone, mail and site mostly agree together: all three say little more than one.
CONTACT, MOST_OF_CONTACT = ("phone", "email", "website"), 2.5
# With names that agree less than this, nothing else makes two listings the same.
LEAST_NAME = 0.6

# How much places agree (0-1). Distances are measured between exact points only.
SAME_ADDRESS, SAME_DOOR, NEAR, SAME_STREET, SAME_AREA, SAME_TOWN = 1.0, 0.95, 0.85, 0.8, 0.7, 0.6
OTHER_DOOR, ELSEWHERE, OTHER_TOWN = 0.5, 0.3, 0.0
AREA = 4  # digits of a postcode without its letters
DOOR, NEAR_BY, TOWN = 30, 150, 2_000  # metres


@dataclass(frozen=True, slots=True)
class Part:
    """The comparison of one field: both values, their agreement (0-1), and its weight in bits."""

    field: str
    one: str
    other: str
    agreement: float
    counted: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two listings are the same (0-1), with the comparison of the fields both have."""

    score: float
    parts: tuple[Part, ...]


UNLIKE = Likeness(0.0, ())


def likeness(one: Traits, other: Traits, least: float = 0.0) -> Likeness:
    """The likeness of two listings; the score is the same whichever comes first.

    A pair that cannot reach the score `least` may get UNLIKE, which is faster.
    """
    needed = _needed_name(least)
    agreement = names_agree(one.name, other.name, needed)
    if agreement < needed:
        return UNLIKE
    parts = [Part("name", one.title, other.title, agreement, _counts("name", agreement))]
    parts.extend(
        Part(field, mine, theirs, agrees, _counts(field, agrees))
        for field, mine, theirs, agrees in _compared(one, other)
    )
    parts = _contact_once(parts)
    bits = PRIOR + sum(part.counted for part in parts)
    return Likeness(1 / (1 + 2**-bits), tuple(parts))


def _compared(one: Traits, other: Traits) -> Iterator[tuple[str, str, str, float]]:
    """The other fields than the name that both have: field, both values and agreement (0-1)."""
    mine, theirs, agrees = _best_spots(one.spots, other.spots)
    if agrees is not None:
        yield "place", mine.written, theirs.written, agrees
    if one.phones and other.phones:
        shared = next((phone for phone in one.phones if phone in other.phones), "")
        first, second = shared or one.phones[0], shared or other.phones[0]
        yield "phone", first, second, float(bool(shared))
    if one.mail and other.mail:
        yield "email", one.mail, other.mail, float(one.mail == other.mail)
    if one.site and other.site:
        yield "website", one.site, other.site, _sites_agree(one.site, other.site)
    if one.organisation and other.organisation:
        same = names_agree(_organisation(one.organisation), _organisation(other.organisation))
        yield "organisation", one.organisation, other.organisation, same
    if one.kind and other.kind:
        yield "kind", one.kind, other.kind, float(one.kind == other.kind)


@cache
def _needed_name(least: float) -> float:
    """The agreement of names below which a score of `least` cannot be reached by anything else."""
    most = {field: points[-1][1] for field, points in COUNTS.items() if field != "name"}
    others = PRIOR + MOST_OF_CONTACT + sum(most[field] for field in most.keys() - CONTACT)
    bits = log2(least / (1 - least)) if least else -inf
    agreements = (percent / 100 for percent in range(101))
    enough = next((a for a in agreements if others + _counts("name", a) >= bits), 1.0)
    return max(LEAST_NAME, enough - 0.01)


@lru_cache(maxsize=10_000)
def _organisation(text: str) -> Name:
    return read_name(text)


def _counts(field: str, agreement: float) -> float:
    """The bits that an agreement (0-1) of a field counts for, by COUNTS."""
    points = COUNTS[field]
    for (low, start), (high, end) in pairwise(points):
        if agreement <= high:
            return start + (end - start) * (agreement - low) / (high - low)
    return points[-1][1]


def _contact_once(parts: list[Part]) -> list[Part]:
    """The parts, in which agreeing contacts count for at most MOST_OF_CONTACT together."""
    agreeing = sum(part.counted for part in parts if part.field in CONTACT and part.counted > 0)
    if agreeing <= MOST_OF_CONTACT:
        return parts
    share = MOST_OF_CONTACT / agreeing
    return [
        Part(part.field, part.one, part.other, part.agreement, part.counted * share)
        if part.field in CONTACT and part.counted > 0
        else part
        for part in parts
    ]


def _sites_agree(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return 0.6 if site_host(one) and site_host(one) == site_host(other) else 0.0


def _best_spots(
    ones: tuple[Spot, ...], others: tuple[Spot, ...]
) -> tuple[Spot, Spot, float | None]:
    """The two spots that agree most, and how much (0-1), or None when that is unknown.

    Two listings without any spot agree as if both were somewhere in one town.
    """
    nowhere = Spot()
    if not ones or not others:
        return nowhere, nowhere, None if ones or others else SAME_TOWN
    compared = [
        (agrees, one, other)
        for one, other in product(ones[:5], others[:5])
        if (agrees := spots_agree(one, other)) is not None
    ]
    if not compared:
        return ones[0], others[0], None
    agrees, one, other = max(compared, key=lambda pair: pair[0])
    return one, other, agrees


def spots_agree(one: Spot, other: Spot) -> float | None:
    """How much two places agree (0-1), or None when too little is known of them."""
    street = _streets_agree(one, other)
    same_postcode = bool(one.postcode) and one.postcode == other.postcode
    same_number = bool(one.number) and one.number == other.number
    if same_number and (same_postcode or (street and _same_town(one, other))):
        return SAME_ADDRESS
    if one.point and other.point:
        return _points_agree(one, other, metres_between(one.point, other.point))
    numbers_differ = bool(one.number and other.number) and not same_number
    if same_postcode:
        return SAME_STREET if numbers_differ else NEAR
    if street and _same_town(one, other):
        return ELSEWHERE if numbers_differ else SAME_STREET
    return _towns_agree(one, other)


def _towns_agree(one: Spot, other: Spot) -> float | None:
    """How much two places agree by town and area, of which neither street nor postcode is one."""
    area = _one_in_area(one, other)
    if not area and not (one.town and other.town):
        return None
    if not _same_town(one, other):
        return OTHER_TOWN
    if _contradict(one, other):
        return ELSEWHERE
    return SAME_AREA if area else SAME_TOWN


def _one_in_area(one: Spot, other: Spot) -> bool:
    """Whether one has a whole postcode and the other only its four digits."""
    short, long = sorted((one.postcode, other.postcode), key=len)
    return len(short) == AREA < len(long) and long.startswith(short)


def _contradict(one: Spot, other: Spot) -> bool:
    """Whether both have a street, or both a postcode, and these differ."""
    postcodes = one.postcode and other.postcode and not _one_in_area(one, other)
    return bool(postcodes or (one.street and other.street))


def _points_agree(one: Spot, other: Spot, metres: float) -> float:
    if metres <= DOOR:
        return SAME_DOOR
    if metres <= NEAR_BY:
        return OTHER_DOOR if _two_addresses(one, other) else NEAR
    return ELSEWHERE if metres <= TOWN or _same_town(one, other) else OTHER_TOWN


def _two_addresses(one: Spot, other: Spot) -> bool:
    """Whether both addresses are whole, with other streets and postcodes."""
    whole = all(spot.street and spot.number and len(spot.postcode) > 4 for spot in (one, other))
    return whole and one.postcode != other.postcode and not _streets_agree(one, other)


def _streets_agree(one: Spot, other: Spot) -> bool:
    if not (one.street and other.street):
        return False
    return one.street == other.street or (
        min(len(one.street), len(other.street)) > 5
        and OSA.distance(one.street, other.street, score_cutoff=1) <= 1
    )


def _same_town(one: Spot, other: Spot) -> bool:
    """Whether the towns are the same, one is part of the other's name, or postcode areas agree."""
    if one.postcode and one.postcode[:4] == other.postcode[:4]:
        return True
    short, long = sorted((one.town, other.town), key=len)
    return bool(short) and long.startswith(short)
