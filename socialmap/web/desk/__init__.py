"""The doors for coordinators and editors: the desk under /beheer."""

from __future__ import annotations

from flask import Blueprint

from socialmap.web.desk import audit, editing, history, import_runs, people, quality, rooms

BLUEPRINTS: tuple[Blueprint, ...] = (
    audit.blueprint,
    editing.blueprint,
    history.blueprint,
    import_runs.blueprint,
    people.blueprint,
    quality.blueprint,
    rooms.blueprint,
)
