"""Read phone numbers, each with the words beside it: for whom, when, or an extension."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache, lru_cache

import phonenumbers

from socialmap.catalogue.listing import ListedPhone
from socialmap.fields.cells import (
    CREDENTIALS,
    WITH_PASSWORD,
    is_nothing,
    only_first,
    shortened,
    too_long,
)
from socialmap.fields.flaws import Flaw, Level
from socialmap.wording import N_

LONGEST = 2000  # characters of a cell
LONGEST_WORDS = 150
# A Dutch number as most people write it: phonenumbers is slow, so these do without it.
PLAIN = re.compile(r"0[0-9 -]{9,12}")
# Numbers that are dialled as they are: emergency, help and care lines.
SHORT = re.compile(r"(?<![\d+/-])(11[23]|144|116[ -]?(?:000|006|111|117|123))(?![\d/]|-\d)")
# Separators of numbers; the strongest in a text divides it.
SEPARATORS = tuple(
    re.compile(pattern)
    for pattern in (r"\n", r"\|", r";", r"\s/\s|/", r",\s|,$", r"\s(?:of|en|&|\+)(?=\s|$)")
)
ENCLOSED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
# Numbers of which only the last digits differ: 030-1234567/68.
LAST_DIGITS = re.compile(
    r"(?P<number>(?<![\d+])\+?\d[\d ()-]{7,16}\d)(?P<slash>\s*/\s*)(?P<last>\d{1,3})"
    r"(?=\s*(?:$|[,;|\n()/]|(?:of|en)\b))"
)
NO_NUMBER = Flaw(
    Level.WARNING,
    N_("Dit telefoonnummer bestaat niet. We laten het weg."),
    N_("Schrijf het nummer met alle cijfers, bijvoorbeeld 030 123 45 67."),
    mended=(),
)
NO_DIGITS = replace(NO_NUMBER, sentence=N_("Dit is geen telefoonnummer. We laten het weg."))
LABEL = re.compile(
    r"^(?:tel(?:efoon)?(?:\s?n(?:umme)?r)?|telnr|t|nummer|bel(?:len)?(?:\s+naar)?|phone)\b[.:]*\s*",
    re.I,
)
EXTENSION = re.compile(r"\s*(?:;?ext\.?|x|#|;ext=)\s*(\d{1,6})\s*$", re.I)
DIGITS_LEFT = re.compile(r"\d(?:[ ./-]?\d){5,}")
CALENDAR = re.compile(r"\d{1,2}[.:]\d\d(?!\d)|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}")
# Words that say what number follows.
BEFORE_NEXT = re.compile(r"\s(?:t|m|f|tel|mob|mobiel|fax|vast)\b\.?\s*|.*:\s*", re.I | re.S)
BRACKETS = re.compile(r"\s*[()\[\]|]+\s*")
MAIL = re.compile(r"[^\s<>(),;:|/]+@[\w-]+(?:\.[\w-]+)+")
EDGES = " \t,;:/|-–—.\n"


@cache
def _dutch_numbers() -> re.Pattern[str]:
    """Return the pattern of Dutch landline and mobile numbers, without the leading zero."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region("NL")
    kinds = (metadata.fixed_line, metadata.mobile) if metadata else ()
    return re.compile("|".join(f"(?:{kind.national_number_pattern})" for kind in kinds if kind))


@lru_cache(maxsize=4096)
def read_phones(text: str) -> tuple[ListedPhone, ...] | Flaw:
    """Read phone numbers with the words beside each; a number without a country code is Dutch.

    Numbers are E.164, except those that are dialled as they are, such as 112 and 116 123.
    """
    if PLAIN.fullmatch(text):
        digits = text[1:].replace(" ", "").replace("-", "")
        if len(digits) == 9 and _dutch_numbers().fullmatch(digits):
            return (ListedPhone(number=f"+31{digits}"),)
    if is_nothing(text):
        return ()
    if CREDENTIALS.search(text):
        return replace(WITH_PASSWORD, mended=())
    whole = _phones(_in_full(text[:LONGEST]))
    phones = tuple(replace(one, words=shortened(one.words, LONGEST_WORDS)) for one in whole)
    mail = MAIL.search(text)
    if mail and not phones:
        return Flaw(
            Level.WARNING,
            N_("Dit is een mailadres, geen telefoonnummer. We zetten het bij e-mail."),
            N_("Zet het in het bestand in de kolom e-mail."),
            mended=(),
            moved=(("email", mail[0]),),
        )
    if not phones:
        return NO_NUMBER if any(sign.isdigit() for sign in text) else NO_DIGITS
    return _not_as_written(text, whole, phones) or phones


