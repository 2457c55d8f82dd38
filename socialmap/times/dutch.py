"""Opening hours as Dutch people write them, turned into OSM opening_hours when unambiguous."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

DAYS = {
    "Mo": "ma maandag maandags",
    "Tu": "di dinsdag dinsdags",
    "We": "wo woe woensdag woensdags",
    "Th": "do don donderdag donderdags",
    "Fr": "vr vrij vrijdag vrijdags",
    "Sa": "za zat zaterdag zaterdags",
    "Su": "zo zon zondag zondags",
    "Mo-Su": "dagelijks",
    "Mo-Fr": "werkdagen doordeweeks weekdagen",
    "Sa,Su": "weekend",
}
DAY_OF = {word: code for code, words in DAYS.items() for word in words.split()}
NTHS = {
    "eerste": "1", "tweede": "2", "derde": "3", "vierde": "4", "vijfde": "5", "laatste": "-1",
    "1e": "1", "1ste": "1", "2e": "2", "2de": "2", "3e": "3", "3de": "3", "4e": "4", "4de": "4",
    "5e": "5", "5de": "5",
}  # fmt: skip
NOISE = frozenset(
    [
        "elke",
        "iedere",
        "ieder",
        "alle",
        "van",
        "de",
        "het",
        "op",
        "om",
        "uur",
        "u",
        "in",
        "vanaf",
        "tussen",
        "open",
        "geopend",
        "s",
    ]
)
PART_OF_DAY = ("ochtend", "middag", "avond")
WORDS = {"tot": "to", "en": "and", "gesloten": "off", "dicht": "off", "maand": "month"}
SIGNS = {"-": "to", ",": "and", "&": "and", "+": "and", "/": "and", ";": "stop", "\n": "stop"}
SPELLINGS = (
    (re.compile(r"\b(?:t/m|tot en met|t\.e\.m\.)"), "-"),
    (re.compile(r"\b(?:elke|iedere) dag\b"), "dagelijks"),
    (re.compile(r"[–—]"), "-"),
    (re.compile(r"(?<=\d)\s*(?:uur|u|h)\b"), ""),
)
TOKEN = re.compile(
    r"(?P<nth>\d(?:ste|de|e)\b)|(?P<time>\d{1,2}(?:[:.]\d\d)?)(?![\w:.])"
    r"|(?P<word>[a-zé]+)\.?|(?P<sign>[-,&+/;\n])|(?P<space>[\s:'’]+)|(?P<other>.)"
)
LONGEST = 200  # characters; a longer text is prose, not a timetable
Tokens = list[tuple[str, str]]


class _UncertainError(Exception):
    """Raised when the text may mean something else, so that it stays a text."""


def _word(word: str) -> Iterator[tuple[str, str]]:
    """Yield the token of a word, or nothing for a filler word. Raise _UncertainError if unknown.

    'dinsdagochtend' gives Tuesday: the part of the day follows from the times.
    """
    for part in PART_OF_DAY:
        if word != part and word.endswith(part) and word.removesuffix(part) in DAY_OF:
            word = word.removesuffix(part)
    if word in DAY_OF:
        yield "day", DAY_OF[word]
    elif word in NTHS:
        yield "nth", NTHS[word]
    elif word in WORDS:
        yield WORDS[word], word
    elif word not in NOISE:
        raise _UncertainError(word)


def _tokens(text: str) -> Tokens:
    for spelling, replacement in SPELLINGS:
        text = spelling.sub(replacement, text)
    tokens: Tokens = []
    for match in TOKEN.finditer(text):
        kind, token = str(match.lastgroup), match[0]
        if kind == "nth" and token in NTHS:
            tokens.append(("nth", NTHS[token]))
        elif kind == "time":
            tokens.append(("time", _clock(token)))
        elif kind == "word":
            tokens.extend(_word(token.rstrip(".")))
        elif kind == "sign":
            tokens.append((SIGNS[token], token))
        elif kind != "space":
            raise _UncertainError(token)
    return [(kind, token) for kind, token in tokens if kind != "month"]


def _clock(text: str) -> str:
    hour, _, minute = text.replace(".", ":").partition(":")
    if int(hour) > 24 or int(minute or 0) > 59:
        raise _UncertainError(text)
    return f"{int(hour):02}:{minute or '00'}"


class _Parser:
    """Read tokens from left to right: days, then the times of those days, then the next days."""

    def __init__(self, tokens: Tokens):
        self.tokens = tokens
        self.at = 0

    def kind(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.tokens[place][0] if place < len(self.tokens) else "end"

    def take(self, kind: str) -> str:
        if self.kind() != kind:
            raise _UncertainError(kind)
        self.at += 1
        return self.tokens[self.at - 1][1]

    def many(self, kind: str) -> Iterator[str]:
        """Yield one or more tokens of a kind, separated by 'en' or commas."""
        yield self.take(kind)
        while self.kind() == "and" and self.kind(1) == kind:
            self.at += 1
            yield self.take(kind)

    def days(self) -> str:
        if self.kind() == "nth":
            nths = ",".join(self.many("nth"))
            return f"{self.take('day')}[{nths}]"
        days = []
        while True:
            day = self.take("day")
            if self.kind() == "to" and self.kind(1) == "day":
                self.at += 1
                day = f"{day}-{self.take('day')}"
            days.append(day)
            if self.kind() != "and" or self.kind(1) != "day":
                return ",".join(days)
            self.at += 1

    def times(self) -> str:
        if self.kind() == "off":
            return self.take("off") and "off"
        spans = [self.span()]
        while self.kind() == "and" and self.kind(1) == "time":
            self.at += 1
            spans.append(self.span())
        return ",".join(spans)

    def span(self) -> str:
        start = self.take("time")
        self.take("to")
        end = self.take("time")
        # 'ma 2-4' hardly ever means at night, but 'vr 20-1' does: refuse what is ambiguous.
        if start < "06:00" or (end <= start and (start < "17:00" or end > "06:00")):
            raise _UncertainError(start)
        return f"{start}-{end}"

    def rules(self) -> Iterator[str]:
        while True:
            days = self.days()
            if self.kind() == "and" and self.kind(1) == "time":
                self.at += 1
            yield f"{days} {self.times()}"
            while self.kind() in ("and", "stop"):
                self.at += 1
            if self.kind() == "end":
                return


@lru_cache(maxsize=4096)
def osm_hours(text: str) -> str | None:
    """Return OSM opening_hours for a Dutch text, or None if its meaning is uncertain."""
    if len(text) > LONGEST:
        return None
    try:
        return "; ".join(_Parser(_tokens(text.lower().strip(" .;,\n"))).rules())
    except _UncertainError:
        return None
