"""Readers of one cell: text in, a value out, or a flaw that carries the corrected value."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache, lru_cache
from typing import Any

import phonenumbers

from socialmap.fields.flaws import Flaw, Level
from socialmap.fields.privacy import privacy_flaw
from socialmap.language.folding import fold
from socialmap.validity import mail_of, site_of
from socialmap.wording import N_

Reader = Callable[[str], Any]

NOTHING = {
    *("geen", "onbekend", "nvt", "nb", "na", "leeg", "volgt", "niet", "tba", "tbd"),
    *("nogonbekend", "nietbekend", "geenwebsite", "geensite", "geentelefoon", "geenemail"),
}
YES = {"ja", "j", "yes", "y", "true", "waar", "1", "x", "wel", "v", "aanwezig"}
NO = {"nee", "n", "no", "false", "onwaar", "0", "niet", "geen"}
SEPARATORS = re.compile(r"\s*(?:[|;/\n]|,\s|\bof\b|\ben\b)\s*")
AT = re.compile(r"\s*[(\[]?\s*(?:\bat\b|apenstaartje)\s*[)\]]?\s*", re.IGNORECASE)
LINK = re.compile(r"https?://\S+")
# A Dutch number as most people write it: phonenumbers is slow, so these do without it.
PLAIN_PHONE = re.compile(r"0[0-9 -]{9,12}")


def is_nothing(text: str) -> bool:
    """Return whether a cell means "nothing" or "unknown", as '-', 'geen' and 'onbekend' do."""
    if len(text) >= 20:
        return False
    folded = fold(text)
    return not folded or folded in NOTHING


def text_of(longest: int, *, free: bool = False) -> Reader:
    """Return a reader of text up to `longest` characters; `free` text is checked for privacy."""

    def read(text: str) -> str | Flaw:
        if len(text) > longest:
            return Flaw(
                Level.ERROR,
                N_("De tekst is %(length)s tekens lang. Er passen er %(longest)s."),
                N_("Maak de tekst korter."),
                mended="",
                facts=(("length", len(text)), ("longest", longest)),
            )
        return (privacy_flaw(text) if free else None) or text

    return read


def optional(read: Reader) -> Reader:
    """Return a reader that gives an empty text for 'onbekend', 'geen' and '-'."""
    return lambda text: "" if is_nothing(text) else read(text)


@cache
def _dutch_numbers() -> re.Pattern[str]:
    """Return the pattern of Dutch landline and mobile numbers, without the leading zero."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region("NL")
    kinds = (metadata.fixed_line, metadata.mobile) if metadata else ()
    return re.compile("|".join(f"(?:{kind.national_number_pattern})" for kind in kinds if kind))


@lru_cache(maxsize=4096)
def read_phone(text: str) -> str | Flaw:
    """Read a phone number as E.164; a number without a country code is Dutch."""
    if PLAIN_PHONE.fullmatch(text):
        digits = text[1:].replace(" ", "").replace("-", "")
        if len(digits) == 9 and _dutch_numbers().fullmatch(digits):
            return f"+31{digits}"
    if is_nothing(text):
        return ""
    first, *more = SEPARATORS.split(text[:80])
    first = re.sub(r"\([^)\d]*\)", "", first)
    number = None
    with suppress(phonenumbers.NumberParseException):
        number = phonenumbers.parse(first, "NL")
    if number is None or not phonenumbers.is_valid_number(number):
        return Flaw(
            Level.WARNING,
            N_("Dit telefoonnummer bestaat niet. We laten het weg."),
            N_("Schrijf het nummer met alle cijfers, bijvoorbeeld 030 123 45 67."),
            mended="",
        )
    phone = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    others = any(len(re.sub(r"\D", "", part)) > 5 for part in more)
    return _only_first(phone) if others else phone


