"""The preview of a listing while it is being edited, with what would make it better."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext

from socialmap.catalogue.classifying import suggested, suggested_weights
from socialmap.catalogue.freshness import standing
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.language.readability import Hint, hints
from socialmap.search.index.cards import card_of
from socialmap.search.index.sources import source_of
from socialmap.search.results import Hit, Why
from socialmap.times.clock import now, today
from socialmap.web.desk.editing.dates import next_moments
from socialmap.web.desk.editing.hours_words import next_openings
from socialmap.web.page.field_words import hours_words
from socialmap.web.page.patterns import CALL_FIRST
from socialmap.web.page.repeats import activity_sentence
from socialmap.web.public.classifying import explained
from socialmap.wording import N_

# The seven fields that make a listing complete: their names, and their fields in the form.
COMPLETE_NAMES = {
    "name": (N_("naam"), "name"),
    "summary": (N_("één zin"), "summary"),
    "kind": (N_("vorm"), "kind"),
    "isolation_form": (N_("goed voor"), "forms_by"),
    "place": (N_("plek"), "place-0-address"),
    "times": (N_("tijden"), "hours_typed"),
    "how_to_join": (N_("zo doe je mee"), "how_to_join"),
}
WRITTEN = {
    "summary": N_("In één zin"),
    "description": N_("Beschrijving"),
    "how_to_join": N_("Zo doe je mee"),
    "hours_text": N_("Toelichting"),
}
MOST_HINTS = 8
HINTS = {
    "sentence": N_("‘%(text)s …’ is een lange zin (%(count)d woorden). Maak er twee van."),
    "letters": N_("‘%(text)s’ kent niet iedereen."),
    "formal": N_("Schrijf ‘%(easier)s’ in plaats van ‘%(text)s’."),
    "word": N_("‘%(text)s’ is een moeilijk woord."),
}
EASIER = {
    "letters": N_("‘%(text)s’ kent niet iedereen. Schrijf: %(easier)s."),
    "word": N_("‘%(text)s’ is een moeilijk woord. Makkelijker: %(easier)s."),
}


@dataclass(frozen=True)
class Preview:
    """A listing as residents will see it, with its times in words and what to improve.

    `openings` and the moments of `dates` are pairs of a start and an end.
    """

    hit: Hit
    published: bool
    missing: list[tuple[str, str]]
    hints: list[tuple[str, str]]
    hours: str
    openings: list[tuple[datetime, datetime]]
    dates: list[tuple[str, str, list[tuple[datetime, datetime | None]]]]
    forms: list[dict[str, Any]]
    unsure: bool

    @property
    def done(self) -> int:
        """The number of the seven fields that are filled in."""
        return len(COMPLETE_NAMES) - len(self.missing)


def preview_of(listing: Listing, initiative: Initiative | None) -> Preview:
    """The preview of a listing, new (None) or of an initiative."""
    suggestion = suggested(listing)
    weights = dict(listing.forms) or suggested_weights(suggestion)
    return Preview(
        hit=_hit(listing, initiative, weights),
        published=initiative is not None and initiative.status == Status.PUBLISHED,
        missing=[
            (gettext(COMPLETE_NAMES[name][0]), COMPLETE_NAMES[name][1]) for name in listing.missing
        ],
        hints=_hints(listing),
        hours=hours_words(listing.hours),
        openings=next_openings(listing.hours),
        dates=[
            (
                activity.name,
                activity_sentence(activity) or gettext(CALL_FIRST),
                next_moments(activity, today()),
            )
            for activity in listing.activities
        ],
        forms=explained(suggestion),
        unsure=suggestion.unsure,
    )


def _hit(listing: Listing, initiative: Initiative | None, weights: Mapping[str, float]) -> Hit:
    source = source_of(
        initiative.id if initiative else uuid.UUID(int=0),
        initiative.slug if initiative else "voorbeeld",
        taxonomy().setting_of(listing.kind) or listing.setting,
        replace(listing, name=listing.name or gettext("Nog zonder naam")),
        weights,
    )
    card = card_of(source, standing(listing.confirmations, listing.kind))
    return Hit(card, 1, None, None, None, now(), 0.0, (), lambda: Why([], {}))


def _hints(listing: Listing) -> list[tuple[str, str]]:
    """The first few hints on text that is hard to read: the name of the field, and a sentence."""
    sentences = [
        (gettext(label), _sentence(hint))
        for name, label in WRITTEN.items()
        for hint in hints(getattr(listing, name))
    ]
    return sentences[:MOST_HINTS]


def _sentence(hint: Hint) -> str:
    sentence = EASIER.get(hint.kind, HINTS[hint.kind]) if hint.easier else HINTS[hint.kind]
    return str(gettext(sentence, text=hint.text, easier=hint.easier, count=hint.count))
