"""The Dutch holidays that people name, such as Christmas and Easter, and their next dates."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

from socialmap.times.hours import is_public_holiday

# By month and day.
FIXED = {
    "kerst": ((12, 25), (12, 26)),
    "kerstavond": ((12, 24),),
    "eerste-kerstdag": ((12, 25),),
    "tweede-kerstdag": ((12, 26),),
    "oudjaar": ((12, 31),),
    "nieuwjaar": ((1, 1),),
    "sinterklaas": ((12, 5),),
    "bevrijdingsdag": ((5, 5),),
}
# In days after Easter.
AFTER_EASTER = {
    "pasen": (0, 1),
    "eerste-paasdag": (0,),
    "tweede-paasdag": (1,),
    "hemelvaart": (39,),
    "pinksteren": (49, 50),
}
KINGS_DAY, ALL = "koningsdag", "feestdagen"
HOLIDAYS = (*FIXED, *AFTER_EASTER, KINGS_DAY, ALL)
# Public holidays this many days apart are the holidays of one season.
SEASON = 14


def _in_year(name: str, year: int) -> list[date]:
    if name in FIXED:
        return [date(year, month, day) for month, day in FIXED[name]]
    if name in AFTER_EASTER:
        return [easter(year) + timedelta(days=days) for days in AFTER_EASTER[name]]
    kings_day = date(year, 4, 27)
    return [kings_day - timedelta(days=kings_day.weekday() == 6)]


@lru_cache(maxsize=100)
def next_dates(name: str, today: date) -> tuple[date, ...]:
    """Return the dates of the next holiday of a name, today included; those over are left out."""
    if name == ALL:
        return _next_public(today)
    for year in (today.year, today.year + 1):
        if days := tuple(day for day in _in_year(name, year) if day >= today):
            return days
    return ()


def _next_public(today: date) -> tuple[date, ...]:
    """Return the next public holiday and those that follow it within SEASON days."""
    year = (today + timedelta(days=ahead) for ahead in range(366))
    days = [day for day in year if is_public_holiday(day)]
    return tuple(day for day in days if (day - days[0]).days <= SEASON)
