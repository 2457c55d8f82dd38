"""The doors for coordinators and editors: the desk under /beheer."""

from __future__ import annotations

from flask import Blueprint

from socialmap.web.desk import editing, history, quality, rooms

BLUEPRINTS: tuple[Blueprint, ...] = (
    editing.blueprint,
    history.blueprint,
    quality.blueprint,
    rooms.blueprint,
)
