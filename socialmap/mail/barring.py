"""Addresses that are never mailed: made-up ones, and those that a part of the program bars."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from email.utils import getaddresses

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, or_

from socialmap.wording import N_

# Nobody can have an address there: RFC 2606 and RFC 6761 keep these names for examples and tests.
MADE_UP_DOMAINS = (
    "example.com",
    "example.net",
    "example.org",
    "example",
    "invalid",
    "localhost",
    "test",
)
WITHOUT_EXAMPLE = tuple(name for name in MADE_UP_DOMAINS if "example" not in name)
MADE_UP = N_("Dit is een verzonnen adres. Zulke adressen krijgen nooit mail.")
# From an address and what a mail is about: why it is never mailed, or an empty text.
Bar = Callable[[str, str], str]
BARS: list[Bar] = []


def bars(check: Bar) -> Bar:
    """Register a function that bars mail, beside the rule for made-up addresses."""
    BARS.append(check)
    return check


def is_made_up(address: str) -> bool:
    """Whether an address is in a domain that is kept for examples and tests. Pure."""
    domain = address.rpartition("@")[2].strip().strip(".>").lower()
    return any(domain == name or domain.endswith(f".{name}") for name in MADE_UP_DOMAINS)


def made_up(address: SQLColumnExpression[str]) -> ColumnElement[bool]:
    """The same in SQL, of a column with addresses in lower case."""
    signs = (f"%{sign}{name}" for name in MADE_UP_DOMAINS for sign in "@.")
    # Nearly every address is ruled out by the few words that those domains are made of.
    near = or_(address.like("%example%"), *(address.like(f"%{name}") for name in WITHOUT_EXAMPLE))
    return and_(near, or_(*(address.like(sign) for sign in signs)))


def why_barred(address: str, about: str) -> str:
    """Return why an address is never mailed about something; empty when it may be."""
    if is_made_up(address):
        return MADE_UP
    return next(filter(None, (check(address, about) for check in BARS)), "")


def made_up_recipients(mail: EmailMessage) -> list[str]:
    """Return the made-up addresses among all to whom a mail would go. Pure."""
    headers = [str(value) for name in ("To", "Cc", "Bcc") for value in mail.get_all(name, ())]
    return [address for _, address in getaddresses(headers) if is_made_up(address)]
