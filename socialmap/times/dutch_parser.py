"""The tokens of Dutch opening hours, read from left to right into rules."""

from __future__ import annotations

from collections.abc import Iterator

from socialmap.times.dutch_rules import NthDays, Rule
from socialmap.times.dutch_spans import Clock, clock, open_end, span, span_of_parts
from socialmap.times.dutch_words import DAY_OF, SIGNS, TO_MONTH, Token, UncertainError
from socialmap.wording import N_

ENDS = ("end", "and", "stop")
NO_DAY = N_("Er staat niet op welke dag.")
NO_TIME = N_("Er staat niet van hoe laat tot hoe laat.")
NO_END = N_(
    "Er staat geen eindtijd bij ‘%(word)s’. Weet je die niet? Schrijf dan: vanaf %(word)s uur."
)
WHICH_TIMES = N_(
    "Het is niet zeker voor welke tijden de maanden zijn."
    " Zet ze vooraan: april t/m oktober wo 9-12."
)
UNCLEAR = N_("Er kan meer mee bedoeld zijn.")


def parse(tokens: list[Token]) -> list[Rule]:
    """Return the rules that tokens stand for; raise UncertainError if they may be others."""
    return _Parser(tokens).rules()


class _Parser:
    """Read tokens from left to right: days, then the times of those days, then the next days."""

    def __init__(self, tokens: list[Token]):
        self.tokens = tokens
        self.at = 0
        self.months = ""

    def kind(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.tokens[place].kind if place < len(self.tokens) else "end"

    def take(self, kind: str, reason: str = UNCLEAR) -> Token:
        if self.kind() != kind:
            raise UncertainError(reason)
        self.at += 1
        return self.tokens[self.at - 1]

    def skip(self, *kinds: str) -> None:
        while self.kind() in kinds:
            self.at += 1

    def rules(self) -> list[Rule]:
        """Return the rules of all tokens, each as it was written."""
        kinds = [token.kind for token in self.tokens]
        if "always" in kinds:
            if any(token.value not in ("24/7", "dagelijks", ",") for token in self.tokens):
                raise UncertainError(UNCLEAR)
            return [Rule(always=True)]
        if kinds in (["sun", "to", "sun"], ["from", "sun", "to", "sun"]):
            return [Rule(spans=self.spans(""))]
        rules: list[Rule] = []
        self.skip("and", "stop")
        while self.kind() != "end":
            rules.extend(self.rule(first=not rules))
            self.skip("and", "stop")
        if not rules:
            raise UncertainError(NO_TIME)
        return rules

    def rule(self, first: bool) -> Iterator[Rule]:
        """Yield the rule at this place: closed days, a season, or days with their times."""
        if self.kind() in ("not", "off"):
            yield from self.closed()
        elif self.kind() == "month":
            yield from self.season(first)
        elif self.kind() in ("time", "part", "between", "sun", "from") and first:
            yield from self.times_first()
        else:
            yield from self.dayly()

    def closed(self) -> Iterator[Rule]:
        """Yield what is closed: 'niet op feestdagen', 'gesloten op zondag', 'behalve in juli'."""
        self.take(self.kind())
        if self.kind() == "month":
            months = self.month_range()
            self.skip("off")
            yield Rule(months=months, closed=True)
            return
        holidays, days = self.holidays_and_days()
        self.skip("off")
        # 'gesloten op di, wo 10-12': the times may be of both days.
        if self.kind() not in ("end", "and", "stop", "not"):
            raise UncertainError(UNCLEAR)
        yield from self.rules_for(holidays, days, closed=True)

    def season(self, first: bool) -> Iterator[Rule]:
        months = self.month_range()
        if self.kind() == "off":
            self.at += 1
            yield Rule(months=months, closed=True)
        elif first or self.months:
            self.skip("and")
            self.months = months
            yield from self.dayly()
        else:
            raise UncertainError(WHICH_TIMES)

    def month_range(self) -> str:
        """Return months as OSM writes them, by number: '4-10', or '7,8'."""
        found = self.take("month").value
        if self.kind() == "to" and self.kind(1) == "month":
            to, last = self.take("to"), self.take("month")
            if to.value == "tot":
                raise UncertainError(TO_MONTH, last.text)
            return f"{found}-{last.value}"
        while self.kind() == "and" and self.kind(1) == "month":
            self.at += 1
            found = f"{found},{self.take('month').value}"
        return found

    def times_first(self) -> Iterator[Rule]:
        """Yield the rule of a text with its times in front: '10-12 uur op dinsdag'."""
        part = self.take("part").value if self.kind() == "part" else ""
        spans = self.spans(part)
        self.skip("and")
        if self.kind() not in ("day", "nth"):
            raise UncertainError(NO_DAY)
        days, part = self.days()
        if part or self.kind() != "end":
            raise UncertainError(UNCLEAR)
        yield Rule(days=days, spans=spans)

    def dayly(self) -> Iterator[Rule]:
        """Yield the rules of some days, with their times or closed."""
        if self.kind() not in ("day", "nth", "PH", "SH"):
            raise UncertainError(NO_DAY)
        holidays, days, part = self.holidays_and_days_with_part()
        if self.kind() == "and" and self.kind(1) in ("time", "from", "between", "part", "off"):
            self.at += 1
        until = self.kind() == "to" and self.kind(1) == "time"
        self.at += until
        if self.kind() == "off" or (self.kind() == "not" and self.kind(1) in ENDS):
            self.at += 1
            if self.kind() not in (*ENDS, "day", "nth", "PH", "SH") or part:
                raise UncertainError(UNCLEAR)
            yield from self.rules_for(holidays, days, closed=True)
            return
        but: tuple[tuple[str, ...], NthDays] = ((), ())
        if self.kind() == "not":
            # 'dagelijks behalve maandag 10-17'
            self.at += 1
            but = self.holidays_and_days()
        yield from self.rules_for(holidays, days, spans=self.spans(part))
        yield from self.rules_for(*but, closed=True)

    def rules_for(
        self, holidays: tuple[str, ...], days: NthDays, closed: bool = False,
        spans: tuple[str, ...] = (),
    ) -> Iterator[Rule]:  # fmt: skip
        if days:
            yield Rule(self.months, days, spans=spans, closed=closed)
        for holiday in holidays:
            yield Rule(holiday=holiday, spans=spans, closed=closed)

    def holidays_and_days(self) -> tuple[tuple[str, ...], NthDays]:
        holidays, days, part = self.holidays_and_days_with_part()
        if part:
            raise UncertainError(UNCLEAR)
        return holidays, days

    def holidays_and_days_with_part(self) -> tuple[tuple[str, ...], NthDays, str]:
        """Return a list of days and holidays, and the part of the day that they name."""
        holidays: list[str] = []
        days: NthDays = ()
        parts: list[str] = []
        while self.kind() in ("day", "nth", "PH", "SH"):
            holiday = self.kind() in ("PH", "SH")
            if holiday:
                holidays.append(self.take(self.kind()).kind)
            else:
                more, part = self.days()
                days += more
                parts += [part] if part else []
            if self.kind() == "and" and self.kind(1) in ("day", "nth", "PH", "SH"):
                between = self.take("and").text
                holiday = holiday and between in SIGNS
            elif self.kind() != "day":
                break
            # 'in de schoolvakanties: di 10-12': the Tuesdays in them, or the other ones as well?
            if holiday and self.kind() in ("day", "nth"):
                raise UncertainError(UNCLEAR)
        named = [day for group, weeks in days for day in group if not weeks]
        if len(set(parts)) > 1 or not (holidays or days) or len(set(named)) < len(named):
            raise UncertainError(UNCLEAR)
        return tuple(holidays), days, parts[0] if parts else ""

    def days(self) -> tuple[NthDays, str]:
        """Return weekdays, of every week or of some weeks of the month, and the part of the day."""
        if self.kind() == "nth":
            weeks = [self.take("nth").value]
            while self.kind() == "and" and self.kind(1) == "nth":
                self.at += 1
                weeks.append(self.take("nth").value)
            day, part = self.day()
            # 'eerste dinsdag en donderdag': the first Thursday, or every one?
            several = self.kind() in ("to", "day") or (self.kind(), self.kind(1)) == ("and", "day")
            if len(day) > 1 or several:
                raise UncertainError(UNCLEAR)
            return ((day, tuple(dict.fromkeys(weeks))),), part
        day, part = self.day()
        if self.kind() == "nth":
            return self.weeks_behind(day, part)
        if self.kind() == "to" and self.kind(1) == "day":
            self.at += 1
            last, part = self.day()
            if len(day) > 1 or len(last) > 1:
                raise UncertainError(UNCLEAR)
            length = (last[0] - day[0]) % 7
            day = tuple((day[0] + ahead) % 7 for ahead in range(length + 1))
        return ((day, ()),), part

    def weeks_behind(self, day: tuple[int, ...], part: str) -> tuple[NthDays, str]:
        """Return a weekday with its weeks behind it: 'dinsdag (1e en 3e van de maand)'."""
        weeks = [self.take("nth").value]
        while self.kind() == "and" and self.kind(1) == "nth":
            self.at += 1
            weeks.append(self.take("nth").value)
        if len(day) > 1 or self.kind() == "day":
            raise UncertainError(UNCLEAR)
        return ((day, tuple(dict.fromkeys(weeks))),), part

    def day(self) -> tuple[tuple[int, ...], str]:
        day = DAY_OF[self.take("day", NO_DAY).value]
        return day, self.take("part").value if self.kind() == "part" else ""

    def spans(self, part: str) -> tuple[str, ...]:
        """Return the spans of a day; a part of the day holds until the next one is named."""
        spans: list[str] = []
        while True:
            if self.kind() == "part":
                if part and spans == []:
                    raise UncertainError(UNCLEAR)
                part = self.take("part").value
            spans.append(self.span(part))
            after = 1 if self.kind() == "and" else 0
            begins = ("time", "from", "between", "sun")
            part_next = self.kind(after) == "part" and self.kind(after + 1) in begins
            if not (after and self.kind(1) in begins) and not part_next:
                return tuple(spans)
            self.at += after

    def span(self, part: str) -> str:
        if self.kind() == "between":
            self.at += 1
            return self.ends(part, "to" if self.kind(1) == "to" else "and")
        if self.kind() != "from":
            return self.ends(part, "to")
        self.at += 1
        if self.kind(1) == "to":
            return self.ends(part, "to")
        start = self.clock()
        return open_end(start, self.part_after(part))

    def ends(self, part: str, between: str) -> str:
        """Return a span with an end; each end may have its own part of the day."""
        start = self.clock()
        first = part
        if self.kind() == "part" and self.kind(1) == between and not part:
            first = self.take("part").value
        if self.kind() in ENDS and between == "to":
            raise UncertainError(NO_END, start.text)
        self.take(between, NO_TIME)
        last = self.take("part").value if self.kind() == "part" else ""
        end = self.clock()
        last = last or self.part_after("" if first != part else part)
        if first and last and first != last:
            return span_of_parts(start, end, first, last)
        return span(start, end, first or last, behind=not first)

    def part_after(self, part: str) -> str:
        if self.kind() == "part" and self.kind(1) not in ("time", "from", "between"):
            if part:
                raise UncertainError(UNCLEAR)
            return self.take("part").value
        return part

    def clock(self) -> Clock:
        if self.kind() == "sun":
            return clock(self.take("sun").value)
        return clock(self.take("time", NO_TIME).value)
