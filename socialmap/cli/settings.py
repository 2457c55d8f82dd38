"""socialmap settings: show every setting with its value and its meaning."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from textwrap import indent, wrap

import click

from socialmap.config import PREFIX, Settings, read_settings

SECRET = frozenset({"secret_key", "mail_password", "oidc_client_secret"})
PASSWORD = re.compile(r"(?<=:)[^:@/]+(?=@)")


def shown(name: str, value: object) -> str:
    """Return the value as text; secrets, and the password in a URL, become ***."""
    text = {True: "1", False: "0"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    return "***" if text and name in SECRET else PASSWORD.sub("***", text)


def rows(environ: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield variable, value, default and meaning of each setting."""
    settings = read_settings(environ)
    for option in fields(Settings):
        value = shown(option.name, getattr(settings, option.name))
        default = option.metadata["default"]
        yield f"{PREFIX}{option.name.upper()}", value, default, option.metadata["meaning"]


@click.command("settings")
def settings_command() -> None:
    """Show all settings.

    Each with its value now, its meaning, and its default when that differs.
    """
    for variable, value, default, meaning in rows(os.environ):
        click.echo(f"{variable}={value}")
        remark = meaning if value == default else f"{meaning} Default: {default or 'empty'}."
        click.echo(indent("\n".join(wrap(remark, 92)), "    "))
