"""Readers of one cell: text in, a value out, or a flaw that carries the corrected value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

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
YES = {
    *("ja", "j", "yes", "y", "true", "waar", "1", "x", "wel", "v", "aanwezig", "jazeker", "jawel"),
    *("zeker", "ok", "oke", "akkoord", "oui"),
}
NO = {"nee", "n", "no", "false", "onwaar", "0", "niet", "geen", "neen", "afwezig", "nope"}
AT = re.compile(r"\s*[(\[]?\s*(?:\bat\b|apenstaartje)\s*[)\]]?\s*", re.IGNORECASE)
# A user with a password before the host of an address; a label before a mail address is none.
LABELS = r"(?:e-?)?mail(?:to|adres|en)?|contact|info|zie|via|adres|of|en|[em]"
CREDENTIALS = re.compile(
    rf"(?:\b[a-z]+:/*[^\s/:@]*|(?<![\w./:@-])(?!(?:{LABELS}):)[\w.+-]+)"
    r":[^\s/@]*@(?=[\w-]+\.[\w-]+)",
    re.I,
)
WITH_PASSWORD = Flaw(
    Level.WARNING,
    N_("In dit adres staat een gebruikersnaam met een wachtwoord. We laten het weg."),
    N_("Schrijf het adres zonder wachtwoord, en kies een nieuw wachtwoord."),
    mended="",
    secret=True,
)
LINK = re.compile(r"https?://\S+")
SENTENCE_END = re.compile(r"[.!?…](?=\s|$)|\n")
LONGEST_ID = 150
# Marks that people put in a table. A box with a cross is yes in one form and no in another.
YES_MARKS = frozenset("✓✔☑√✅🗸🗹👍🟢+●■")
NO_MARKS = frozenset("✗✘☐×❌✖✕🗙🗴🚫⛔👎🔴□")
UNCLEAR_MARKS = frozenset("☒❎🗷🗵○◯")
SELECTORS = re.compile("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff\\s]")


def is_nothing(text: str) -> bool:
    """Return whether a cell means "nothing" or "unknown", as '-', 'geen' and 'onbekend' do."""
    if len(text) >= 20:
        return False
    folded = fold(text)
    return not folded or folded in NOTHING


def shortened(text: str, longest: int) -> str:
    """Return a text of at most `longest` characters, cut after a sentence or else after a word."""
    if len(text) <= longest:
        return text
    start = text[:longest]
    ends = [match.end() for match in SENTENCE_END.finditer(text[: longest + 1])]
    if ends and ends[-1] > longest // 2:
        return start[: ends[-1]].rstrip()
    words = start[: longest - 1].rpartition(" ")[0] if " " in start else start[: longest - 1]
    return f"{words.rstrip(' ,;:')}…"


def too_long(text: str, longest: int, mended: object) -> Flaw:
    """Return the flaw of a text of which only the beginning fits."""
    return Flaw(
        Level.WARNING,
        N_("De tekst is %(length)s tekens lang. Er passen er %(longest)s. We houden het begin."),
        N_("Maak de tekst korter, of zet de rest in een andere kolom."),
        mended=mended,
        facts=(("length", len(text)), ("longest", longest)),
    )


def text_of(longest: int, *, free: bool = False) -> Reader:
    """Return a reader of text of which the first `longest` characters are kept.

    `free` text is checked for privacy.
    """

    def read(text: str) -> str | Flaw:
        private = privacy_flaw(text) if free else None
        value = private.mended if private else text
        if len(value) <= longest:
            return private or value
        short = shortened(value, longest)
        cut = too_long(value, longest, short)
        return replace(private, mended=short, more=(cut,)) if private else cut

    return read


def read_id(text: str) -> str | Flaw:
    """Read an id of at most 150 characters: the beginning of a longer one may not be unique."""
    if len(text) <= LONGEST_ID:
        return text
    return Flaw(
        Level.WARNING,
        N_("Dit kenmerk is %(length)s tekens lang. Er passen er %(longest)s. We laten het weg."),
        N_("Maak het kenmerk korter."),
        mended="",
        facts=(("length", len(text)), ("longest", LONGEST_ID)),
    )


def optional(read: Reader) -> Reader:
    """Return a reader that gives an empty text for 'onbekend', 'geen' and '-'."""
    return lambda text: "" if is_nothing(text) else read(text)


def only_first(value: str, others: Iterable[str]) -> Flaw:
    """Return the flaw of a cell with more values than fit: the first is kept, the others named."""
    return Flaw(
        Level.WARNING,
        N_("Hier staat er meer dan één. We nemen %(first)s. Dit valt af: %(others)s."),
        N_("Zet de andere in de beschrijving als ze nodig zijn."),
        mended=value,
        facts=(("first", value), ("others", ", ".join(others)[:150])),
        suggestion=value,
    )


@lru_cache(maxsize=4096)
def read_email(text: str) -> str | Flaw:
    """Read a mail address; "(at)" and "mailto:" are corrected."""
    if is_nothing(text):
        return ""
    if CREDENTIALS.search(text):
        return WITH_PASSWORD
    mended = text if "@" in text else AT.sub("@", text, count=1)
    parts = [part.strip("<>., ").removeprefix("mailto:") for part in re.split(r"[;,\s|]+", mended)]
    addresses = list(dict.fromkeys(part for part in parts if "@" in part))
    address = addresses[0] if addresses else ""
    if not mail_of(address):
        return Flaw(
            Level.WARNING,
            N_("Dit is geen mailadres. We laten het weg."),
            N_("Schrijf het adres zoals naam@voorbeeld.nl."),
            mended="",
        )
    if addresses[1:]:
        return only_first(address, addresses[1:])
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


def read_link(text: str) -> str | Flaw:
    """Read the web address in a text; of several the first is kept."""
    found = (site_of(link.rstrip(").,;")) for link in LINK.findall(text))
    links = list(dict.fromkeys(filter(None, found)))
    if links:
        return only_first(links[0], links[1:]) if links[1:] else links[0]
    return "" if is_nothing(text) else NO_LINK


NO_LINK = Flaw(
    Level.NOTE,
    N_("Dit is geen webadres. We laten het weg."),
    N_("Schrijf het adres zoals https://www.voorbeeld.nl."),
    mended="",
)


def read_yes_no(text: str) -> bool | Flaw | None:
    """Read yes or no; None when unknown."""
    folded = fold(text.removesuffix(".0").removesuffix(",0"))
    marks = frozenset() if folded else frozenset(SELECTORS.sub("", text))
    if folded in YES or (marks and marks <= YES_MARKS):
        return True
    if folded in NO or (marks and marks <= NO_MARKS):
        return False
    unclear = marks & (YES_MARKS | NO_MARKS | UNCLEAR_MARKS)
    if folded == "misschien" or (is_nothing(text) and not unclear):
        return None
    return Flaw(
        Level.WARNING,
        N_("Hier hoort ja of nee. We laten het open."),
        N_("Vul ja of nee in, of laat de cel leeg als je het niet weet."),
        unknown=(text,),
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
