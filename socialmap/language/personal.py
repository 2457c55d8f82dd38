"""Detect personal data in free text: citizen number, mail address, phone number, birth date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import phonenumbers

from socialmap.times import clock

BSN = "bsn"
MAIL = "mail"
PHONE = "phone"
BIRTH = "birth"
KINDS = (BSN, MAIL, PHONE, BIRTH)
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
# A date of birth lies further back than dates that listings mention, such as new opening hours.
BIRTH_YEARS_AGO = 8
# Characters beside a number or a date in which its name is looked for.
BESIDE = 40

# Eight or nine digits, whole or in the groups in which a citizen number is written.
DIGITS = re.compile(
    r"(?<![\w.,+-])(?<!€ )(?<!€)(?:\d{8,9}|\d{2,3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d{2}\2\d{3})"
    r"(?!\w|[.,-]\d| \d{3}\b)"
)
NAMED_BSN = re.compile(
    r"\b(?:bsn|burger\s?service\s?n(?:umme)?r|sofi)\b[\w .:='’(-]{0,20}?"
    r"\b(\d(?:[ .-]?\d){7,8})(?!\d)",
    re.I,
)
# What a number may be called that is no citizen number.
NUMBER_NAMES = re.compile(
    r"\b(?:k\.?\s?v\.?\s?k|kamer van koophandel|handelsregister|rsin|fisca\w*|iban|bank\w*|bic"
    r"|\w*rekening\w*|giro\w*|postcode|pc|tel\w*|mobiel\w*|mob|gsm|fax\w*|bel|bellen|belt|sms"
    r"|app|appen|whatsapp|btw|vat|ob|anbi|agb\w*|lrk|big|isbn|ean|bag|vestiging\w*|dossier\w*"
    r"|factu\w*|order\w*|bestel\w*|artikel\w*|kenmerk|referentie\w*|ref|vergunning\w*"
    r"|registratie\w*|licentie\w*|certifica\w*|nummeraanduiding|lidmaatschap\w*)\b",
    re.I,
)
BSN_NAMES = re.compile(r"\b(?:bsn|burger\s?service\s?n\w*|sofi\w*)\b", re.I)
SENTENCE_END = re.compile(r"(?:[a-z]{3}|[\d)])[.!?;]\s+(?=[A-Z])|\n")
# Texts in which a number that looks like a citizen number is a part of something else.
ELSEWHERE = re.compile(
    r"\b[A-Z]{2}\d{2}(?:[ .]?[A-Z0-9]{4}){2,7}(?:[ .]?[A-Z0-9]{1,4})?\b"  # IBAN
    r"|\b(?:NL[ .]?)?\d{9}[ .]?B[ .]?\d{2}\b|\b[A-Z]{2,3}\s?\d{8,10}\b"  # VAT numbers
    r"|(?:https?://|www\.)\S+"
    r"|\b(?:19|20)\d\d\s?[-–/ ]\s?(?:19|20)\d\d\b"  # from a year to a year
)

ADDRESS = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.I)
MONTH = (
    "jan(?:uari)?|feb(?:r|ruari)?|maart|mrt|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?"
    "|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
DATES = (
    re.compile(
        r"(?<!\d)(?<!\d[./-])\d{1,2}\s?([-/.])\s?(?:0?[1-9]|1[0-2])\s?\1\s?(\d{4}|['’]?\d{2})"
        r"(?!\d|[./-]\d)"
    ),
    re.compile(r"(?<!\d)(\d{4})-\d{2}-\d{2}(?!\d)"),
    re.compile(
        rf"(?<!\d)\d{{1,2}}(?:e|ste|de)?\s+(?:{MONTH})\.?,?\s+(\d{{4}}|['’]\d{{2}})(?!\d)", re.I
    ),
)
BORN = r"\b(?:geboren|geboortedatum|geboortedag|geb)\b"
BORN_IN = re.compile(
    rf"{BORN}\.?\s*(?::|op|in|d\.?d\.?)?\s*(?:(?:{MONTH})\.?\s+)?(?:19|20)\d\d(?!\d)", re.I
)
BORN_BEFORE = re.compile(rf"{BORN}[^\n!?]{{0,25}}$", re.I)
# What stands beside a date that is about a thing, not about a person.
EVENT = (
    r"(?:opgericht|oprichting\w*|gesticht|gestart|start(?:te|en)?|begonnen|begon|begin"
    r"|geopend|opening|opende[n]?|gebouwd|bouw\w*|bestaa[tn]|bestaan|actief|ingeschreven|inschrijving"
    r"|gevestigd|statuten|akte|notari\w*|versie|bijgewerkt|verhuisd\w*|gefuseerd|fusie|jubileum"
    r"|wet|besluit|bevrijding\w*|bevrijd|watersnood\w*|ramp|oorlog"
    r"|monument|herdenk\w*|herdacht|geldig|onthuld|ingewijd|in gebruik)"
)
SINCE = r"(?:sinds|vanaf|sedert|vóór|voor|na|tussen|tot|t/m)"
SINCE_BEFORE = re.compile(rf"{SINCE}\W*$", re.I)
EVENT_BEFORE = re.compile(rf"\b{EVENT}\b[^.!?\n]{{0,30}}$|\b{SINCE}\b\W*(?:en met\s*)?$", re.I)
EVENT_AFTER = re.compile(
    rf"^\W{{0,3}}(?:(?:is|zijn|werd|werden|was|we|wij|de|het|deze|dit|ons|onze)\s+){{0,3}}"
    rf"(?:[\w-]+\s+){{0,2}}{EVENT}\b",
    re.I,
)


class Part(NamedTuple):
    """Personal data in a text: its kind, and where it begins and ends."""

    kind: str
    start: int
    end: int


def personal_data(text: str, today: date | None = None) -> list[str]:
    """The kinds of personal data that a text holds, out of bsn, mail, phone and birth."""
    kinds = {part.kind for part in personal_parts(text, today)}
    return [kind for kind in KINDS if kind in kinds]


def personal_parts(text: str, today: date | None = None) -> list[Part]:
    """The personal data in a text, in order of appearance; parts of one kind do not overlap."""
    year = (today or clock.today()).year
    phones = [(match.start, match.end) for match in _phones(text)]
    return sorted(
        {
            *(Part(BSN, *span) for span in _citizen_numbers(text, phones)),
            *(Part(MAIL, *match.span()) for match in ADDRESS.finditer(text)),
            *(Part(PHONE, *span) for span in phones),
            *(Part(BIRTH, *span) for span in _births(text, year)),
        },
        key=lambda part: (part.start, -part.end),
    )


def is_bsn(text: str) -> bool:
    """Whether eight or nine digits pass the check of the Dutch citizen service number (BSN).

    Their sum, weighted by WEIGHTS, is a multiple of 11.
    """
    digits = [int(sign) for sign in text if sign.isdigit()]
    digits = [0] * (9 - len(digits)) + digits
    total = sum(weight * digit for weight, digit in zip(WEIGHTS, digits, strict=True))
    return any(digits) and total % 11 == 0


def _citizen_numbers(text: str, phones: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans of numbers that are, or without another name may be, a citizen number."""
    named = [match.span(1) for match in NAMED_BSN.finditer(text)]
    yield from named
    others = [match.span() for match in ELSEWHERE.finditer(text)]
    others += [match.span() for pattern in DATES for match in pattern.finditer(text)]
    others += [span for span in phones if text[span[0]] in "0+("] + named
    for match in DIGITS.finditer(text):
        inside = any(start < match.end() and match.start() < end for start, end in others)
        # A text that names one citizen number may hold others, whatever stands beside them.
        if is_bsn(match[0]) and not inside and (named or not _is_named(text, *match.span())):
            yield match.span()


