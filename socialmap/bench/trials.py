"""Tries the search for duplicates on pairs of listings that are known to be the same or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from socialmap.bench.variants import DOINGS, SIDES, Pair, listing, varied
from socialmap.catalogue.listing import Listing
from socialmap.matching.blocks import probable_pairs
from socialmap.matching.likeness import PROBABLE, Likeness, likeness
from socialmap.matching.traits import traits_of


@dataclass(frozen=True)
class Mistake:
    """A wrong answer: two listings that are the same and were missed, or are not and were found."""

    one: Listing
    other: Listing
    same: bool
    how: str
    likeness: Likeness


@dataclass(frozen=True)
class Trial:
    """The result for a set of pairs; `unseen` is the number of missed pairs never compared."""

    pairs: int
    found: int
    wrong: int
    missed: int
    unseen: int
    mistakes: tuple[Mistake, ...]

    @property
    def precision(self) -> float:
        """The fraction of the found pairs that are duplicates."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The fraction of the duplicates that were found."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0


def make_pairs(count: int, seed: int) -> list[Pair]:
    """Return `count` pairs, half of them one listing written twice; the seed determines them."""
    chance = Random(seed)  # noqa: S311 - not for secrets
    pairs = []
    for number in range(count):
        one = listing(chance)
        if number % 2:
            how = chance.choice(sorted(LOOKALIKES))
            pairs.append(Pair(*LOOKALIKES[how](one, chance), same=False, how=how))
        else:
            other, how = varied(one, chance)
            pairs.append(Pair(one, other, same=True, how=how))
    return pairs


def _neighbours(one: Listing, chance: Random) -> tuple[Listing, Listing]:
    """Return two activities in one building, with the same phone, mail address and site."""
    house = one.organisation.removeprefix("Stichting ")
    first, second = chance.sample(DOINGS, 2)
    end = chance.choice((f" De {house}", f" in De {house}", ""))
    site = one.website.rpartition("/")[0]
    return (
        replace(one, name=f"{first.capitalize()}{end}", website=f"{site}/{first}"),
        replace(one, name=f"{second.capitalize()}{end}", website=chance.choice((site, ""))),
    )


def _house_and_guest(one: Listing, chance: Random) -> tuple[Listing, Listing]:
    """Return a community centre, and an activity in it."""
    house = one.organisation.removeprefix("Stichting ")
    other = listing(chance)
    kind, guest = chance.choice(("Buurthuis", "Wijkcentrum", "")), chance.choice(DOINGS)
    return (
        replace(one, name=f"{kind} De {house}".strip()),
        replace(one, name=f"{guest.capitalize()} De {house}", kind=chance.choice((other.kind, ""))),
    )


def _chain(one: Listing, chance: Random) -> tuple[Listing, Listing]:
    """Return two listings of one name, organisation and site in two towns."""
    elsewhere = listing(chance)
    while elsewhere.locations[0].town == one.locations[0].town:
        elsewhere = listing(chance)
    phones = chance.choice((one.phones, elsewhere.phones))
    return one, replace(one, locations=elsewhere.locations, phones=phones)


def _sides(one: Listing, chance: Random) -> tuple[Listing, Listing]:
    """Return two groups of one organisation, on different days or in different parts of town."""
    doing = chance.choice(DOINGS).capitalize()
    first, second = chance.sample(SIDES, 2)
    return replace(one, name=f"{doing} {first}"), replace(one, name=f"{doing} {second}")


def _strangers(one: Listing, chance: Random) -> tuple[Listing, Listing]:
    """Return two listings at one address with different names."""
    other = listing(chance)
    while other.name == one.name:
        other = listing(chance)
    return one, replace(other, locations=one.locations)


LOOKALIKES: dict[str, Callable[[Listing, Random], tuple[Listing, Listing]]] = {
    "one building": _neighbours,
    "house and guest": _house_and_guest,
    "chain": _chain,
    "day or part of town": _sides,
    "next door": _strangers,
}


def try_out(pairs: list[Pair], most: int = 10) -> Trial:
    """Find the duplicates among the listings of all pairs together; keep the `most` worst mistakes.

    A duplicate found between listings of two different pairs is wrong as well.
    """
    both = [(2 * i + side, (p.one, p.other)[side]) for i, p in enumerate(pairs) for side in (0, 1)]
    traits = {label: traits_of(one) for label, one in both}
    matches = {
        (one, other): like
        for one, other, like in probable_pairs((traits[label], label) for label, _ in both)
    }
    meant = {(2 * i, 2 * i + 1): pair for i, pair in enumerate(pairs)}
    mistakes = []
    listings = dict(both)
    for (one, other), like in matches.items():
        pair = meant.get((one, other))
        if pair is None or not pair.same:
            how = pair.how if pair else "two pairs"
            mistakes.append(Mistake(listings[one], listings[other], False, how, like))
    missed = [key for key, pair in meant.items() if pair.same and key not in matches]
    scored = {key: likeness(traits[key[0]], traits[key[1]]) for key in missed}
    mistakes.extend(
        Mistake(meant[key].one, meant[key].other, True, meant[key].how, like)
        for key, like in scored.items()
    )
    mistakes.sort(key=lambda mistake: -abs(mistake.likeness.score - mistake.same))
    return Trial(
        pairs=len(pairs),
        found=sum(key in matches for key, pair in meant.items() if pair.same),
        wrong=len(mistakes) - len(missed),
        missed=len(missed),
        unseen=sum(like.score >= PROBABLE for like in scored.values()),
        mistakes=tuple(mistakes[:most]),
    )
