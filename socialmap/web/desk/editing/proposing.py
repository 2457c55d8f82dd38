"""What an editor of a non-member changes: a proposal, which a coordinator answers."""

from __future__ import annotations

from dataclasses import fields, replace

from flask_babel import gettext

from socialmap.catalogue.listing import Listing, to_document
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.organisations import is_member
from socialmap.catalogue.scopes import scope_in
from socialmap.errors import ForbiddenProblem
from socialmap.guards import actor, proposes, signed_in
from socialmap.people.permissions import Permission, areas_of, covers
from socialmap.proposals.actions import make, propose_changes
from socialmap.proposals.models import Proposer, Subject
from socialmap.proposals.parts import FIELDS
from socialmap.times.clock import today
from socialmap.upkeep.checking import still_right
from socialmap.web.page.field_words import field_name, words_of
from socialmap.wording import N_

PROPOSED = N_("Voorgesteld. Een coördinator kijkt ernaar, en zet het dan op de kaart.")
PLEASE_PUBLISH = N_("De organisatie vraagt of dit concept op de kaart mag.")
CHECKED = N_("Vandaag nagevraagd: zo klopt alles.")
NO_UNDOING = N_(
    "Jouw organisatie is geen lid van het platform. Stel in het formulier voor hoe het moet worden."
)


def propose(initiative: Initiative, now: Listing, then: Listing, reason: str) -> bool:
    """Propose the difference between two listings; return False if there is nothing to propose.

    That everything is still right needs no answer: it is recorded at once. What has no place in
    the form of a proposal goes with it in words.
    """
    same = replace(now, confirmations=then.confirmations)
    documents = to_document(same), to_document(then)
    changed = [name for name in _names() if documents[0].get(name) != documents[1].get(name)]
    was_checked = now.confirmations != then.confirmations
    if not changed:
        if was_checked:
            still_right(initiative, actor(), today())
        return False
    changes = {name: documents[1].get(name) for name in changed if name in FIELDS}
    others = [name for name in changed if name not in FIELDS]
    lines = [f"{field_name(name)}: {_words(then, name)}." for name in others]
    text = " ".join(filter(None, [reason, *lines, gettext(CHECKED) if was_checked else ""]))
    propose_changes(initiative, changes, Proposer.INITIATIVE, text=text)
    return True


def must_ask(listing: Listing) -> bool:
    """Whether the person must ask a coordinator to put a listing on the map for the first time."""
    areas = areas_of(signed_in().held, Permission.EDIT)
    return not covers(areas, (), scope_in(listing)) and not is_member(listing.organisation)


def ask_to_publish(initiative: Initiative) -> None:
    """Ask the coordinators to put a concept on the map."""
    make(initiative, Subject.OTHER, gettext(PLEASE_PUBLISH), origin=Proposer.INITIATIVE)


def check_undoing(initiative: Initiative) -> Initiative:
    """Return the listing; raise ForbiddenProblem if the person only proposes changes of it."""
    if proposes(initiative):
        raise ForbiddenProblem(NO_UNDOING)
    return initiative


def _names() -> list[str]:
    return [field.name for field in fields(Listing) if field.name != "confirmations"]


def _words(listing: Listing, name: str) -> str:
    return words_of(name, getattr(listing, name)) or str(gettext("(leeg)"))