def _not_as_written(
    text: str, whole: tuple[ListedPhone, ...], phones: tuple[ListedPhone, ...]
) -> Flaw | None:
    """Return the flaw of a cell of which not all fits; `whole` are its phones with all words."""
    beside = (CALENDAR.sub(" ", phone.words) for phone in phones)
    left = [match[0] for words in beside for match in DIGITS_LEFT.finditer(words)]
    if left:
        return Flaw(
            Level.WARNING,
            N_("Het telefoonnummer %(number)s bestaat niet. We tonen het alleen als tekst."),
            N_("Schrijf het nummer met alle cijfers, bijvoorbeeld 030 123 45 67."),
            mended=phones,
            facts=(("number", left[0][:40]),),
        )
    if len(text) > LONGEST:
        return too_long(text, LONGEST, phones)
    cut = [one.words for one in whole if len(one.words) > LONGEST_WORDS]
    return too_long(cut[0], LONGEST_WORDS, phones) if cut else None


def read_phone(text: str) -> str | Flaw:
    """Read one phone number, without the words beside it; of several the first counts."""
    read = read_phones(text)
    phones = read.mended if isinstance(read, Flaw) else read
    if not phones:
        return Flaw(read.level, read.sentence, read.remedy, "") if isinstance(read, Flaw) else ""
    numbers = [phone.number for phone in phones]
    return only_first(numbers[0], numbers[1:]) if numbers[1:] else str(numbers[0])


def beside_number(words: str) -> str:
    """Return words as they stand beside a number: on one line, without brackets and 'tel.'."""
    plain = BRACKETS.sub(", ", " ".join(words.split()))
    plain = re.sub(r"(?:\s*,)+", ",", LABEL.sub("", plain.strip(EDGES)))
    plain = re.sub(r"^(?:of|en|&|\+)\s+|\s+(?:of|en|&|\+)$|^(?:of|en)$", "", plain.strip(EDGES))
    return LABEL.sub("", plain).strip(EDGES)


def _phones(text: str) -> tuple[ListedPhone, ...]:
    """Return the phones in a text; equal numbers once."""
    found = list(_numbers(text))
    if not found:
        number = _whole(text)
        return (ListedPhone(number=number),) if number else ()
    words = ["" for _ in found]
    extra = [extension for *_, extension in found]
    words[0] = beside_number(text[: found[0][0]])
    for index, (_, end, _, _) in enumerate(found):
        begin_of_next = found[index + 1][0] if index + 1 < len(found) else len(text)
        gap = text[end:begin_of_next]
        here, there = _divided(gap) if index + 1 < len(found) else (gap, "")
        words[index] = ", ".join(filter(None, (words[index], extra[index], beside_number(here))))
        if there:
            words[index + 1] = beside_number(there)
    phones: dict[str, dict[str, None]] = {}
    for (*_, number, _), beside in zip(found, words, strict=True):
        phones.setdefault(number, {}).update(dict.fromkeys(filter(None, [beside])))
    return tuple(
        ListedPhone(number=number, words=", ".join(beside)) for number, beside in phones.items()
    )


def _numbers(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield where each number begins and ends, the number itself, and its extension in words."""
    matches = [
        (match.start, match.end, _e164(match.number), _extension(match.number))
        for match in phonenumbers.PhoneNumberMatcher(text, "NL", phonenumbers.Leniency.VALID, 20)
    ]
    taken = [(start, end) for start, end, *_ in matches]
    matches += [
        (*match.span(), match[0].replace(" ", "").replace("-", ""), "")
        for match in SHORT.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    yield from sorted(matches)


def _in_full(text: str) -> str:
    """Return a text with each number written in full of which only the last digits are given."""
    while (match := LAST_DIGITS.search(text)) and _whole(match["number"]):
        last = list(match["last"])
        digits = [
            last.pop() if sign.isdigit() and last else sign for sign in reversed(match["number"])
        ]
        second = "".join(reversed(digits))
        if not _whole(second) or _whole(second) == _whole(match["number"]):
            break
        text = f"{text[: match.start('slash')]} / {second}{text[match.end() :]}"
    return text


def _whole(text: str) -> str:
    """Return the number that the text is as a whole, such as one that lost its zero; or ''."""
    with suppress(phonenumbers.NumberParseException):
        number = phonenumbers.parse(re.sub(r"\([^)\d]*\)", "", text), "NL")
        if phonenumbers.is_valid_number(number):
            return _e164(number)
    return ""


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _extension(number: phonenumbers.PhoneNumber) -> str:
    return f"toestel {number.extension}" if number.extension else ""


def _divided(gap: str) -> tuple[str, str]:
    """Return which words between two numbers belong to the first, and which to the second."""
    plain = ENCLOSED.sub(lambda match: "·" * len(match[0]), gap)
    for separator in SEPARATORS:
        matches = list(separator.finditer(plain))
        if matches:
            return gap[: matches[-1].start()], gap[matches[-1].end() :]
    return ("", gap) if BEFORE_NEXT.fullmatch(gap) else (gap, "")
