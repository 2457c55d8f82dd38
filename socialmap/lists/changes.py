"""One edit for many listings: what can be edited at once, and what a listing becomes. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.freshness import confirmed
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.models import Status
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.catalogue.visibility import Visibility
from socialmap.errors import Problem
from socialmap.wording import N_, TOO_LONG

LONGEST = 150  # characters of the name of an organisation


@dataclass(frozen=True)
class Edit:
    """What to change, and the value as it was typed: a code, a name, a date, or empty."""

    what: str
    value: str = ""


@dataclass(frozen=True)
class By:
    """The person who edits, and the day on which they do."""

    actor: str
    today: date


EditFunction = Callable[[Listing, str, By], Listing]


def _kind(listing: Listing, value: str, _by: By) -> Listing:
    return replace(listing, kind=value, setting=taxonomy().setting_of(value))


def _organisation(listing: Listing, value: str, _by: By) -> Listing:
    return replace(listing, organisation=value)


def _with(name: str) -> EditFunction:
    def add(listing: Listing, value: str, _by: By) -> Listing:
        codes: Any = {name: tuple(dict.fromkeys((*getattr(listing, name), value)))}
        return replace(listing, **codes)

    return add


def _without(name: str) -> EditFunction:
    def remove(listing: Listing, value: str, _by: By) -> Listing:
        codes: Any = {name: tuple(code for code in getattr(listing, name) if code != value)}
        return replace(listing, **codes)

    return remove


def _visibility(listing: Listing, value: str, _by: By) -> Listing:
    group, _, level = value.partition(":")
    others = {name: shown for name, shown in listing.visibility.items() if name != group}
    own = {} if level == Visibility.PUBLIC else {group: level}
    return replace(listing, visibility=others | own)


def _funding(listing: Listing, value: str, _by: By) -> Listing:
    return replace(listing, funding_until=date.fromisoformat(value) if value else None)


def _confirmed(listing: Listing, _value: str, by: By) -> Listing:
    return confirmed(listing, by.today, FIELD_GROUPS, by=by.actor, how="desk")


# How each edit changes a listing. A status is not part of the listing and has no line.
CHANGES: dict[str, EditFunction] = {
    "kind": _kind,
    "organisation": _organisation,
    "audience_add": _with("audiences"),
    "audience_remove": _without("audiences"),
    "life_domain_add": _with("life_domains"),
    "life_domain_remove": _without("life_domains"),
    "visibility": _visibility,
    "funding_until": _funding,
    "confirm": _confirmed,
}
STATUS = "status"
EDITS = (STATUS, *CHANGES)
SCHEMES = {
    "kind": "kind",
    "audience_add": "audience",
    "audience_remove": "audience",
    "life_domain_add": "life_domain",
    "life_domain_remove": "life_domain",
}


def changed(listing: Listing, edit: Edit, by: By) -> Listing:
    """Apply an edit to a listing; an edit of the status leaves it as it is."""
    change = CHANGES.get(edit.what)
    return change(listing, edit.value, by) if change else listing


def check_edit(edit: Edit) -> None:
    """Raise a Problem when an edit has an unknown name or value."""
    if edit.what not in EDITS:
        raise Problem(N_("Kies wat je wilt wijzigen."))
    if edit.what == STATUS and edit.value not in set(Status) - {Status.DRAFT}:
        raise Problem(N_("Kies een status."))
    scheme = SCHEMES.get(edit.what)
    if scheme and taxonomy().get(scheme, edit.value) is None:
        raise Problem(N_("Kies iets uit de lijst."))
    if edit.what == "organisation":
        _check_name(edit.value)
    if edit.what == "visibility":
        group, _, level = edit.value.partition(":")
        if group not in FIELD_GROUPS or level not in set(Visibility):
            raise Problem(N_("Kies wat wie mag zien."))
    if edit.what == "funding_until":
        _check_date(edit.value)


def _check_name(text: str) -> None:
    """Raise a Problem when the name of an organisation is empty or too long."""
    if not text:
        raise Problem(N_("Vul de naam van de organisatie in."))
    if len(text) > LONGEST:
        raise Problem(TOO_LONG, over=len(text) - LONGEST, longest=LONGEST)


def _check_date(text: str) -> None:
    """Raise a Problem unless the text is a date from 2000 to 2100, or empty (not known)."""
    try:
        year = date.fromisoformat(text).year if text else 2000
    except ValueError:
        year = 0
    if not 2000 <= year <= 2100:
        raise Problem(N_("Vul een datum in, zoals 31-12-2027."))
