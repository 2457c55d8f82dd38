"""How an activity repeats, as Dutch words: om de week op dinsdag, tot en met 11 januari 2027."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta

from flask_babel import format_date, gettext

from socialmap.times.dates import Timed, is_timed, last_day
from socialmap.times.rules import BYDAY, DAY_NAMES, parts_of, rule_of
from socialmap.web.page.filters import capitalize_first, day, in_words, times_between
from socialmap.web.page.patterns import NTH_NAMES, days_words, weekday_name

Parts = Mapping[str, str]
ALL_DAYS, WORKING_DAYS = set(range(7)), set(range(5))
# Parts of a rule that words cannot follow.
UNSAYABLE = ("BYWEEKNO", "BYYEARDAY")


def activity_sentence(activity: Timed) -> str:
    """When an activity is: Elke maandag, 19.00–21.00. Empty when words cannot say exactly that."""
    if not is_timed(activity):
        return ""
    pattern, limit = _words(activity.starts, activity.repeats)
    if not pattern:
        return ""
    ends = activity.starts + timedelta(minutes=activity.minutes) if activity.minutes else None
    times = times_between(activity.starts, ends)
    return f"{capitalize_first(', '.join(filter(None, (pattern, times, limit))))}."


def repeat_words(starts: datetime, repeats: str) -> str:
    """How often something happens that first starts at a moment, by an RRULE; empty means once.

    Empty when words cannot say exactly that.
    """
    return ", ".join(filter(None, _words(starts, repeats)))


def _words(starts: datetime, repeats: str) -> tuple[str, str]:
    """How often something happens, and until when or how many times; no words for no pattern."""
    rule = rule_of(repeats)
    if not rule:
        return ("" if rule is None else gettext("op %(day)s", day=day(starts.date()))), ""
    parts = parts_of(rule)
    pattern = _pattern(parts, starts) if _is_plain(parts, starts) else ""
    if count := parts.get("COUNT"):
        limit = gettext("%(count)s keer vanaf %(day)s", count=count, day=day(starts.date()))
    elif until := last_day(starts, rule):
        limit = gettext("tot en met %(day)s", day=day(until))
    else:
        limit = ""
    return (pattern, limit) if pattern else ("", "")


def _is_plain(parts: Parts, starts: datetime) -> bool:
    """Whether a rule names no other times of the day, and nothing that words cannot follow."""
    times = {"BYHOUR": starts.hour, "BYMINUTE": starts.minute, "BYSECOND": starts.second}
    usual = all(parts.get(name, str(number)) == str(number) for name, number in times.items())
    days = "," in parts.get("BYDAY", "")
    shifted = days and parts.get("WKST", "MO") != "MO" and parts.get("INTERVAL", "1") != "1"
    return usual and not shifted and not any(name in parts for name in UNSAYABLE)


def _pattern(parts: Parts, starts: datetime) -> str:
    frequency = parts["FREQ"]
    words = PATTERNS[frequency](parts, starts)
    if words and "BYMONTH" in parts and frequency != "YEARLY":
        return f"{words} {_months(_numbers(parts, 'BYMONTH'))}"
    return words


def _daily(parts: Parts, starts: datetime) -> str:
    interval = int(parts.get("INTERVAL", 1))
    if "BYSETPOS" in parts or ("BYMONTHDAY" in parts and interval > 1):
        return ""
    if "BYMONTHDAY" in parts:
        return _monthly(parts, starts)
    days = _plain_days(parts)
    if days and interval == 1:
        return days_words(days)
    if days:
        return ""
    usual = {1: gettext("elke dag"), 2: gettext("om de dag")}
    return str(usual.get(interval) or gettext("elke %(number)d dagen", number=interval))


def _weekly(parts: Parts, starts: datetime) -> str:
    interval = int(parts.get("INTERVAL", 1))
    days = _plain_days(parts) or [starts.weekday()]
    if "BYSETPOS" in parts:
        return ""
    if interval == 1:
        return days_words(days)
    names = days_words(days) if len(days) > 4 else in_words(map(weekday_name, days))
    if interval == 2:
        return str(gettext("om de week op %(days)s", days=names))
    return str(gettext("elke %(number)d weken op %(days)s", number=interval, days=names))


def _monthly(parts: Parts, starts: datetime) -> str:
    interval = int(parts.get("INTERVAL", 1)) if parts["FREQ"] == "MONTHLY" else 1
    plain = _plain_days(parts)
    if plain and interval == 1 and not {"BYSETPOS", "BYMONTHDAY"} & parts.keys():
        return days_words(plain)
    which = _days_of_month(parts, starts)
    if not which:
        return ""
    if interval == 1:
        if which.startswith(str(gettext("op"))):
            return str(gettext("elke maand %(days)s", days=which))
        return str(gettext("elke %(days)s van de maand", days=which))
    on = which if which.startswith(str(gettext("op"))) else gettext("op de %(days)s", days=which)
    if interval == 2:
        return str(gettext("om de maand %(days)s", days=on))
    return str(gettext("elke %(number)d maanden %(days)s", number=interval, days=on))


def _days_of_month(parts: Parts, starts: datetime) -> str:
    """Which days of the month: eerste zaterdag, or op de 1e en 15e; empty if no words do."""
    numbers = _numbers(parts, "BYMONTHDAY")
    positions = _numbers(parts, "BYSETPOS")
    if positions:
        return "" if numbers else _at_positions(_plain_days(parts), positions)
    if "BYDAY" in parts:
        return _week_of_numbers(parts, numbers) if numbers else _nth_days(parts["BYDAY"])
    return _dates(numbers or [starts.day])


def _dates(numbers: list[int]) -> str:
    """Dates of the month: op de 1e en 15e; empty for those that count from the end."""
    if numbers == [-1]:
        return str(gettext("op de laatste dag"))
    if min(numbers) < 0:
        return ""
    named = in_words(gettext("%(number)de", number=number) for number in sorted(numbers))
    return str(gettext("op de %(dates)s", dates=named))


def _at_positions(days: list[int], positions: list[int]) -> str:
    """The nth of some weekdays in the month: laatste werkdag."""
    if not days or not set(positions) <= set(NTH_NAMES):
        return ""
    nths = in_words(gettext(NTH_NAMES[nth]) for nth in positions)
    if set(days) == ALL_DAYS:
        return f"{nths} {gettext('dag')}"
    if set(days) == WORKING_DAYS:
        return f"{nths} {gettext('werkdag')}"
    *names, last = map(weekday_name, days)
    named = f"{', '.join(names)}{gettext(' of ')}{last}" if names else last
    return f"{nths} {named}"


def _week_of_numbers(parts: Parts, numbers: list[int]) -> str:
    """A weekday on seven dates in a row, as the 8th to the 14th: the second of the month."""
    days = _plain_days(parts)
    first = numbers[0]
    whole = numbers == list(range(first, first + 7)) and first % 7 == 1 and 1 <= first <= 22
    if not whole or len(days) != 1:
        return ""
    return f"{gettext(NTH_NAMES[first // 7 + 1])} {weekday_name(days[0])}"


def _nth_days(byday: str) -> str:
    """Weekdays by their number in the month: eerste en derde dinsdag."""
    numbered: dict[int, list[int]] = {}
    for one in byday.split(","):
        match = BYDAY.fullmatch(one)
        nth = int(match[1]) if match and match[1] else 0
        if match is None or nth not in NTH_NAMES:
            return ""
        numbered.setdefault(DAY_NAMES.index(match[2]), []).append(nth)
    return in_words(
        f"{in_words(gettext(NTH_NAMES[nth]) for nth in _in_order(nths))} {weekday_name(number)}"
        for number, nths in numbered.items()
    )


def _in_order(nths: Iterable[int]) -> list[int]:
    return sorted(nths, key=lambda nth: (nth < 0, abs(nth)))


def _yearly(parts: Parts, starts: datetime) -> str:
    interval = int(parts.get("INTERVAL", 1))
    months = _numbers(parts, "BYMONTH")
    plain = _plain_days(parts)
    if plain and not {"BYSETPOS", "BYMONTHDAY"} & parts.keys():
        return f"{days_words(plain)} {_months(months)}" if months and interval == 1 else ""
    if ("BYDAY" in parts or "BYSETPOS" in parts) and not months:
        return ""
    if "BYMONTHDAY" in parts and not months:
        return _monthly(parts, starts) if interval == 1 else ""
    when = _dates_of_year(parts, months or [starts.month], starts)
    if not when:
        return ""
    often = {1: gettext("elk jaar"), 2: gettext("om het jaar")}.get(interval)
    often = often or gettext("elke %(number)d jaar", number=interval)
    return f"{often} {gettext('op %(when)s', when=when)}"


def _dates_of_year(parts: Parts, months: list[int], starts: datetime) -> str:
    numbers = _numbers(parts, "BYMONTHDAY") or [starts.day]
    if "BYDAY" in parts or "BYSETPOS" in parts:
        days = _days_of_month(parts, starts)
        names = in_words(map(month_name, months))
        return str(gettext("de %(days)s van %(months)s", days=days, months=names)) if days else ""
    if min(numbers) < 0:
        return ""
    dates = (date(2024, month, number) for month in months for number in sorted(numbers))
    try:
        return in_words(str(format_date(on, "d MMMM")) for on in dates)
    except ValueError:
        # The 31st of a month that has none.
        return ""


def _months(months: list[int]) -> str:
    """The months in which it is: in juli en augustus, of van september tot en met juni."""
    starts = [month for month in months if (month - 2) % 12 + 1 not in months]
    if len(months) > 2 and len(starts) == 1:
        last = (starts[0] + len(months) - 2) % 12 + 1
        facts = {"first": month_name(starts[0]), "last": month_name(last)}
        return str(gettext("van %(first)s tot en met %(last)s", **facts))
    if len(months) == 12:
        return ""
    return str(gettext("in %(months)s", months=in_words(map(month_name, sorted(months)))))


def month_name(number: int) -> str:
    """The name of a month, 1-12."""
    return str(format_date(date(2024, number, 1), "MMMM"))


def _plain_days(parts: Parts) -> list[int]:
    """The weekdays of a rule (0 is Monday), sorted; none when one has a number."""
    names = parts.get("BYDAY", "").split(",")
    if not all(name in DAY_NAMES for name in names):
        return []
    return sorted({DAY_NAMES.index(name) for name in names})


def _numbers(parts: Parts, name: str) -> list[int]:
    return sorted(int(number) for number in parts[name].split(",")) if name in parts else []


PATTERNS: Mapping[str, Callable[[Parts, datetime], str]] = {
    "DAILY": _daily,
    "WEEKLY": _weekly,
    "MONTHLY": _monthly,
    "YEARLY": _yearly,
}
