"""Detect personal data in free text: citizen number, mail address, phone number, birth date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import phonenumbers

from socialmap.times import clock

BSN = "bsn"
MAIL = "mail"
PHONE = "phone"
BIRTH = "birth"
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
MONTHS = [
    "jan",
    "feb",
    "maart",
    "mrt",
    "apr",
    "mei",
    "jun",
    "jul",
    "aug",
    "sep",
    "okt",
    "nov",
    "dec",
]
# A date of birth lies further back than dates that listings mention, such as new opening hours.
BIRTH_YEARS_AGO = 8

DIGITS = re.compile(r"(?<![\d.,])\d(?:[ .-]?\d){7,8}(?![\d,]|[.-]\d)")
ADDRESS = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.I)
NUMERIC_DATE = re.compile(r"(?<![\d.])\d{1,2}([-/.])(?:0?[1-9]|1[0-2])\1(\d{4}|\d{2})(?![\d.])")
ISO_DATE = re.compile(r"(?<!\d)(\d{4})-\d{2}-\d{2}(?!\d)")
WRITTEN_DATE = re.compile(
    rf"(?<!\d)\d{{1,2}}\s+(?:{'|'.join(MONTHS)})[a-z.]*\s+(\d{{4}})(?!\d)", re.I
)
BORN = re.compile(r"\b(?:geboren|geb\.?|geboortedatum)\b[^.\n]{0,20}\d", re.I)


def personal_data(text: str, today: date | None = None) -> list[str]:
    """The kinds of personal data that a text holds, out of bsn, mail, phone and birth."""
    held = {
        BSN: any(map(_is_bsn, DIGITS.findall(text))),
        MAIL: bool(ADDRESS.search(text)),
        PHONE: _has_phone(text),
        BIRTH: _has_birth(text, (today or clock.today()).year),
    }
    return [kind for kind, holds in held.items() if holds]


def _is_bsn(text: str) -> bool:
    """Whether eight or nine digits pass the check of the Dutch citizen service number (BSN).

    Their sum, weighted by WEIGHTS, is a multiple of 11.
    """
    digits = [int(sign) for sign in text if sign.isdigit()]
    digits = [0] * (9 - len(digits)) + digits
    total = sum(weight * digit for weight, digit in zip(WEIGHTS, digits, strict=True))
    return any(digits) and total % 11 == 0


def _has_phone(text: str) -> bool:
    matcher = phonenumbers.PhoneNumberMatcher(text, "NL", phonenumbers.Leniency.VALID, 20)
    return any(True for _ in matcher)


def _has_birth(text: str, year: int) -> bool:
    return bool(BORN.search(text)) or any(
        written <= year - BIRTH_YEARS_AGO for written in _years(text, year)
    )


def _years(text: str, this_year: int) -> Iterator[int]:
    """The years of all full dates; a year of two digits that would lie ahead is of the 1900s."""
    for pattern in (NUMERIC_DATE, ISO_DATE, WRITTEN_DATE):
        for match in pattern.finditer(text):
            digits = match.groups()[-1]
            year = int(digits)
            if len(digits) == 2:
                year += 1900 if year > this_year % 100 + 2 else 2000
            yield year
