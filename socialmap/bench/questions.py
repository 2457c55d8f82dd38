"""The questions of a measurement: varied ones of each kind, the same for every program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from random import Random

from socialmap.bench.generator import social_words
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.language.tokens import content_words, words
from socialmap.places.gazetteer import Place, postcodes, towns
from socialmap.places.geometry import NETHERLANDS, Box
from socialmap.places.names import places_by_key
from socialmap.search.query import SearchQuery

KILOMETRES = 5
LARGE_TOWNS = 60
PAGES = 10
# Degrees wide and high, and the zoom of a map that shows so much.
CITY, PROVINCE, NATION = (0.16, 0.10, 13), (1.0, 0.6, 10), (4.0, 3.0, 7)
SMALL = (0.10, 0.06, 14)


@dataclass(frozen=True)
class Question:
    """A search: words, a place, settings (any of them), a threshold fact, and a box on the map."""

    words: str = ""
    near: Place | None = None
    settings: tuple[str, ...] = ()
    walk_in: bool = False
    page: int = 1
    box: Box | None = None
    zoom: int = 0

    @property
    def query(self) -> SearchQuery:
        """The question as a query for the finder."""
        chosen = {
            "soort": frozenset(self.settings),
            "drempel": frozenset({"walk_in"} if self.walk_in else ()),
        }
        return SearchQuery(
            words=self.words,
            where=self.near.label[:4] if self.near else "",
            kilometres=KILOMETRES if self.near else None,
            box=self.box,
            chosen={name: codes for name, codes in chosen.items() if codes},
            page=self.page,
        )


@cache
def _near() -> tuple[Place, ...]:
    """Return the postcodes of the largest towns, where most listings are close together."""
    large = {place.label for place in towns()[:LARGE_TOWNS]}
    return tuple(place for place in postcodes().values() if place.town in large)


def query_words() -> list[str]:
    """Return words that people would search: the most used ones that are not a place."""
    return [word for word in social_words() if word not in places_by_key() and len(word) > 3]


def combined(chance: Random) -> Question:
    """Ask for a word within 5 km of a postcode, in two of the settings, with a free walk-in."""
    settings = [term.code for term in taxonomy().terms("setting")]
    return Question(
        words=chance.choice(query_words()[:120]),
        near=chance.choice(_near()),
        settings=tuple(sorted(chance.sample(settings, 2))),
        walk_in=True,
    )


def two_words(chance: Random) -> Question:
    """Ask for two words, everywhere."""
    return Question(words=" ".join(chance.sample(query_words()[:200], 2)))


def prefix(chance: Random) -> Question:
    """Ask for the first four letters of a word."""
    return Question(words=chance.choice(query_words())[:4] + "*")


def fuzzy(chance: Random) -> Question:
    """Ask for a long word in which one letter is doubled or left out."""
    word = chance.choice([word for word in query_words() if len(word) > 6])
    place = chance.randint(2, len(word) - 2)
    letters = word[place] * 2 if chance.random() < 0.5 else ""
    return Question(words=word[:place] + letters + word[place + 1 :])


def no_words(chance: Random) -> Question:
    """Ask for some page of one of the settings, everywhere."""
    settings = [term.code for term in taxonomy().terms("setting")]
    return Question(settings=(chance.choice(settings),), page=chance.randint(1, PAGES))


# How people begin, go on and end when they tell what they look for.
SENTENCES = (
    (
        *("ik ben net weduwe geworden", "mijn man is vorig jaar overleden", "ik voel me alleen"),
        *("ik ben hier pas komen wonen", "ik zorg al jaren voor mijn moeder", "ik ben gestopt"),
        *(
            "mijn zoon heeft autisme",
            "ik kan niet goed lezen",
            "ik kom nergens meer",
            "ik zit ziek",
        ),
    ),
    (
        *("en zoek mensen", "en wil graag met anderen praten", "en zoek iets voor overdag"),
        *("en ik wil weer onder de mensen komen", "en zoek een clubje", "en wil iets leren"),
        *(
            "en ik heb weinig geld",
            "en zoek hulp",
            "en wil iets voor een ander doen",
            "en zoek rust",
        ),
    ),
    (
        *("die hetzelfde meemaken", "bij mij in de buurt", "waar ik zo naar binnen kan lopen"),
        *("zonder dat het veel kost", "maar ik durf niet goed", "en een kop koffie drinken"),
        *("met mijn dochter samen", "maar ik ben slecht ter been", "en iets met mijn handen doen"),
    ),
)


def sentence(chance: Random) -> Question:
    """Ask in a whole sentence, everywhere."""
    return Question(words=" ".join(map(chance.choice, SENTENCES)))


def boxed(size: tuple[float, float, int]) -> Callable[[Random], Question]:
    """Return the kind of question with a box of this width, height (degrees) and zoom."""
    width, height, zoom = size

    def question(chance: Random) -> Question:
        lon, lat = chance.choice(_near()).point
        box = (lon - width / 2, lat - height / 2, lon + width / 2, lat + height / 2)
        return Question(box=NETHERLANDS if size is NATION else box, zoom=zoom)

    return question


KINDS: dict[str, Callable[[Random], Question]] = {
    "combined": combined,
    "two_words": two_words,
    "prefix": prefix,
    "fuzzy": fuzzy,
    "no_words": no_words,
    "box_small": boxed(SMALL),
    "sentence": sentence,
    "clusters_city": boxed(CITY),
    "clusters_province": boxed(PROVINCE),
    "clusters_nation": boxed(NATION),
}


def questions(kind: str, count: int, seed: int) -> list[Question]:
    """Return `count` questions of a kind; the same seed gives the same ones."""
    chance = Random(f"{kind}-{seed}")  # noqa: S311 - not for secrets
    return [KINDS[kind](chance) for _ in range(count)]


def phrases(listings: Sequence[Listing], count: int) -> list[Question]:
    """Return `count` questions for two adjacent words of a listing, as a phrase."""
    quoted: dict[str, None] = {}
    for listing in listings:
        text = words(listing.description.replace(".", " of "))
        for pair in pairwise(text):
            if all(content_words(word) and word not in places_by_key() for word in pair):
                quoted.setdefault(f'"{pair[0]} {pair[1]}"')
                break
    return [Question(words=phrase) for phrase in list(quoted)[:count]]


def common(totals: dict[str, int], count: int, wanted: int) -> list[Question]:
    """Return `count` questions for a page of one of ten words, each in about `wanted` listings.

    `totals` has the number of listings of each word.
    """
    closest = sorted(totals, key=lambda word: abs(totals[word] - wanted))[:10]
    return [
        Question(words=word, page=page)
        for page in range(1, -(-count // 10) + 1)
        for word in closest
    ][:count]
