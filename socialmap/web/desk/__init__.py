"""The pages for coordinators and editors: the desk, under /beheer."""

from __future__ import annotations

from flask import Blueprint

from socialmap.web.desk import (
    answering,
    audit,
    calling,
    checking,
    duplicates,
    mail_wishes,
    mailbox,
    people,
    quality,
    reminding,
    rooms,
    today,
    unlisted,
)
from socialmap.web.desk.editing import history
from socialmap.web.desk.editing import views as editing_views
from socialmap.web.desk.imports import templates as import_templates
from socialmap.web.desk.imports import vanished
from socialmap.web.desk.imports import views as import_views
from socialmap.web.desk.imports import words as import_words
from socialmap.web.desk.lists import saved as saved_lists
from socialmap.web.desk.lists import views as list_views
from socialmap.web.desk.organisations import merging as organisation_merging
from socialmap.web.desk.organisations import views as organisation_views
from socialmap.web.desk.platform import review, setting_up, theming, thesaurus
from socialmap.web.desk.resending import views as resending_views
from socialmap.web.desk.resending.keeping import watch

BLUEPRINTS: tuple[Blueprint, ...] = (
    answering.blueprint,
    audit.blueprint,
    calling.blueprint,
    checking.blueprint,
    duplicates.blueprint,
    editing_views.blueprint,
    history.blueprint,
    import_templates.blueprint,
    import_views.blueprint,
    import_words.blueprint,
    list_views.blueprint,
    saved_lists.blueprint,
    mailbox.blueprint,
    organisation_merging.blueprint,
    organisation_views.blueprint,
    people.blueprint,
    quality.blueprint,
    mail_wishes.blueprint,
    reminding.blueprint,
    resending_views.blueprint,
    review.blueprint,
    rooms.blueprint,
    setting_up.blueprint,
    theming.blueprint,
    thesaurus.blueprint,
    today.blueprint,
    unlisted.blueprint,
    vanished.blueprint,
)
for _pages in BLUEPRINTS:
    # The form of a listing is saved as a draft of that listing.
    if _pages is not editing_views.blueprint:
        watch(_pages)
