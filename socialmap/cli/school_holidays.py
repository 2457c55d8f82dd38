"""socialmap school-holidays: show the known school holidays, or add those of later years."""

from __future__ import annotations

from pathlib import Path

import click

from socialmap.config import current_settings
from socialmap.times.school_holidays import (
    COLUMNS,
    FILE_NAME,
    SchoolHoliday,
    calendar,
    joined,
    load,
    own_holidays,
    read_holidays,
    write_holidays,
)


@click.command("school-holidays")
@click.argument(
    "file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
def school_holidays_command(file: Path | None) -> None:
    """Show which school holidays are known, or add those of a file.

    FILE is a CSV with the columns school_year, region, name, first_day, last_day and source. Its
    school years come instead of the same years that were known. Start the server again after it.
    """
    folder = current_settings().data
    try:
        own = own_holidays(folder)
        if file:
            own = _with_years(own, read_holidays(file))
            _refuse_a_gap(own)
            write_holidays(folder / FILE_NAME, own)
            click.echo(f"{folder / FILE_NAME}: {len(own)} holidays")
        load(folder)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    known = calendar()
    click.echo(f"School holidays are known from {known.known_from} to {known.known_until}.")


def _with_years(before: list[SchoolHoliday], more: list[SchoolHoliday]) -> list[SchoolHoliday]:
    years = {row.school_year for row in more}
    return [*(row for row in before if row.school_year not in years), *more]


def _refuse_a_gap(own: list[SchoolHoliday]) -> None:
    """Raise ValueError if a year of these does not follow on the known years."""
    used = {row.school_year for rows in joined(own).holidays.values() for row in rows}
    if left := sorted({row.school_year for row in own} - used):
        raise ValueError(
            f"{left[0]} does not follow on the known school years, which end with {max(used)};"
            f" add the years between them as well ({', '.join(COLUMNS)})"
        )
