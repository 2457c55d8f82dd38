"""The words and signs of Dutch opening hours: a text becomes tokens, each with its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from socialmap.wording import N_

DAYS = {
    (0,): "ma maa maan maandag maandags maandagen",
    (1,): "di din dins dinsdag dinsdags dinsdagen",
    (2,): "wo woe woens woensdag woensdags woensdagen",
    (3,): "do don donder donderdag donderdags donderdagen",
    (4,): "vr vrij vrijdag vrijdags vrijdagen",
    (5,): "za zat zater zaterdag zaterdags zaterdagen",
    (6,): "zo zon zondag zondags zondagen",
    (0, 1, 2, 3, 4, 5, 6): "dagelijks",
    (0, 1, 2, 3, 4): "werkdagen werkdag doordeweeks weekdagen weekdag",
    (5, 6): "weekend weekends weekenden weekeinde weekeinden",
}
DAY_OF = {word: days for days, words in DAYS.items() for word in words.split()}
MONTHS = (
    "jan januari", "feb februari", "mrt maart", "apr april", "mei", "jun juni", "jul juli",
    "aug augustus", "sep sept september", "okt oktober", "nov november", "dec december",
)  # fmt: skip
MONTH_OF = {word: str(n) for n, words in enumerate(MONTHS, 1) for word in words.split()}
NTHS = {
    "eerste": "1", "tweede": "2", "derde": "3", "vierde": "4", "vijfde": "5", "laatste": "-1",
    "1e": "1", "1ste": "1", "2e": "2", "2de": "2", "3e": "3", "3de": "3", "4e": "4", "4de": "4",
    "5e": "5", "5de": "5",
}  # fmt: skip
PARTS = {
    "ochtend": "ochtend ochtends ochtenden morgen morgens voormiddag",
    "middag": "middag middags middagen namiddag namiddags",
    "avond": "avond avonds avonden",
    "nacht": "nacht nachts nachten",
}
PART_OF = {word: part for part, words in PARTS.items() for word in words.split()}
KIND_OF = {
    "tot": "to", "en": "and", "gesloten": "off", "dicht": "off", "vanaf": "from",
    "tussen": "between", "feestdag": "PH", "feestdagen": "PH", "schoolvakantie": "SH",
    "schoolvakanties": "SH", "niet": "not", "behalve": "not", "uitgezonderd": "not", "geen": "not",
    "buiten": "not", "excl": "not", "exclusief": "not",
    "zonsopgang": "sun", "zonsopkomst": "sun", "zonsondergang": "sun",
    "maand": "month-word", "maandelijks": "month-word",
}  # fmt: skip
# Labels are shown beside the hours, because they say more than when it is open.
LABELS = ("inloop", "inloopuur", "inloopspreekuur", "spreekuur", "vrije")
NOISE = (
    "elke", "iedere", "ieder", "alle", "van", "de", "het", "op", "om", "uur", "u", "h", "in",
    "open", "geopend", "s", "iedereen", "welkom", "tijdens", "openingstijden", "openingstijd",
    "tijden", "wekelijks", "bij", "ook", "ons", "onze", "is", "zijn", "wij", "we",
)  # fmt: skip
SIGNS = {"-": "to", ",": "and", "&": "and", "+": "and", "/": "and", ";": "stop", "\n": "stop"}

DATE = N_("Er staat een datum in. Een datum hoort bij de activiteiten.")
CLOSED_DATE = N_(
    "Er staat een datum in waarop het dicht is. Schrijf het jaar erbij, zoals: dicht van"
    " 20 december 2026 t/m 3 januari 2027."
)
FORTNIGHT = N_("Het is niet elke week, en er staat niet in welke weken wel.")
FORTNIGHTS = N_(
    "Het is niet elke week. Zet het bij de activiteiten: met de eerste dag, en hoe vaak het is."
)
NO_WORD = N_("‘%(word)s’ kunnen we niet omrekenen.")
HALF = N_("Het is niet zeker of ‘%(word)s’ in de ochtend, de middag of de avond is.")
NOT_THEN = N_("‘%(word)s’ past niet bij de ochtend, middag of avond die ervoor staat.")
MIDNIGHTS = N_("Het is niet zeker of ‘%(word)s’ de hele dag open of juist dicht betekent.")
WHICH_NIGHT = N_("Het is niet zeker of ‘%(word)s’ de nacht voor of na die dag is.")
TO_MONTH = N_("Het is niet zeker of ‘tot %(word)s’ die maand zelf ook is. Schrijf: t/m.")
SECOND = N_("‘Elke tweede’ kan ook om de week zijn. Schrijf: de tweede … van de maand.")
VACATION = N_("Het is niet zeker welke vakanties dit zijn.")

_DAY = "|".join(sorted(DAY_OF, key=len, reverse=True))
_MONTH = "|".join(sorted(MONTH_OF, key=len, reverse=True))
_PART = "|".join(sorted(PART_OF, key=len, reverse=True))
_HOURS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf",
          "twaalf")  # fmt: skip
_HOUR = rf"(?:{'|'.join(_HOURS)}|\d{{1,2}})"
# What makes a text uncertain wherever it stands, after SPELLINGS.
_RHYTHM = (r"\b(?:om|eens) de [a-z0-9]+\b|\bom en om\b"
           r"|\b(?:on)?even we(?:ek|ken)\b|\b(?:twee|drie|vier|\d)-?wekelijks"
           r"|\b(?:elke|per|iedere) (?:\d+|twee|drie|vier|zes) (?:weken|dagen)")  # fmt: skip
DOUBTS = (
    (re.compile(rf"(?=.*(?:{_RHYTHM}))(?=.*\b(?:\d{{1,2}}(?:e|ste)?\s+(?:{_MONTH})\b"
                r"|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}\b|\d{4}-\d\d-\d\d\b))", re.DOTALL), FORTNIGHTS),
    (re.compile(r"\b(?:on)?even we(?:ek|ken)\b"), FORTNIGHTS),
    (re.compile(rf"{_RHYTHM}"
                r"|\b(?:\d+|een|twee|drie) ?(?:x|keer) +van de maand"), FORTNIGHT),
    (re.compile(rf"\b(?:dicht|gesloten)\s+(?:op|van|tussen)?\s*\d{{1,2}}\s+(?:{_MONTH})\b"),
     CLOSED_DATE),
    (re.compile(rf"\b\d{{1,2}}(?:e|ste)?\s+(?:{_MONTH})\b\.?|\b(?:{_MONTH})\.?\s+(?:19|20)\d\d\b"
                r"|\b\d{1,2}([-/])\d{1,2}\1\d{2,4}\b|\b\d{4}-\d\d-\d\d\b"
                r"|\b20[2-4]\d[\s']*$"), DATE),
    (re.compile(r"\b(?:elke|iedere)\s+(?:tweede|2e|2de)\b(?!.*\bmaand\b)", re.DOTALL), SECOND),
    (re.compile(r"\b\w*(?<!school)vakanties?\b"), VACATION),
)  # fmt: skip
SPELLINGS = (
    (re.compile(r"[–—−‐‑]"), "-"),
    (re.compile(rf"\b({_DAY})(?=\d)"), r"\1 "),
    (re.compile(rf"(?<=\d)(?=(?:{_DAY})(?:\b|\d))"), " "),
    (re.compile(r"[`´’‘]"), "'"),
    (re.compile(r"\b24\s*/\s*7\b|\bdag (?:en|&) nacht\b|\b24 uur per (?:dag|etmaal)\b"
                r"|\baltijd open\b|\bde klok rond\b"), " always "),
    (re.compile(r"\b(?:elke|iedere) dag\b|\balle dagen\b|\b(?:7|zeven) dagen (?:per|in de) week\b"),
     " dagelijks "),
    (re.compile(r"\bdoor de week\b|\bdoordeweekse dagen\b"), "doordeweeks"),
    (re.compile(r"\b(?:elke|iedere) (?=(?:ochtend|middag|avond|nacht)\b)"), "dagelijks "),
    (re.compile(r"\bzonder (?:afspraak|aanmelden|aanmelding)\b"), "inloop"),
    (re.compile(r"\b(?:elke|iedere) week\b"), " "),
    (re.compile(r"\bmnd\b\.?"), "maand"),
    (re.compile(r"\b(?!20\d\d\s*-\s*20)([01]\d|2[0-3])([0-5]\d)\s*-\s*([01]\d|2[0-4])([0-5]\d)\b"),
     r"\1:\2-\3:\4"),
    (re.compile(r"\bt\.?\s?/?\s?m\.?(?=\s|\d|$)|\btot en met\b|\bt\.e\.m\.?"), " - "),
    (re.compile(r"\bv\.?\s?/?d\.?\s(?=maand)|\bper maand\b"), " van de maand "),
    (re.compile(r"\bv\.?a\.?(?=\s*\d)"), " vanaf "),
    (re.compile(r"\bm\.?u\.?v\.?(?=\s)|\bmet uitzondering van\b"), " behalve "),
    (re.compile(r"\b(?:nationale|officiële|erkende|algemene) (?=feestdag)"), ""),
    (re.compile(rf"(?:\b|')'?s[ '-]?(?=(?:{_PART})\b)"), " "),
    (re.compile(rf"(?<=[a-z])-(?=(?:{_PART})\b)"), " "),
    (re.compile(r"(?<=[a-z])-(?=\s*(?:,|en\b))"), " "),
    (re.compile(r"(?<=[\d)])\.(?=\s|$)"), ";"),
    (re.compile(r"\bmiddernacht\b"), "24:00"),
    (re.compile(r"(?<=\d)\s*[uh]\s*(?=[0-5]\d\b)"), "."),
    # What is left of 'uur' says that a number is a time, and no day of a month.
    (re.compile(r"(?<=\d)\s*(?:uur|uren|u|h)\b\.?"), "' "),
    (re.compile(r"[•·*|\r]"), "\n"),
    (re.compile(r"[()\[\]]"), " ' "),
    (re.compile(r"\bhele dag open\b"), " "),
)  # fmt: skip
SPOKEN = re.compile(
    rf"\b(?:(?P<minutes>vijf|tien|kwart|5|10)\s+(?P<side>over|voor)\s+)?(?P<half>half\s+)?"
    rf"(?P<hour>{_HOUR})\b(?![:.]\d)"
)
TOKEN = re.compile(
    r"(?P<nth>\d(?:ste|de|e)\b)|(?P<time>\d{1,2}(?:[:.][0-5]\d)?)(?![\w:.])"
    r"|(?P<word>[a-zéëï]+)\.?|(?P<sign>[-,&+/;\n])|(?P<space>[\s:']+)|(?P<other>\d[\w:.]*|\w+|.)"
)
MEANINGS = {
    **{word: ("day", word) for word in DAY_OF},
    **{word: ("nth", week) for word, week in NTHS.items()},
    **{word: ("month", number) for word, number in MONTH_OF.items()},
    **{word: ("part", part) for word, part in PART_OF.items()},
    **{word: (kind, word) for word, kind in KIND_OF.items()},
    **{word: ("label", word) for word in LABELS},
    "always": ("always", "24/7"),
}
DAY_PART = re.compile(rf"(?P<day>{'|'.join(DAY_OF)})(?P<part>{_PART})")


class UncertainError(Exception):
    """Raised when a text may mean something else; `reason` is a Dutch sentence about a `word`."""

    def __init__(self, reason: str, word: str = ""):
        super().__init__(reason)
        self.reason, self.word = reason, word


class Token(NamedTuple):
    """A word or sign: what it is (`kind`), its meaning (`value`), and how it was written.

    A time with its minutes, or with 'uur' behind it, is `sure`: it is no other number.
    """

    kind: str
    value: str
    text: str
    sure: bool = False


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a lower-case text. Raise UncertainError for a word without meaning."""
    for spelling, replacement in SPELLINGS:
        text = spelling.sub(replacement, text)
    for doubt, reason in DOUBTS:
        if match := doubt.search(text):
            raise UncertainError(reason, match[0].strip())
    text = SPOKEN.sub(_spoken, text)
    tokens = [token for match in TOKEN.finditer(text) for token in _tokens(match)]
    kinds = {token.kind for token in tokens}
    if "month-word" in kinds and "nth" not in kinds:
        raise UncertainError(FORTNIGHT)
    return [token for token in tokens if token.kind != "month-word"]


