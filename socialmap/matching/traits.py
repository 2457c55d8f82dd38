"""What listings are told apart by: names, addresses, phone numbers, sites, as they compare."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from socialmap.catalogue.listing import Listing
from socialmap.language.folding import fold
from socialmap.language.spelling import sound
from socialmap.language.tokens import words
from socialmap.matching.names import Name, read_name
from socialmap.places.geometry import Point

EXACT = ("given", "address")
NUMBER = re.compile(r"(?<=[^\d\s])\s*[,.]?\s+(\d+)")
# How streets are shortened: whole words, and the ends of words.
STREET_WORDS = {
    "v": "van", "d": "de", "vd": "van de", "st": "sint", "dr": "doctor", "ds": "dominee",
    "burg": "burgemeester", "pr": "prins", "prof": "professor", "mr": "meester", "gen": "generaal",
    "str": "straat", "ln": "laan", "wg": "weg", "pl": "plein", "pln": "plein", "kd": "kade",
}  # fmt: skip
STREET_ENDS = {"str": "straat", "ln": "laan", "wg": "weg", "pln": "plein", "sngl": "singel"}
# Sites on which everybody has a page: the host says nothing there.
CROWDED = frozenset(
    ("facebook.com", "instagram.com", "linkedin.com", "meetup.com", "sites.google.com", "x.com")
)


@dataclass(frozen=True, slots=True)
class Spot:
    """An address as it compares, and as it was written; the point (lon, lat) only when exact."""

    street: str = ""
    number: str = ""
    postcode: str = ""
    town: str = ""
    point: Point | None = None
    told: tuple[str, ...] = field(default=(), compare=False)

    @property
    def written(self) -> str:
        """The address as someone wrote it."""
        return " ".join(filter(None, self.told))

    @property
    def addressed(self) -> bool:
        """Whether it is known to the street or better, and not only to the town."""
        return bool(self.postcode or self.point or (self.street and self.number))


@dataclass(frozen=True, slots=True)
class Traits:
    """One listing as it compares with others; what nobody told is empty."""

    title: str
    name: Name
    spots: tuple[Spot, ...] = ()
    phone: str = ""
    mail: str = ""
    site: str = ""
    organisation: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A location as someone wrote it, with its point (lon, lat) and how exact that is."""

    street: str
    postcode: str
    town: str
    point: Point
    precision: str


def traits_of(listing: Listing) -> Traits:
    """What a listing is told apart by."""
    addresses = [
        Address(each.street, each.postcode, each.town, (each.lon, each.lat), each.precision)
        for each in listing.locations
    ]
    return make_traits(
        listing.name,
        addresses,
        (listing.phone, listing.email, listing.website),
        listing.organisation,
        listing.kind,
    )


def make_traits(
    name: str,
    addresses: Sequence[Address],
    contact: tuple[str, str, str] = ("", "", ""),
    organisation: str = "",
    kind: str = "",
) -> Traits:
    """Traits from texts as they were written; contact is phone, mail address and site."""
    town = addresses[0].town if addresses else ""
    return Traits(
        title=name,
        name=read_name(name, town),
        spots=tuple(spot(each) for each in addresses),
        phone=phone_key(contact[0]),
        mail=contact[1].strip().lower(),
        site=site_key(contact[2]),
        organisation=organisation,
        kind=kind,
    )


def spot(address: Address) -> Spot:
    """An address as it compares: 'Kerkstr. 3' and 'Kerkstraat 3a' are one."""
    street, number = street_key(address.street)
    return Spot(
        street,
        number,
        address.postcode.replace(" ", "").upper(),
        fold(address.town),
        address.point if address.precision in EXACT else None,
        (address.street, address.postcode, address.town),
    )


@lru_cache(maxsize=20_000)
def street_key(text: str) -> tuple[str, str]:
    """Street as it sounds, without abbreviations, and the house number without letters."""
    found = NUMBER.search(text)
    name = text[: found.start()] if found else text
    read = [STREET_WORDS.get(word, word) for word in words(name)]
    for short, long in STREET_ENDS.items():
        read = [word.removesuffix(short) + long if word.endswith(short) else word for word in read]
    return sound(fold("".join(read))), found[1] if found else ""


def phone_key(text: str) -> str:
    """A phone number as national digits: +31 30 123 and 0031-30-123 are 030123."""
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    return re.sub(r"^(?:00)?31", "0", digits) if len(digits) > 10 else digits


def site_key(text: str) -> str:
    """Host and path of a site, without scheme, www and last slash."""
    parts = urlsplit(text.strip().lower() if "//" in text else f"//{text.strip().lower()}")
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"


def site_host(site: str) -> str:
    """The host of a site key, or nothing where everybody has a page."""
    host = site.partition("/")[0]
    return "" if host.removeprefix("m.").removeprefix("nl-nl.") in CROWDED else host
