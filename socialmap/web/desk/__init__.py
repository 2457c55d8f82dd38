"""The doors for coordinators and editors: the desk under /beheer."""

from __future__ import annotations

from flask import Blueprint

from socialmap.web.desk import quality, rooms

BLUEPRINTS: tuple[Blueprint, ...] = (rooms.blueprint, quality.blueprint)