def _is_named(text: str, start: int, end: int) -> bool:
    """Whether a number has a name beside it, other than that of a citizen number."""
    before = SENTENCE_END.split(text[max(0, start - BESIDE) : start])[-1]
    name = _last(NUMBER_NAMES, before)
    if name >= 0:
        return name > _last(BSN_NAMES, before)
    after = re.match(r"\s*[(\[=–-]?\s*\w+", text[end : end + BESIDE])
    return bool(after and NUMBER_NAMES.search(after[0]))


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match of a pattern begins; -1 if there is none."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _phones(text: str) -> Iterator[phonenumbers.PhoneNumberMatch]:
    yield from phonenumbers.PhoneNumberMatcher(text, "NL", phonenumbers.Leniency.VALID, 20)


def _births(text: str, this_year: int) -> Iterator[tuple[int, int]]:
    """The spans of dates that may be somebody's date of birth."""
    for pattern in DATES:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - BESIDE) : match.start()]
            after = text[match.end() : match.end() + BESIDE]
            old = _year(match.groups()[-1], this_year) <= this_year - BIRTH_YEARS_AGO
            event = EVENT_BEFORE.search(before) or EVENT_AFTER.search(after)
            born = BORN_BEFORE.search(before) and not SINCE_BEFORE.search(before)
            if born or (old and not event):
                yield match.span()
    yield from (match.span() for match in BORN_IN.finditer(text))


def _year(digits: str, this_year: int) -> int:
    """The year of a date; one of two digits that would lie ahead is of the 1900s."""
    year = int(digits.strip("'’"))
    if year < 100:
        return year + (1900 if year > this_year % 100 + 2 else 2000)
    return year
