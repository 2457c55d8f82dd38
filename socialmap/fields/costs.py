"""Read what it costs: an amount only when it is certain, and always the words beside it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from socialmap.fields.cells import shortened, too_long
from socialmap.fields.flaws import Flaw
from socialmap.language.folding import fold


class Cost(NamedTuple):
    """The cost: euros if it is one amount, whether it is free, and the text."""

    amount: float | None = None
    free: bool | None = None
    text: str = ""


LONGEST = 300
FREE = frozenset(
    {
        *("gratis", "kosteloos", "geen", "geenkosten", "free", "vrijtoegankelijk", "niets", "nul"),
        *("nihil", "omniet", "vrijentree", "vrijetoegang", "toegangvrij", "entreevrij"),
        *("zonderkosten", "erzijngeenkosten", "erzijngeenkostenaanverbonden", "hetisgratis"),
        *("geenkostenaanverbonden", "ditisgratis", "geheelgratis", "helemaalgratis"),
        *("volledigkosteloos", "geeneigenbijdrage", "hetkostniets"),
    }
)
UNKNOWN = frozenset({"", "onbekend", "nvt", "nognietbekend", "nogonbekend", "volgt"})
NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+\.\d{2}|\d{1,5}(?:[.,]\d{1,2})?)"
EURO = r"(?:€|\beuro?'?s?\b|\beur\b)"
TAIL = r"(?:[.,][-–—=]{1,2})?"
PER = (
    r"(?:p\.?\s?p\.?|p/p|p\.?\s?k\.?|/\s?|per\s(?:de\s)?)"
    r"(?:keer|persoon|pers|les|maand|jaar|bezoek|dagdeel|uur|middag|avond|ochtend|dag|deelnemer"
    r"|stuk|kwartaal|seizoen|bijeenkomst|maaltijd|kind|gezin|week|cursus)?(?![\w])"
)
AMOUNT = re.compile(
    rf"{EURO}\s*(?P<after>{NUMBER})(?![.,]?\d|[a-z]\d|[\^%]|[kol]\b){TAIL}"
    rf"|(?<![\d.,])(?P<whole>\d{{1,4}})\s*euro\s*(?P<cents>\d{{2}})(?!\d)"
    rf"|(?<![\d.,])(?<!\d[ex×*^])(?P<before>{NUMBER}){TAIL}\s*{EURO}"
    rf"|(?<![\d.,])(?P<cent>\d{{1,2}})\s*(?:euro)?cent\b"
    rf"|(?<![\d.,])(?P<per>{NUMBER}){TAIL}\s*{PER}"
    rf"|(?<![\d.,])(?P<dash>\d{{1,4}})[.,][-–—=]{{1,2}}",
    re.I,
)
PLAIN = re.compile(rf"{EURO}?\s*{NUMBER}{TAIL}\s*{EURO}?", re.I)
# From one amount to another: "5 - 10 euro", "van 5 tot 10 euro".
RANGE = re.compile(
    rf"{NUMBER}{TAIL}\s*(?:-|–|—|à|a|tot(?: en met)?|t/m|of)\s*{EURO}?\s*{NUMBER}{TAIL}"
    rf"(?!\s*(?:jaar|jr|uur|\d|:|pers))",
    re.I,
)
# An amount after these words is a limit or a guess, or is paid for something beside the activity.
VAGUE = re.compile(
    r"(?:vanaf|van|tot|max(?:imaal|imum)?\.?|min(?:imaal|imum)?\.?|ten minste|minstens|hoogstens"
    r"|ca\.?|circa|ongeveer|plusminus|±|rond(?: de)?|onder(?: de)?|boven(?: de)?|minder dan"
    r"|meer dan|naar draagkracht|richtprijs|advies\w*"
    rf"|tussen(?: de)?\s*{EURO}?\s*{NUMBER}{TAIL}\s*en)"
    r"\s*:?\s*$",
    re.I,
)
SIDE = (
    r"(?:koffie|thee|drank\w*|drinken|consumpties?|hapjes?|snacks?|fris\w*|borrel|lunch|maaltijd"
    r"|soep|taart|parkeren|parkeer\w*|\w*borg|waarborg\w*|korting|reductie|materia\w+|boek\w*"
    r"|vervoer|reiskosten|vergoeding|inkomen|statiegeld|garderobe|loterij|lootjes?|collecte|fooi)"
)
SIDE_BEFORE = re.compile(
    rf"{SIDE}(?:\s?(?:/|,|en|of)\s?{SIDE})*\s*(?:is|kost|kosten|kan|voor|à|a|van|:|=|-)*\s*$", re.I
)
SIDE_AFTER = re.compile(rf"^\s*(?:voor|per|aan)\s+(?:een |de |het |kopje |glas )*{SIDE}", re.I)
# A number of times before or behind an amount, which makes another one: "2x 5 euro".
TIMES_BEFORE = re.compile(
    r"(?:(?<!\d)(?!1\s*[xkm×*])\d+|\b(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien))\s*(?:x|×|\*|keer|maal)"
    r"\s*(?:à|a|van)?\s*$",
    re.I,
)
VAGUE_AFTER = re.compile(r"^\s*(?:(?:of meer|of minder|korting|vergoeding|borg)|[x×*]\s*\d)", re.I)
GRATIS = re.compile(r"\b(?:gratis|kosteloos|kosteloze|free|geen kosten)\b", re.I)
GRATIS_OR = re.compile(rf"\bgratis\s*(?:of|/|tot|à|-|–)\s*{EURO}?\s*\d", re.I)
FOR_ALL = re.compile(r"\bvoor (?:iedereen|alle\w*|eigen rekening|eigen kosten)\b", re.I)
NOT_FREE = re.compile(r"\bniet\s+(?:gratis|kosteloos)\b", re.I)
# The signs and names of other money; beside an amount of it no amount of euros is certain.
OTHER_MONEY = (
    r"(?:[£$¥₺₽₹฿]|\b(?:gbp|usd|chf|dkk|sek|nok|pln|czk|huf|try|mad|srd|xcg|ang|awg|jpy|cad|aud"
    r"|pond(?:en)?|dollars?|frank(?:en)?|kronen|gulden)\b)"
)
OTHER_AMOUNT = re.compile(rf"{OTHER_MONEY}\s*\d|\d{TAIL}\s*{OTHER_MONEY}", re.I)
# What is free with these words is the activity as a whole.
ENTRY = (
    r"(?:(?:de |het |is |zijn )*(?:deelname|deelnemen|meedoen|toegang|toegankelijk|entree|inloop"
    r"|activiteit(?:en)?|lessen|bijeenkomst(?:en)?|aanbod|hulp|ondersteuning|advies|gebruik"
    r"|aansluiten|binnenlopen|lid|lidmaatschap|te bezoeken|bij te wonen|mee te doen|dienst)\b)"
)
WHOLE = re.compile(
    rf"^\W*(?:(?:dit|het|alles|de|deze|ons|onze|is|zijn|helemaal|geheel|volledig|altijd"
    rf"|(?:{ENTRY}))\W+)*(?:gratis|kosteloos|free|geen kosten)\b"
    rf"(?:\s+(?:voor iedereen|voor alle\w*|aan verbonden|verbonden|{ENTRY}))*(?=\W|$)",
    re.I,
)
# After these words what is free is free for some, sometimes, or not at all.
CONDITION = re.compile(
    r"\b(?:voor|met|mits|eerste|1e|leden|t/m|tot|onder|als|indien|op vertoon|bijdrage|donatie|gift"
    r"|giften|fooi|daarna|anders|overig\w*|behalve|uitgezonderd|tenzij|of|soms|meestal|proef\w*"
    r"|kennismak\w*|stadspas|u-pas|minima|inkomen)\b",
    re.I,
)
WORDS = {"een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7,
         "acht": 8, "negen": 9, "tien": 10, "vijftien": 15, "twintig": 20}  # fmt: skip
IN_WORDS = re.compile(rf"\b({'|'.join(WORDS)})\s+euro\b", re.I)


@lru_cache(maxsize=4096)
def read_cost(text: str) -> Cost | Flaw:
    """Read a cost; it has an amount or is free only when the text leaves no doubt of it."""
    if len(text) > LONGEST:
        cost = _cost(shortened(text, LONGEST))
        return too_long(text, LONGEST, Cost(text=cost.text or shortened(text, LONGEST)))
    return _cost(text)


def _cost(text: str) -> Cost:
    folded = fold(text)
    if folded in FREE:
        return Cost(free=True)
    if folded in UNKNOWN:
        return Cost()
    if PLAIN.fullmatch(text.strip()):
        amount = _euros(re.search(NUMBER, text)[0])  # type: ignore[index]  # PLAIN has a number
        return Cost(amount, amount == 0)
    counted = IN_WORDS.sub(lambda match: f"{WORDS[match[1].lower()]} euro", text)
    main, beside = (None, "vague") if GRATIS_OR.search(text) else _amounts(counted)
    whole = _wholly_free(text)
    if NOT_FREE.search(text):
        return Cost(main if whole is None else None, False, text)
    if whole:
        return Cost(free=None if main or beside == "vague" else True, text=text)
    if main is None:
        return Cost(text=text)
    if main == 0 and GRATIS.search(text) is None and CONDITION.search(text):
        return Cost(text=text)
    return Cost(main, main == 0, text)


def names_amount(text: str, amount: float) -> bool:
    """Return whether a text about the cost names this amount of euros."""
    return any(_amount(match) == amount for match in AMOUNT.finditer(text))


def says_free(text: str) -> bool:
    """Return whether a text about the cost says that something is free."""
    return bool(GRATIS.search(text))


def _wholly_free(text: str) -> bool | None:
    """Return whether the activity is free for everybody; None if a text does not call it free."""
    gratis = GRATIS.search(text)
    if not gratis or NOT_FREE.search(text):
        return None
    whole = WHOLE.match(text)
    if not whole:
        return False
    rest = text[whole.end() :]
    if re.match(r"\s+(?!en\b|\()\w", rest):
        return False  # what is free is a thing, such as "gratis parkeren"
    return not CONDITION.search(FOR_ALL.sub("", AMOUNT.sub("", rest)))


def _amounts(text: str) -> tuple[float | None, str]:
    """Return the one certain amount that taking part costs, and what other amounts there are.

    The others are "vague", or paid for something "beside" the activity, or there are none: "".
    """
    ranges = [match.span() for match in RANGE.finditer(text)]
    sure: set[float] = set()
    other = "vague" if OTHER_AMOUNT.search(text) else ""
    for match in AMOUNT.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if any(start < match.end() and match.start() < end for start, end in ranges):
            other = "vague"
        elif SIDE_BEFORE.search(before) or SIDE_AFTER.search(after):
            other = other or "beside"
        elif any(pattern.search(before) for pattern in (VAGUE, TIMES_BEFORE)) or (
            VAGUE_AFTER.search(after)
        ):
            other = "vague"
        else:
            sure.add(_amount(match))
    if len(sure) == 1 and other != "vague":
        return sure.pop(), other
    return None, "vague" if sure else other


def _amount(match: re.Match[str]) -> float:
    if match["cent"]:
        return int(match["cent"]) / 100
    if match["whole"]:
        return int(match["whole"]) + int(match["cents"]) / 100
    return _euros(match["after"] or match["before"] or match["per"] or match["dash"])


def _euros(number: str) -> float:
    """Return the euros of a number with Dutch or English signs for thousands and decimals."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+\.\d{2}", number):
        return float(number.replace(",", ""))
    if "," in number or re.fullmatch(r"\d{1,3}(?:\.\d{3})+", number):
        number = number.replace(".", "")
    return float(number.replace(",", "."))
