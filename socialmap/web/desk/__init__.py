"""The doors for coordinators and editors: the desk under /beheer."""

from __future__ import annotations

from flask import Blueprint

from socialmap.web.desk import (
    audit,
    calling,
    editing,
    history,
    import_runs,
    mailbox,
    people,
    quality,
    rooms,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    audit.blueprint,
    calling.blueprint,
    editing.blueprint,
    history.blueprint,
    import_runs.blueprint,
    mailbox.blueprint,
    people.blueprint,
    quality.blueprint,
    rooms.blueprint,
)
