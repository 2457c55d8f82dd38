"""The pages for coordinators and editors: the desk, under /beheer."""

from __future__ import annotations

from flask import Blueprint

from socialmap.web.desk import (
    answering,
    audit,
    calling,
    duplicates,
    mailbox,
    organisations,
    people,
    quality,
    rooms,
    today,
    unlisted,
)
from socialmap.web.desk.editing import history
from socialmap.web.desk.editing import views as editing
from socialmap.web.desk.imports import runs as import_runs
from socialmap.web.desk.lists import views as lists

BLUEPRINTS: tuple[Blueprint, ...] = (
    answering.blueprint,
    audit.blueprint,
    calling.blueprint,
    duplicates.blueprint,
    editing.blueprint,
    history.blueprint,
    import_runs.blueprint,
    lists.blueprint,
    mailbox.blueprint,
    organisations.blueprint,
    people.blueprint,
    quality.blueprint,
    rooms.blueprint,
    today.blueprint,
    unlisted.blueprint,
)