def _only_first(value: str) -> Flaw:
    return Flaw(
        Level.WARNING,
        N_("Hier staat er meer dan één. We nemen de eerste."),
        N_("Zet de andere in de beschrijving als ze nodig zijn."),
        mended=value,
        suggestion=value,
    )


@lru_cache(maxsize=4096)
def read_email(text: str) -> str | Flaw:
    """Read a mail address; "(at)" and "mailto:" are corrected."""
    if is_nothing(text):
        return ""
    mended = text if "@" in text else AT.sub("@", text, count=1)
    parts = [part.strip("<>., ").removeprefix("mailto:") for part in re.split(r"[;,\s|]+", mended)]
    address = next((part for part in parts if "@" in part), "")
    if not mail_of(address):
        return Flaw(
            Level.WARNING,
            N_("Dit is geen mailadres. We laten het weg."),
            N_("Schrijf het adres zoals naam@voorbeeld.nl."),
            mended="",
        )
    if sum("@" in part for part in parts) > 1:
        return _only_first(address)
    return address if address == text else _mended(address)


def _mended(value: str) -> Flaw:
    return Flaw(
        Level.WARNING,
        N_("Dit is anders geschreven dan het hoort. We maken er %(mended)s van."),
        N_("Kijk of dat klopt, en verbeter het in het bestand."),
        mended=value,
        facts=(("mended", value),),
        suggestion=value,
    )


@lru_cache(maxsize=4096)
def read_website(text: str) -> str | Flaw:
    """Read a web address (http or https); one without a scheme gets https."""
    if is_nothing(text):
        return ""
    address = text.split()[0]
    if "://" not in address and not re.match(r"[a-z]+:", address, re.IGNORECASE):
        address = f"https://{address}"
    if not site_of(address):
        return Flaw(
            Level.ERROR,
            N_("Dit is geen webadres. We laten het weg."),
            N_("Schrijf het adres zoals https://www.voorbeeld.nl."),
            mended="",
        )
    if address == text:
        return address
    return Flaw(
        Level.NOTE,
        N_("Het webadres begint niet met https://. We maken er %(mended)s van."),
        N_("Kijk of de site zo opent."),
        mended=address,
        facts=(("mended", address),),
        suggestion=address,
    )


def read_link(text: str) -> str:
    """Return the first web address in a text; empty if there is none."""
    match = LINK.search(text)
    return site_of(match[0].rstrip(").,;")) or "" if match else ""


def read_yes_no(text: str) -> bool | Flaw | None:
    """Read yes or no; None when unknown."""
    folded = fold(text)
    if folded in YES:
        return True
    if folded in NO:
        return False
    if is_nothing(text) or folded == "misschien":
        return None
    return Flaw(
        Level.WARNING,
        N_("Hier hoort ja of nee. We laten het open."),
        N_("Vul ja of nee in, of laat de cel leeg als je het niet weet."),
    )


def read_number(text: str) -> float | Flaw | None:
    """Read a number with a decimal comma or point."""
    if is_nothing(text):
        return None
    plain = text.replace(" ", "").replace("€", "").removesuffix("°")
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    if re.fullmatch(r"[+-]?\d{1,9}(?:\.\d{0,20})?", plain):
        return float(plain)
    return Flaw(
        Level.WARNING,
        N_("Dit is geen getal. We laten het weg."),
        N_("Vul alleen een getal in, bijvoorbeeld 2,50."),
    )


def whole_of(least: int, most: int) -> Reader:
    """Return a reader of whole numbers from `least` to `most`."""

    def read(text: str) -> int | Flaw | None:
        number = read_number(text)
        if number is None or isinstance(number, Flaw):
            return number
        if number != int(number) or not least <= number <= most:
            return Flaw(
                Level.WARNING,
                N_("Hier hoort een heel getal van %(least)s tot %(most)s. We laten het weg."),
                N_("Verbeter het getal."),
                facts=(("least", least), ("most", most)),
            )
        return int(number)

    return read
