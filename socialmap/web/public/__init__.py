"""The door for residents and for initiatives with a magic link: without an account."""

from __future__ import annotations

from flask import Blueprint

from socialmap.web.public import (
    agenda,
    claiming,
    classifying,
    confirming,
    contributing,
    finding,
    front,
    guide,
    organisations,
    pages,
    pictures,
    proposals,
    rooms,
    shortlist,
    unsubscribing,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    finding.blueprint,
    agenda.blueprint,
    front.blueprint,
    guide.blueprint,
    classifying.blueprint,
    proposals.blueprint,
    contributing.blueprint,
    rooms.blueprint,
    confirming.blueprint,
    pages.blueprint,
    pictures.blueprint,
    shortlist.blueprint,
    unsubscribing.blueprint,
    organisations.blueprint,
    claiming.blueprint,
)