def _spoken(match: re.Match[str]) -> str:
    """Return a time in words as digits: 'kwart over negen' is 9.15 and 'half tien' 9.30."""
    word = match["hour"]
    if not (match["minutes"] or match["half"]) and word.isdigit():
        return match[0]
    hour = int(word) if word.isdigit() else _HOURS.index(word) + 1
    away = {"kwart": 15, "vijf": 5, "tien": 10, "5": 5, "10": 10}.get(match["minutes"] or "", 0)
    minute = hour * 60 - (30 if match["half"] else 0) + (-away if match["side"] == "voor" else away)
    return f"{minute // 60 or 12}.{minute % 60:02}"


def _tokens(match: re.Match[str]) -> Iterator[Token]:
    kind, text = str(match.lastgroup), match[0]
    if kind == "nth" and text in NTHS:
        yield Token("nth", NTHS[text], text)
    elif kind == "time":
        sure = len(text) > 2 or match.string[match.end() :].startswith("'")
        yield Token("time", text, text, sure)
    elif kind == "word":
        yield from _word(text.rstrip("."))
    elif kind == "sign":
        yield Token(SIGNS[text], text, text)
    elif kind != "space":
        raise UncertainError(NO_WORD, text)


def _word(word: str) -> Iterator[Token]:
    """Yield the tokens of a word: 'dinsdagavond' gives Tuesday and the evening, noise nothing."""
    kind, value = MEANINGS.get(word, ("", ""))
    if kind:
        yield Token(kind, value, word)
    elif match := DAY_PART.fullmatch(word):
        yield Token("day", match["day"], word)
        yield Token("part", PART_OF[match["part"]], match["part"])
    elif word not in NOISE:
        raise UncertainError(NO_WORD, word)
