"""socialmap doctor: check whether everything is there, and show the remedies."""

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

    Every problem is printed with its remedy; the exit code is 1 if there is one.
    """
    checks = list(examine(read_settings(os.environ)))
    if as_json:
        click.echo(json.dumps([asdict(check) for check in checks], indent=2))
    for check in () if as_json else checks:
        mark, colour = MARKS[check.level]
        click.echo(f"{click.style(f'{mark:5}', fg=colour)}  {check.name:13}  {check.found}")
        if check.remedy:
            click.echo(f"{'':22}→ {check.remedy}")
    if any(check.level == "red" for check in checks):
        click.get_current_context().exit(1)
