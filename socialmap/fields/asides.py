"""What people write in an address beside it: that it is secret, or that they are not sure."""

from __future__ import annotations

import re
from typing import Any

from socialmap.fields.flaws import Flaw, Level
from socialmap.wording import N_

SECRET = re.compile(
    r"\W*(?:(?:het\s+)?adres\s+)?(?:is\s+)?(?:geheim|niet\s+(?:openbaar|bekend\s*maken|delen)|anoniem)"
    r"(?:\s+adres)?\W*",
    re.IGNORECASE,
)
DOUBTED = re.compile(r"\s*(?:\(\?+\)|\?+)$")
HIDDEN = Flaw(
    Level.NOTE,
    N_("Dit adres is geheim. We laten alleen de buurt zien."),
    N_("Mag het adres wel op de kaart? Schrijf dan het adres op."),
    mended="",
)


def read_asides(values: dict[str, Any], flaws: dict[str, Flaw]) -> None:
    """Take asides out of the address in the values of a row, and add a flaw for each."""
    for field in ("address", "street"):
        if SECRET.fullmatch(str(values.get(field) or "")):
            values[field], values["hidden"] = "", True
            flaws[field] = HIDDEN
    for field in ("address", "street", "town", "municipality"):
        text = str(values.get(field) or "")
        if (sure := DOUBTED.sub("", text)) != text:
            values[field] = sure
            flaws[field] = Flaw(
                Level.WARNING,
                N_("Hier staat een vraagteken. We nemen ‘%(text)s’."),
                N_("Kijk of het klopt, en haal het vraagteken weg."),
                mended=sure,
                facts=(("text", sure),),
            )
