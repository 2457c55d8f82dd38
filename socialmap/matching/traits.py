"""The traits by which listings are compared: name, addresses, contacts and kind, normalised."""

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
# Abbreviations in street names: whole words, and the ends of words.
STREET_WORDS = {
    "v": "van", "d": "de", "vd": "van de", "st": "sint", "dr": "doctor", "ds": "dominee",
    "burg": "burgemeester", "pr": "prins", "prof": "professor", "mr": "meester", "gen": "generaal",
    "str": "straat", "ln": "laan", "wg": "weg", "pl": "plein", "pln": "plein", "kd": "kade",
}  # fmt: skip
STREET_ENDS = {"str": "straat", "ln": "laan", "wg": "weg", "pln": "plein", "sngl": "singel"}
# Hosts on which everybody has a page: sharing one says nothing.
CROWDED = frozenset(
    ("facebook.com", "instagram.com", "linkedin.com", "meetup.com", "sites.google.com", "x.com")
)


@dataclass(frozen=True, slots=True)
class Spot:
    """An address, normalised to be compared; its point (WGS84 lon/lat) only when that is exact.

    `lines` are street, postcode and town as they were written.
    """

    street: str = ""
    number: str = ""
    postcode: str = ""
    town: str = ""
    point: Point | None = None
    lines: tuple[str, ...] = field(default=(), compare=False)

    @property
    def written(self) -> str:
        """The address as it was written."""
        return " ".join(filter(None, self.lines))

    @property
    def addressed(self) -> bool:
        """Whether it is known more exactly than the town; four digits of a postcode are not."""
        return bool(self.postcode[4:] or self.point or (self.street and self.number))


@dataclass(frozen=True, slots=True)
class Traits:
    """A listing, normalised to be compared with others; unknown traits are empty."""

    title: str
    name: Name
    spots: tuple[Spot, ...] = ()
    phones: tuple[str, ...] = ()
    mail: str = ""
    site: str = ""
    organisation: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it was written, with its point (WGS84 lon/lat) and the precision of that."""

    street: str
    postcode: str
    town: str
    point: Point
    precision: str


def traits_of(listing: Listing) -> Traits:
    """The traits of a listing."""
    addresses = [
        Address(at.street, at.postcode, at.town, (at.lon, at.lat), at.precision)
        for at in listing.locations
    ]
    return make_traits(
        listing.name,
        addresses,
        ([phone.number for phone in listing.phones], listing.email, listing.website),
        listing.organisation,
        listing.kind,
    )


def make_traits(
    name: str,
    addresses: Sequence[Address],
    contact: tuple[Sequence[str], str, str] = ((), "", ""),
    organisation: str = "",
    kind: str = "",
) -> Traits:
    """Make traits from texts as they were written; `contact` is phones, mail address and site."""
    town = addresses[0].town if addresses else ""
    return Traits(
        title=name,
        name=read_name(name, town),
        spots=tuple(spot(address) for address in addresses),
        phones=tuple(filter(None, map(phone_key, contact[0]))),
        mail=contact[1].strip().lower(),
        site=site_key(contact[2]),
        organisation=organisation,
        kind=kind,
    )


def spot(address: Address) -> Spot:
    """Normalise an address: 'Kerkstr. 3' and 'Kerkstraat 3a' become equal."""
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
    """The sound of a street without abbreviations, and the house number without letters."""
    number = NUMBER.search(text)
    name = text[: number.start()] if number else text
    parts = [STREET_WORDS.get(word, word) for word in words(name)]
    for short, long in STREET_ENDS.items():
        parts = [
            word.removesuffix(short) + long if word.endswith(short) else word for word in parts
        ]
    return sound(fold("".join(parts))), number[1] if number else ""


def phone_key(text: str) -> str:
    """The national digits of a phone number: 030123 for +31 30 123 and 0031-30-123."""
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    return re.sub(r"^(?:00)?31", "0", digits) if len(digits) > 10 else digits


def site_key(text: str) -> str:
    """The host and path of a site, without scheme, www and final slash."""
    parts = urlsplit(text.strip().lower() if "//" in text else f"//{text.strip().lower()}")
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"


def site_host(site: str) -> str:
    """The host of a site key; empty for hosts on which everybody has a page."""
    host = site.partition("/")[0]
    return "" if host.removeprefix("m.").removeprefix("nl-nl.") in CROWDED else host
