"""The command that tells what is missing and what mends it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict

import click

from socialmap.config import read_settings
from socialmap.doctor import Level, examine

MARKS: dict[Level, tuple[str, str]] = {
    "green": ("ok", "green"),
    "amber": ("note", "yellow"),
    "red": ("WRONG", "red"),
}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the checks as JSON.")
def doctor_command(as_json: bool) -> None:
    """Check that everything is there.

    What is wrong comes with what mends it; exit code 1 when something is.
    """
    checks = list(examine(read_settings(os.environ)))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in checks], indent=2))
    for each in () if as_json else checks:
        mark, colour = MARKS[each.level]
        click.echo(f"{click.style(f'{mark:5}', fg=colour)}  {each.name:13}  {each.found}")
        if each.remedy:
            click.echo(f"{'':22}→ {each.remedy}")
    if any(each.level == "red" for each in checks):
        click.get_current_context().exit(1)
