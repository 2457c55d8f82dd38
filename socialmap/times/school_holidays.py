"""School holidays per region and school year: is a day in one? From data that can be extended."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from socialmap.config import resource

REGIONS = ("noord", "midden", "zuid")
COLUMNS = ("school_year", "region", "name", "first_day", "last_day", "source")
# In the data folder, with the years that are not shipped.
FILE_NAME = "school_holidays.csv"
SUMMER = "zomervakantie"


class SchoolHoliday(NamedTuple):
    """One holiday of a region, from the first day to the last, both included, and its source."""

    school_year: str
    region: str
    name: str
    first: date
    last: date
    source: str = ""


@dataclass(frozen=True)
class Calendar:
    """The holidays by region, in order of time; every region has the same school years."""

    holidays: Mapping[str, tuple[SchoolHoliday, ...]]

    def holiday(self, day: date, region: str) -> bool | None:
        """Return whether a day is in a holiday of a region; None if that is not known.

        Without a region it is known only when all regions agree.
        """
        if region not in REGIONS:
            answers = {self.holiday(day, one) for one in REGIONS}
            return answers.pop() if len(answers) == 1 else None
        if self.known_from is None or self.known_until is None:
            return None
        if not self.known_from <= day <= self.known_until:
            return None
        return any(one.first <= day <= one.last for one in self.holidays[region])

    @cached_property
    def known_from(self) -> date | None:
        """The first day of which it is known whether it is a holiday; None without any."""
        return min((one.first for spells in self.holidays.values() for one in spells), default=None)

    @cached_property
    def known_until(self) -> date | None:
        """The last day of which it is known whether it is a holiday; None without any."""
        return max((one.last for spells in self.holidays.values() for one in spells), default=None)


def read_holidays(path: Path) -> list[SchoolHoliday]:
    """Read a CSV file of school holidays. Raise ValueError with the line that is wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS[:5] if name not in (reader.fieldnames or ())]
            if missing:
                raise ValueError(f"{path}: there is no column {', '.join(missing)}")
            rows = [_holiday(row, f"{path}, line {number}") for number, row in enumerate(reader, 2)]
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: is not a text in UTF-8") from error
    _check(rows, path)
    return rows


def _holiday(row: Mapping[str, str | None], where: str) -> SchoolHoliday:
    year, region, name, first, last = ((row[column] or "").strip() for column in COLUMNS[:5])
    if region.lower() not in REGIONS:
        raise ValueError(f"{where}: {region!r} is not a region; choose from: {', '.join(REGIONS)}")
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError as error:
        raise ValueError(
            f"{where}: {first!r} and {last!r} should be dates as 2026-12-19"
        ) from error
    if not 0 <= (end - start).days <= 70:
        raise ValueError(f"{where}: a holiday from {first} to {last} cannot be right")
    first_year = year[:4]
    if year != f"{first_year}-{int(first_year or 0) + 1 if first_year.isdigit() else ''}":
        raise ValueError(f"{where}: {year!r} should be a school year as 2026-2027")
    if not date(int(first_year), 8, 1) <= start < date(int(first_year) + 1, 8, 1):
        raise ValueError(f"{where}: {first} is not in the school year {year}")
    return SchoolHoliday(year, region.lower(), name, start, end, (row.get("source") or "").strip())


def _check(rows: list[SchoolHoliday], path: Path) -> None:
    """Raise ValueError if a school year is not whole, or if two holidays overlap.

    Between the first holiday and the last no day may be left in doubt, so a year needs its summer
    in every region.
    """
    if not rows:
        raise ValueError(f"{path}: has no holidays")
    for year in sorted({row.school_year for row in rows}):
        for region in REGIONS:
            mine = [row for row in rows if (row.school_year, row.region) == (year, region)]
            if not any(row.name.strip().lower() == SUMMER for row in mine) or len(mine) < 5:
                raise ValueError(
                    f"{path}: {year} needs five holidays in region {region}, with a {SUMMER}"
                )
    for one, other in pairwise(sorted(rows, key=lambda row: (row.region, row.first))):
        if one.region == other.region and one.last >= other.first:
            raise ValueError(f"{path}: {one.name} {one.school_year} overlaps {other.name}")


def calendar_of(rows: Iterable[SchoolHoliday]) -> Calendar:
    """Return the calendar of holidays, without the years that follow on a gap."""
    by_region: dict[str, tuple[SchoolHoliday, ...]] = {}
    rows = sorted(rows, key=lambda row: row.first)
    years = sorted({row.school_year for row in rows})
    whole = years[:1]
    for one, other in pairwise(years):
        if one[5:] != other[:4]:
            break
        whole.append(other)
    for region in REGIONS:
        by_region[region] = tuple(
            row for row in rows if row.region == region and row.school_year in whole
        )
    return Calendar(by_region)


@cache
def shipped() -> tuple[SchoolHoliday, ...]:
    """Return the holidays that come with socialmap."""
    return tuple(read_holidays(resource("data", "times", "school_holidays.csv")))


class _Current:
    """The calendar in use, which is the shipped one until a folder is loaded."""

    calendar: Calendar | None = None


def calendar() -> Calendar:
    """Return the calendar in use."""
    if _Current.calendar is None:
        _Current.calendar = calendar_of(shipped())
    return _Current.calendar


def joined(own: Iterable[SchoolHoliday]) -> Calendar:
    """Return the calendar with own holidays beside the shipped ones; own years come instead."""
    own = list(own)
    years = {row.school_year for row in own}
    return calendar_of([*(row for row in shipped() if row.school_year not in years), *own])


def own_holidays(folder: Path) -> list[SchoolHoliday]:
    """Return the holidays in a data folder. Raise ValueError if its file is not right."""
    path = folder / FILE_NAME
    return read_holidays(path) if path.exists() else []


def write_holidays(path: Path, rows: Iterable[SchoolHoliday]) -> None:
    """Write holidays to a CSV file, whole or not at all."""
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(rows))
    unfinished.replace(path)


def load(folder: Path) -> None:
    """Use the holidays of a data folder beside the shipped ones, if it has any.

    Raise ValueError if its file is not right; the shipped holidays are in use then.
    """
    _Current.calendar = None
    if own := own_holidays(folder):
        _Current.calendar = joined(own)
