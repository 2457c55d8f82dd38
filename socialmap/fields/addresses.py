"""Take an address in one cell apart: building, street, postcode and town."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from socialmap.fields.facts import read_postcode
from socialmap.fields.flaws import Flaw
from socialmap.language.folding import fold
from socialmap.places.geocoding import geocode_address
from socialmap.places.spelling import UNUSED_LETTERS

POST_BOX = re.compile(
    r"\b(?:postbus|postbox|p\.?\s?o\.?\s?box|antwoordnummer|antw\.?\s?nr\.?|pb(?=\.?\s?\d))\b\.?\s*(?:nr\.?\s*)?"
    r"(?:\d{1,6}|\d{1,3} \d{3})?(?=\W|$)",
    re.I,
)
WHOLE_POSTCODE = re.compile(
    r"(?<![0-9a-z])(?:NL[ -]*)?([1-9]\d{3})(?:[ -]{0,2}([a-z]{2})(?![a-z])|([a-z]{2})(?=\d))", re.I
)
PLAIN_POSTCODE = re.compile(r"[1-9][0-9]{3} [A-Z]{2}")  # as most cells have it
DIGIT = re.compile(r"\d")
FOUR_DIGITS = re.compile(r"(?:NL[ -]*)?([1-9]\d{3})\s+([^\W\d][^\d,]*)", re.I)
NUMBER_FIRST = re.compile(r"^(\d{1,5}(?:\s?[a-z]{1,2}\b|[-/ ]?\d{1,4}\b)?)(?=$|[ ,])[ ,]*", re.I)
# 'Heel Nederland' is not Heel in the Netherlands.
COUNTRY = re.compile(
    r"(?:(?<!\bheel)[\s(]|,)[\s,(]*(?:nederland|the netherlands|netherlands|holland|nl)[\s.,)]*$",
    re.I,
)
# A street with its house number, and what has a number and is no street.
STREET = re.compile(r"^(?=.*[^\W\d]).*[^\W\d][^\d]*\s\d{1,5}\s?[-/]?\s?\w{0,4}(?:\s?[-/]\s?\w+)?$")
ROOM = re.compile(
    r"^(?:\d\w{0,2}\s)?(?:zaal|kamer|ruimte|etage|verdieping|unit|lokaal|hal|ingang|begane|gebouw"
    r"|blok|vleugel|studio|kelder|balie|loket)\b",
    re.I,
)
STREET_AND_TOWN = re.compile(r"^(.*[^\W\d].*?\s\d{1,5}\s?[a-z]?)\s+([^\W\d][^\d,]*)$", re.I)


BUILDING = re.compile(
    r"(?:buurt|wijk|dorps|jongeren|inloop|zorg|gezondheids|cultureel|sport|vereniging\w*)\W?"
    r"(?:huis|centrum|kamer|punt|hal)|\w*kerk\b|\w*school\b"
    r"|bibliotheek|moskee|stadhuis|de huiskamer",
    re.I,
)
# A house with the town right behind it, without a comma.
HOUSE = re.compile(r"(?P<street>\D+\d+\s?[a-zA-Z]?)\s+(?P<town>[^\d,]{2,})")
EDGES = " ,.-–("
BARS = re.compile(r"\s*[|•]\s*")
# Before a town or a postcode: "Dorpsstraat 3 te Zeist".
IN_TOWN = re.compile(r"^(?:te|in)\s+(?=\S)", re.I)
BEFORE_TOWN = re.compile(r"\s+(?:te|in)$", re.I)
# Where one address in a cell ends and another may begin.
SEVERAL = re.compile(
    r"\s+/\s+|\s*;\s*|\n|\s+(?:en|of)\s+"
    rf"|[\s,.;(]*(?:\b(?:bezoek|post)(?:adres)?\s*:|(?={POST_BOX.pattern}))\s*",
    re.I,
)


class Address(NamedTuple):
    """The parts of an address; `post_box` is whether it has one, which is no part.

    `others` is the text of further addresses in the same cell.
    """

    building: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    post_box: bool = False
    others: str = ""


def address_cells(line: str) -> dict[str, str]:
    """Return an address on one line as the cells of a row; a line without a digit is a town."""
    line = " ".join(line.split())
    if not any(sign.isdigit() for sign in line):
        # A building before the town is no part of its name: De Peppel, Zeist.
        town = "," not in line or geocode_address("", "", line)
        return {"town": line} if town else {"address": line}
    if "," not in line and (match := HOUSE.fullmatch(line)):
        return {"street": match["street"], "town": match["town"]}
    return {"address": line}


def without_post_box(text: str) -> str:
    """Return a text without its post box."""
    return re.sub(r"\s*,\s*(?:,\s*)+", ", ", POST_BOX.sub(" ", text)).strip(" ,;-")


@lru_cache(maxsize=4096)
def split_address(text: str) -> Address:
    """Return the parts of an address in one cell: the first, if there are several."""
    text = BARS.sub(", ", text)
    pieces = [piece.strip(" ,.()") for piece in SEVERAL.split(text) if piece.strip(" ,.()")]
    if len(pieces) < 2:
        return _split_one(text)
    boxes = [piece for piece in pieces if POST_BOX.match(piece)]
    pieces = [piece for piece in pieces if piece not in boxes]
    read = [_split_one(piece) for piece in pieces]
    if not read or not all(one.town and DIGIT.search(one.street) for one in read):
        return _split_one(text)
    return read[0]._replace(post_box=bool(boxes), others=", ".join(pieces[1:]))


def _split_one(text: str) -> Address:
    post_box = bool(POST_BOX.search(text))
    text = without_post_box(text) if post_box else text
    text = COUNTRY.sub("", f" {', '.join(filter(None, map(str.strip, text.splitlines())))}").strip()
    matches = [one for one in WHOLE_POSTCODE.finditer(text) if _letters(one) not in UNUSED_LETTERS]
    match = matches[-1] if matches else None
    if match is None:
        building, street, postcode, town = _without_postcode(text)
        return Address(building, street, postcode, IN_TOWN.sub("", town), post_box)
    postcode = f"{match[1]} {_letters(match)}"
    before, after = text[: match.start()].strip(EDGES), text[match.end() :].strip(EDGES)
    before, after = BEFORE_TOWN.sub("", before), IN_TOWN.sub("", after)
    building, street = _building_and_street(before)
    number = NUMBER_FIRST.match(after)
    if number and not re.search(r"\d", street):
        street, after = f"{street} {number[1]}".strip(), after[number.end() :]
    town, _, rest = (part.strip(EDGES) for part in after.partition(","))
    if not street and re.search(r"\d", town + rest):
        town, street = ("", town) if re.search(r"\d", town) else (town, rest)
    return Address(building, street, postcode, town, post_box)


def _letters(match: re.Match[str]) -> str:
    return (match[2] or match[3]).upper()


def _building_and_street(text: str) -> tuple[str, str]:
    """Return the building and the street of the parts before a postcode or town."""
    parts = [
        part for part in re.split(r"\s*[,;]\s*|\s+[-–]\s+(?!\d{1,5}[a-z]?(?:,|$))", text) if part
    ]
    numbered = [
        index for index, part in enumerate(parts) if STREET.match(part) and not ROOM.match(part)
    ]
    if numbered:
        at = numbered[-1]
    elif len(parts) > 1:
        at = len(parts) - 1
    elif BUILDING.search(text) and not re.search(r"\d", text):
        return text, ""
    else:
        return "", text
    return ", ".join(parts[:at]), ", ".join(parts[at:])


def _without_postcode(text: str) -> tuple[str, str, str, str]:
    """Return building, street, postcode of four digits and town of an address."""
    first, _, last = text.rpartition(",") if "," in text else ("", "", text)
    last = last.strip()
    four = FOUR_DIGITS.fullmatch(last)
    if four and _is_postcode(four[1], four[2]):
        return *_building_and_street(first), four[1], four[2].strip()
    if STREET.match(last) or ROOM.match(last):
        return *_building_and_street(text), "", ""
    if first:
        return *_building_and_street(first), "", last
    if not re.search(r"\d", text) and geocode_address("", "", text):
        return "", "", "", text
    both = STREET_AND_TOWN.match(text)
    if both and geocode_address("", "", IN_TOWN.sub("", both[2])):
        return *_building_and_street(both[1]), "", both[2]
    return *_building_and_street(text), "", ""


def _is_postcode(digits: str, town: str) -> bool:
    """Whether four digits before a town are its postcode, and not of a place over the border."""
    located = geocode_address("", digits, town)
    return bool(located and not located.doubt)


def split_street(text: str, postcode: str, town: str) -> Address | None:
    """Return the parts in a cell of streets that holds a postcode or a town as well.

    They are taken out where they fit the postcode and the town of the other cells, which may be
    empty; None if they contradict those. A cell with only a street is that street.
    """
    if not (WHOLE_POSTCODE.search(text) or ("," in text and not (postcode or town))):
        return Address(street=text)
    parts = split_address(text)
    if not parts.postcode:
        known = parts.town and parts.street and geocode_address("", "", parts.town)
        return parts if known else Address(street=text)
    same = not postcode or fold(postcode) == fold(parts.postcode[: len(postcode)])
    fits = not town or not parts.town or fold(town) == fold(parts.town)
    if same and fits and _is_postcode(parts.postcode[:4], town or parts.town):
        return parts
    return None if "," in text else Address(street=text)


@lru_cache(maxsize=4096)
def read_postcode_cell(text: str) -> str | Flaw:
    """Read a postcode, with what else stands in its cell behind it: '3701 AB 12', '3701 AB Zeist'.

    `split_postcode` takes it apart.
    """
    read = read_postcode(text)
    if not isinstance(read, Flaw):
        return read
    if POST_BOX.search(text):
        return text
    four = FOUR_DIGITS.fullmatch(text.strip(" .,"))
    if WHOLE_POSTCODE.search(text) or (four and _is_postcode(four[1], four[2])):
        return text.strip(" .,")
    return read


def split_postcode(text: str) -> Address:
    """Return the parts in a cell of postcodes; what stands before a postcode is its town."""
    if PLAIN_POSTCODE.fullmatch(text) and text[-2:] not in UNUSED_LETTERS:
        return Address(postcode=text)
    if not DIGIT.search(text) and not POST_BOX.search(text):
        return Address(postcode=text)
    four = FOUR_DIGITS.fullmatch(text)
    if four and not WHOLE_POSTCODE.match(text):
        return Address("", "", four[1], four[2].strip())
    parts = split_address(text)
    if parts.postcode and not parts.town and not re.search(r"\d", parts.street):
        return parts._replace(street="", town=parts.street)
    return parts if parts.postcode or parts.post_box else Address(postcode=text)
