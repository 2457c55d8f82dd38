"""The cells of a table: how a value is typed by people, and what keeps a cell from calculating."""

from __future__ import annotations

import re
from collections.abc import Iterable

import phonenumbers

# A spreadsheet works out a cell that begins with one of these; the wide ones too, in some.
BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[+-]?\d[\d .,]*")


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what begins as one."""
    if text.startswith(BEGINS) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def yes_no(fact: bool | None) -> str:
    """Ja, nee, or nothing when nobody told."""
    return "" if fact is None else "ja" if fact else "nee"


def listed(texts: Iterable[str]) -> str:
    """More texts in one cell."""
    return " | ".join(text for text in texts if text)


def number(value: float | None) -> str:
    """A number as few signs as it takes, with a point."""
    return "" if value is None else f"{value:.7f}".rstrip("0").rstrip(".")


def phone_text(phone: str) -> str:
    """A phone number as people in the country dial it: 030 123 4567, or 0032 … from abroad."""
    try:
        number = phonenumbers.parse(phone, "NL")
    except phonenumbers.NumberParseException:
        return phone
    if number.country_code == 31:
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))
    return str(phonenumbers.format_out_of_country_calling_number(number, "NL"))
