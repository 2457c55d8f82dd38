"""OSM opening_hours taken apart into rules, and put together for what opening-hours-py leaves out.

The library ends a night at midnight where the next day has a rule of its own, reads an open end as
open until midnight, does not know Dutch school holidays, and takes a comment for open.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]

LONGEST = 1_000  # characters; the desk and imports write far shorter ones
# The comment of a rewritten rule begins with a sign for what the rule was: from a time on, after a
# time until which it is open at least, or closed.
OPEN_END, PERHAPS_LONGER, CLOSED_BY_RULE = "+", "~", "-"

_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_SUN = r"(?:sunrise|sunset|dawn|dusk)"
_CLOCK = rf"(?:\d\d:\d\d|{_SUN}|\({_SUN}[+-]\d\d:\d\d\))"
_SPAN = rf"{_CLOCK}(?:-{_CLOCK})?\+?"
_COMMENT = re.compile(r'(?P<open>\bopen\s*)?"(?P<words>[^"]*)"')
_RULE = re.compile(
    rf"(?P<days>.*?)\s*(?P<times>(?<!\S){_SPAN}(?:,{_SPAN})*)?"
    r'\s*(?P<state>\bclosed|\bunknown)?\s*(?P<comment>"\d+")?'
)
_ENDS_A_RULE = re.compile(rf'(?:{_CLOCK}\+?|closed|unknown|"\d+"|24/7)$')
_EDGES = re.compile(rf"(?P<start>{_CLOCK})(?:-(?P<end>{_CLOCK}))?")
_LIST = r"[A-Za-z\[\]\d,-]"
_SCHOOL = re.compile(rf"(?<!\S){_LIST}*\bSH\b{_LIST}*")
_DAYS_IN_HOLIDAY = re.compile(rf"(?<!\S)({_DAY}{_LIST}*)\s+(SH)\b(?!,)")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CALENDAR_DAY = re.compile(rf"(?:\b([1-9]\d{{3}}) )?\b({'|'.join(MONTHS)}) (\d{{1,2}})\b(?!:)")
SUNNY = re.compile(rf"\b{_SUN}\b")
# The earliest start and the latest end that an event of the sun has in the Netherlands, about.
_EARLIEST = {"sunrise": "04:00", "dawn": "03:00", "sunset": "15:00", "dusk": "16:00"}
_LATEST = {"sunrise": "09:00", "dawn": "08:30", "sunset": "23:00", "dusk": "23:30"}


@dataclass(frozen=True)
class Rule:
    """One rule: its separator, days, spans and state, and the words of its comment by number.

    `sure` is False where it may or may not be open.
    """

    separator: str
    days: str
    spans: tuple[str, ...]
    closed: bool
    sure: bool
    comment: str

    @property
    def sunny(self) -> bool:
        """Whether a span begins or ends with the sun."""
        return bool(SUNNY.search(",".join(self.spans)))


@dataclass(frozen=True)
class Rules:
    """Opening hours as groups of rules; each group counts where those before it are closed.

    `words` are those of the comments.
    """

    groups: tuple[tuple[Rule, ...], ...]
    words: tuple[str, ...]

    @cached_property
    def school(self) -> bool:
        """Whether any rule is about school holidays."""
        return any(_SCHOOL.search(rule.days) for group in self.groups for rule in group)

    @cached_property
    def sunny(self) -> bool:
        """Whether any rule is about the sun."""
        return any(rule.sunny for group in self.groups for rule in group)

    @cached_property
    def plain(self) -> bool:
        """Whether the library reads all of the rules as they are meant."""
        rules = [rule for group in self.groups for rule in group]
        special = any(
            not rule.sure or rule.comment or rule.sunny or any(map(_is_special, rule.spans))
            for rule in rules
        )
        return len(self.groups) == 1 and not special and not self.school


@lru_cache(maxsize=20_000)
def rules_of(hours: str) -> Rules | None:
    """Return the rules of OSM opening_hours; None if they are not valid."""
    if not hours.strip() or len(hours) > LONGEST:
        return None
    words: list[str] = []
    certain: set[str] = set()

    def numbered(match: re.Match[str]) -> str:
        if match["open"]:
            certain.add(str(len(words)))
        words.append(match["words"].strip())
        return f'"{len(words) - 1}"'

    if not all(_is_in_calendar(*found) for found in _CALENDAR_DAY.findall(_COMMENT.sub("", hours))):
        return None
    text = _DAYS_IN_HOLIDAY.sub(r"\2 \1", _COMMENT.sub(numbered, hours))
    try:
        text = str(OpeningHours(_SCHOOL.sub(_school_last, text)))
    except (ParserError, ValueError, OverflowError):
        return None
    groups = tuple(
        tuple(_rule(separator, rule, certain) for separator, rule in _split(group))
        for group in text.split(" || ")
    )
    return Rules(groups, tuple(words))


def _is_in_calendar(year: str, month: str, day: str) -> bool:
    """Return whether a day that hours name exists, in a leap year if they name no year."""
    return 1 <= int(day) <= monthrange(int(year or 2024), MONTHS.index(month) + 1)[1]


def _school_last(match: re.Match[str]) -> str:
    """Return a list of days with the school holidays behind the others.

    The library writes 'SH Mo-Fr', which narrows, as 'SH,Mo-Fr', which is a list. So a list in
    which they are not the last is one that narrows.
    """
    others = [item for item in match[0].split(",") if item != "SH"]
    return ",".join((*others, "SH"))


def _split(group: str) -> Iterator[tuple[str, str]]:
    """Yield separators and rules; a comma separates rules only behind times or a state."""
    separator, start = "", 0
    for match in re.finditer(r"; |, ", group):
        if match[0] == "; " or _ENDS_A_RULE.search(group[start : match.start()]):
            yield separator, group[start : match.start()]
            separator, start = match[0], match.end()
    yield separator, group[start:]


def _rule(separator: str, text: str, certain: set[str]) -> Rule:
    match = _RULE.fullmatch(text)
    if match is None:
        return Rule(separator, text, (), False, True, "")
    spans = tuple(match["times"].split(",")) if match["times"] else ()
    days = "" if match["days"] == "24/7" else match["days"]
    comment = (match["comment"] or "").strip('"')
    sure = match["state"] != "unknown" and (not comment or comment in certain)
    return Rule(separator, days, spans, match["state"] == "closed", sure, comment)


def day_text(group: Iterable[Rule], school: bool, point: bool) -> str:
    """Return rules with each span cut off at midnight, as text for the library; may be empty.

    `school` says whether it is a school holiday, `point` whether the place is known, and with it
    the sun. Where nothing is certain the state is unknown.
    """
    parts: list[str] = []
    for rule, days in _counting(group, school):
        spans = [_until_midnight(span) for span in rule.spans if not _only_starts(span)]
        if rule.closed:
            parts += _part(
                rule.separator, days, rule.spans, f'closed "{CLOSED_BY_RULE}{rule.comment}"'
            )
            continue
        if spans or not rule.spans:
            parts += _part(rule.separator, days, spans, _state(rule, point))
        for ends, sign in (
            (filter(_only_starts, rule.spans), OPEN_END),
            (filter(_has_longer, rule.spans), PERHAPS_LONGER),
        ):
            if later := [f"{_edges(span)[1] or _edges(span)[0]}-24:00" for span in ends]:
                separator = ", " if spans or sign == PERHAPS_LONGER else rule.separator
                parts += _part(separator, days, later, f'unknown "{sign}{rule.comment}"')
    return "".join(parts[1:])


def night_text(group: Iterable[Rule], school: bool, point: bool) -> str:
    """Return what goes on after midnight, as text about the day on which the night began.

    Empty if nothing goes on.
    """
    parts: list[str] = []
    nights = False
    for rule, days in _counting(group, school):
        spans = [f"00:00-{end}" for end in map(_after_midnight, rule.spans) if end]
        if spans:
            nights = nights or not rule.closed
            parts += _part(rule.separator, days, spans, _state(rule, point))
        elif rule.separator != ", " and not (rule.closed and rule.spans):
            # A rule without a night takes away that of the rules before it.
            parts += _part(rule.separator, days, (), "closed")
    return "".join(parts[1:]) if nights else ""


def _counting(group: Iterable[Rule], school: bool) -> Iterator[tuple[Rule, str]]:
    """Yield the rules that count in or out of school holidays, with their other days."""
    for rule in group:
        days = _days(rule.days, school)
        if days is not None:
            yield rule, days


def _state(rule: Rule, point: bool) -> str:
    known = rule.sure and (point or not rule.sunny)
    state = "closed" if rule.closed else "" if known else "unknown"
    return f'{state} "{rule.comment}"'.strip() if rule.comment else state


def _part(separator: str, days: str, spans: Iterable[str], rest: str) -> list[str]:
    times = ",".join(spans)
    # Behind a comma the library takes times without days for more times of the rule before.
    days = days or ("Mo-Su" if times else "24/7")
    return [separator or "; ", " ".join(filter(None, (days, times, rest)))]


def _days(days: str, school: bool) -> str | None:
    """Return days without school holidays; None for a rule that does not count."""
    match = _SCHOOL.search(days)
    if match is None:
        return days
    items = match[0].split(",")
    if items[-1] != "SH":
        items = items[items.index("SH") + 1 :] if school else []
    else:
        items = [] if school else items[:-1]
    if not school and not items:
        return None
    return " ".join(f"{days[: match.start()]}{','.join(items)}{days[match.end() :]}".split())


def _edges(span: str) -> tuple[str, str]:
    """Return the start and end of a span; an open end without a time is empty."""
    match = _EDGES.match(span)
    return (match["start"], match["end"] or "") if match else ("00:00", "24:00")


def _sun_or_clock(edge: str, sun: dict[str, str]) -> str:
    event = SUNNY.search(edge)
    return sun[event[0]] if event else edge


def _crosses(span: str) -> bool:
    """Return whether a span goes on after midnight."""
    start, end = _edges(span)
    if not end or end == "24:00":
        return False
    until = _sun_or_clock(end, _LATEST)
    return until > "24:00" or until <= _sun_or_clock(start, _EARLIEST)


def _is_special(span: str) -> bool:
    return span.endswith("+") or _crosses(span)


def _only_starts(span: str) -> bool:
    """Return whether a span has a start and no end."""
    return span.endswith("+") and not _edges(span)[1]


def _until_midnight(span: str) -> str:
    return f"{_edges(span)[0]}-24:00" if _crosses(span) else span.rstrip("+")


def _has_longer(span: str) -> bool:
    """Return whether a span has an end after which it may be open still, on the same day."""
    end = _edges(span)[1]
    return span.endswith("+") and bool(end) and end != "24:00" and not _crosses(span)


def _after_midnight(span: str) -> str:
    """Return when a span that goes over midnight ends, on the next day; empty for another span."""
    end = _edges(span)[1]
    if not _crosses(span) or end == "00:00":
        return ""
    return f"{int(end[:2]) - 24:02}{end[2:]}" if end[0].isdigit() and end > "24:00" else end
