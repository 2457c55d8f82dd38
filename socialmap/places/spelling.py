"""Read how people write places: postcodes, coordinates, provinces and spellings of names."""

from __future__ import annotations

import re
import unicodedata

from socialmap.places.geometry import in_kingdom, is_rd, rd_to_wgs84

LONGEST = 200  # characters of a text that are read; no address is longer
PC6 = re.compile(r"(?<![0-9a-z])([1-9][0-9]{3})[\s-]?([a-z]{2})(?![0-9a-z])", re.IGNORECASE)
PC4 = re.compile(r"(?<![0-9a-z])([1-9][0-9]{3})(?![0-9a-z])", re.IGNORECASE)
UNUSED_LETTERS = frozenset({"SA", "SD", "SS"})
PAIR = re.compile(r"(-?\d+(?:\.\d+)?)(?:\s*[,;/]\s*|\s+)(-?\d+(?:\.\d+)?)")
COMMA_PAIR = re.compile(r"(-?\d+,\d+)(?:\s*[,;/]\s*|\s+)(-?\d+,\d+)")
PROVINCES = {
    "Drenthe": "dr drenthe",
    "Flevoland": "fl flev flevoland",
    "Friesland": "fr frl friesland fryslan",
    "Gelderland": "gl gld ge gelderland",
    "Groningen": "gr gn gron groningen",
    "Limburg": "l lb li lim limburg",
    "Noord-Brabant": "nb brabant noordbrabant",
    "Noord-Holland": "nh noordholland",
    "Overijssel": "o ov ovl ovs overijssel",
    "Utrecht": "u ut utr utrecht",
    "Zeeland": "z zl ze zld zeeland",
    "Zuid-Holland": "zh zuidholland",
}
PROVINCE_OF = {word: name for name, spelled in PROVINCES.items() for word in spelled.split()}
DIRECTION = re.compile(r"(?<=\d)\s*°?\s*[NEO]\b|\b[NEO]\s*(?=\d)|°", re.IGNORECASE)
WORD = re.compile(r"[a-z0-9]+")
APOSTROPHES = re.compile(r"['’‘`´]")
# All ways to write the aan den of Krimpen aan den IJssel: aan de, a/d, a.d., ad.
ON_THE = re.compile(r"(?<=\w)[\s-]+(?:aan[\s-]+de[nr]?|a[\s./]*d[\s.]?|a/d)(?=[\s-])")


def name_words(text: str) -> list[str]:
    """The words of a place name without case, accents, apostrophes and hyphens.

    St. is sint, and a/d is aan.
    """
    plain = text.casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words: list[str] = WORD.findall(ON_THE.sub(" aan", APOSTROPHES.sub(" ", plain)))
    return ["sint" if word == "st" else word for word in words]


def key(text: str) -> str:
    """A key that all spellings of a place name share."""
    return "".join(name_words(text))


def clean(text: str) -> str:
    """The text as one line of printable characters, at most LONGEST of them."""
    if text.isprintable():
        return " ".join(text[:LONGEST].split())
    printable = (
        " " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text[:LONGEST]
    )
    return " ".join("".join(printable).split())


def read_pair(text: str) -> tuple[float, float] | None:
    """Two typed numbers, with decimal points or Dutch commas; None for anything else."""
    text = DIRECTION.sub("", text.removeprefix("geo:").strip("()[] "))
    match = COMMA_PAIR.fullmatch(text) or PAIR.fullmatch(text)
    if not match:
        return None
    first, second = (float(number.replace(",", ".")) for number in match.groups())
    return first, second


def read_point(text: str) -> tuple[float, float] | None:
    """The point (lon, lat) of typed Dutch coordinates; None for anything else.

    They may be WGS84 in either order, or Rijksdriehoek.
    """
    pair = read_pair(clean(text))
    if pair is None:
        return None
    first, second = pair
    if is_rd(first, second):
        return rd_to_wgs84(first, second)
    if in_kingdom(second, first):
        return second, first
    return (first, second) if in_kingdom(first, second) else None


def read_postcode(text: str) -> tuple[str, str] | None:
    """The four digits and two capitals of the first whole postcode in a text, or None."""
    for four, letters in PC6.findall(text):
        if letters.upper() not in UNUSED_LETTERS:
            return four, letters.upper()
    return None
