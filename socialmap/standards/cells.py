"""The cells of a table: values as people type them, safe from being run as formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable

import phonenumbers

from socialmap.catalogue.listing import ListedPhone

# A spreadsheet may run a cell that begins with one of these as a formula, full-width ones too.
BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[+-]?\d[\d .,]*")


def safe(text: str) -> str:
    """Return a text with an apostrophe before it if a spreadsheet would take it for a formula."""
    if text.startswith(BEGINS) and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def yes_no(fact: bool | None) -> str:
    """Return "ja" or "nee"; an empty text for None, which is unknown."""
    return "" if fact is None else "ja" if fact else "nee"


def listed(texts: Iterable[str]) -> str:
    """Join texts in one cell, without the empty ones."""
    return " | ".join(text for text in texts if text)


def number(value: float | None) -> str:
    """Return a number with a decimal comma and at most seven decimals, without trailing zeros.

    A Dutch spreadsheet takes a point for a thousands separator: it makes 5211248 of 52.11248.
    """
    return "" if value is None else f"{value:.7f}".rstrip("0").rstrip(".").replace(".", ",")


def phones_text(phones: Iterable[ListedPhone]) -> str:
    """Return phones in one cell, each as dialled in the Netherlands and with its words."""
    return listed(with_words(phone_text(phone.number), phone.words) for phone in phones)


def with_words(number: str, words: str) -> str:
    """Return a phone number with the words beside it, as an import reads them."""
    return f"{number} ({words})" if words else number


def phone_text(phone: str) -> str:
    """Return a phone number as dialled in the Netherlands: 030 123 4567, or 0032 … if foreign."""
    try:
        number = phonenumbers.parse(phone, "NL")
    except phonenumbers.NumberParseException:
        return phone
    if number.country_code == 31:
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))
    return str(phonenumbers.format_out_of_country_calling_number(number, "NL"))
