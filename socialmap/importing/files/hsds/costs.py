"""What an HSDS service costs, as cells: one amount of euros, and words for the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from socialmap.importing.files.documents import first_text, objects

EURO = frozenset({"", "EUR", "EURO", "€"})
PLAIN = re.compile(r"\d+(?:\.\d+)?")


def cost_cells(service: Mapping[str, Any]) -> dict[str, str]:
    """Return the words about the cost with each option, and the amount if there is only one.

    What is not in euros is words alone.
    """
    options = objects(service.get("cost_options"))
    amount = first_text(options, "amount") if len(options) == 1 and _in_euros(options[0]) else ""
    fees = [first_text([service], name) for name in ("fees_description", "fees")]
    words = [*fees, *(_words(option, alone=bool(amount)) for option in options)]
    return {"cost": "; ".join(filter(None, dict.fromkeys(words))), "cost_amount": amount}


def _in_euros(option: Mapping[str, Any]) -> bool:
    return first_text([option], "currency").upper() in EURO


def _words(option: Mapping[str, Any], *, alone: bool) -> str:
    """Return an option in words, with its amount unless that has a cell of its own."""
    text, amount = first_text([option], "amount_description"), first_text([option], "amount")
    if not amount or alone:
        return text
    if PLAIN.fullmatch(amount):
        value = float(amount)
        amount = f"{value:.0f}" if value == int(value) else f"{value:.2f}".replace(".", ",")
    currency = first_text([option], "currency").upper()
    named = f"€ {amount}" if _in_euros(option) else f"{currency} {amount}"
    return f"{text}: {named}" if text and named not in text else text or named
