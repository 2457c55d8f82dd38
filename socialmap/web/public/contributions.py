"""Read what people type about an initiative, as a listing or as changes, with what to correct."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from flask_babel import gettext

from socialmap.catalogue.listing import ListedLocation, Listing, to_document
from socialmap.config import current_settings
from socialmap.fields.addresses import address_cells
from socialmap.fields.cells import read_email
from socialmap.fields.flaws import Flaw, Level
from socialmap.fields.listing import make_listing
from socialmap.fields.placing import contradiction, place_row
from socialmap.fields.schema import read_values, schema_of
from socialmap.language.personal import BIRTH, BSN, MAIL, PHONE, personal_data
from socialmap.places.gazetteer import nearest_postcode
from socialmap.places.pdok import geocoder_for
from socialmap.web.page.forms import Errors, too_long
from socialmap.wording import N_

READ = ("name", "description", "hours", "cost", "phone", "email", "website")
LONGEST = {"name": 150, "description": 2000, "address": 300, "hours": 500, "reach": 500,
           "cost": 300, "mail": 200, "text": 500}  # fmt: skip
NEEDED = {
    "name": N_("Vul in hoe het heet."),
    "description": N_("Vertel in een paar zinnen wat er te doen is."),
    "address": N_("Vul in waar het is. Alleen de plaats mag ook."),
}
NO_ADDRESS = N_("We kunnen dit adres niet vinden. Schrijf het zoals: Dorpsstraat 5, Zeist.")
CONTRADICTED = N_(
    "De postcode %(postcode)s ligt in %(known)s, niet in %(town)s. Welke van de twee klopt?"
    " Laat de andere weg."
)
NO_CONTACT = N_("We lezen hier geen telefoonnummer, mailadres of website in. Kijk of het klopt.")
NO_MAIL = N_("Dit is geen mailadres. Schrijf het zoals naam@voorbeeld.nl.")
PERSONAL_DATA = {
    BSN: N_("Er staat een burgerservicenummer in je tekst. Haal het weg."),
    MAIL: N_("Er staat een mailadres in je tekst. Haal het weg."),
    PHONE: N_("Er staat een telefoonnummer in je tekst. Schrijf alleen dat het nummer niet klopt."),
    BIRTH: N_("Er staat een geboortedatum in je tekst. Haal die weg."),
}
# An initiative may be reached at an address or a number, so only these are always out of place.
ALWAYS_PRIVATE = (BSN, BIRTH)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SITE = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:nl|org|com|net|eu|info)\b\S*")


def read_listing(typed: Mapping[str, str], today: date) -> tuple[Listing | None, Errors]:
    """The listing that a whole form describes, or None with the errors to correct."""
    errors = _missing(typed)
    values, flaws = _read(typed, errors)
    if errors:
        return None, errors
    listing = make_listing(values | address_cells(typed["address"]), flaws, today, _geocoder())
    if listing is None:
        return None, {"address": [gettext(NO_ADDRESS)]}
    if trouble := _contradicted(listing.locations):
        return None, {"address": [trouble]}
    return replace(listing, locations=tuple(map(_placed, listing.locations))), {}


def read_changes(typed: Mapping[str, str], listing: Listing) -> tuple[dict[str, Any], Errors]:
    """The changes that a form proposes, as fields of the listing's document, and its errors.

    Empty fields change nothing.
    """
    errors: Errors = {}
    values, _ = _read(typed, errors)
    changes: dict[str, Any] = {
        name: values[name] for name in ("email", "website") if values.get(name)
    }
    if phones := values.get("phone"):
        # Who names one number says nothing about the others.
        beside = [phone for phone in listing.phones[len(phones) :] if phone not in phones]
        changes["phones"] = to_document(Listing(name="", phones=(*phones, *beside)))["phones"]
    if hours := values.get("hours"):
        # Words that nobody can read for certain stand beside known hours, and never replace them.
        changes |= {"hours": hours.osm or listing.hours, "hours_text": hours.text}
    if cost := values.get("cost"):
        changes |= {
            "cost_amount": cost.amount, "cost_text": cost.text, "free_of_charge": cost.free,
        }  # fmt: skip
    if typed.get("address") and not errors:
        location, _ = place_row(address_cells(typed["address"]), _geocoder())
        if location is None:
            return {}, {"address": [gettext(NO_ADDRESS)]}
        if trouble := _contradicted([location]):
            return {}, {"address": [trouble]}
        document = to_document(Listing(name="", locations=(_moved(listing, _placed(location)),)))
        changes["locations"] = document["locations"]
    return ({}, errors) if errors else (changes, {})


def read_mail(typed: Mapping[str, str], errors: Errors) -> str:
    """The mail address of a person who wants an answer; an invalid one is added to the errors."""
    address = read_email(typed["mail"]) if typed.get("mail") else ""
    if isinstance(address, Flaw):
        errors["mail"] = [gettext(NO_MAIL)]
        return ""
    return address


def personal_errors(text: str, kinds: Collection[str] = ALWAYS_PRIVATE) -> list[str]:
    """A sentence for each of these kinds of personal data that a text holds."""
    return [gettext(PERSONAL_DATA[kind]) for kind in personal_data(text) if kind in kinds]


def _missing(typed: Mapping[str, str]) -> Errors:
    return {name: [gettext(sentence)] for name, sentence in NEEDED.items() if not typed.get(name)}


def _read(typed: Mapping[str, str], errors: Errors) -> tuple[dict[str, Any], dict[str, Flaw]]:
    """The values of the typed fields, with the flaws that need no correction by the person."""
    for name, longest in LONGEST.items():
        errors.update(too_long(name, typed.get(name, ""), longest))
    for name in ("name", "description"):
        if personal := personal_errors(typed.get(name, "")):
            errors[name] = personal
    texts = {name: text for name, text in typed.items() if name in READ and text}
    texts |= _contact(typed.get("reach", ""), errors)
    flaws: dict[str, Flaw] = {}
    values = read_values(schema_of(texts), texts, flaws)
    for name, flaw in flaws.items():
        lost = flaw.mended in ("", None)
        if flaw.level == Level.ERROR or lost:
            field = "reach" if name in {"phone", "email", "website"} else name
            errors.setdefault(field, []).append(gettext(flaw.remedy, **dict(flaw.facts)))
    return values, flaws


def _contact(text: str, errors: Errors) -> dict[str, str]:
    """The phone number, mail address and site in a text, by the name of their field."""
    contact: dict[str, str] = {}
    if email := ADDRESS.search(text):
        contact["email"] = email[0]
    rest = ADDRESS.sub(" ", text)
    if site := SITE.search(rest):
        contact["website"] = site[0].rstrip(".,;)")
    rest = SITE.sub(" ", rest)
    if re.search(r"\d{3}", rest):
        contact["phone"] = rest.strip()
    if text and not contact:
        errors["reach"] = [gettext(NO_CONTACT)]
    return contact


def _contradicted(locations: Iterable[ListedLocation]) -> str:
    """The question which is right, a postcode or the town that it does not lie in; or nothing."""
    for location in locations:
        if doubt := contradiction(location.postcode, location.town):
            facts = {"postcode": location.postcode, "town": location.town, "known": doubt.known}
            return str(gettext(CONTRADICTED, **facts))
    return ""


def _placed(location: ListedLocation) -> ListedLocation:
    """The location with its municipality, which decides which coordinator answers for it."""
    if location.municipality:
        return location
    near = nearest_postcode(location.lon, location.lat)
    return replace(location, municipality=near.municipality)


def _moved(listing: Listing, location: ListedLocation) -> ListedLocation:
    """The location of a listing at a new address.

    When the listing had one location, the name and facts of that place stay.
    """
    if len(listing.locations) != 1:
        return location
    address = {"lon", "lat", "street", "postcode", "town", "municipality", "bag_id", "precision"}
    moved = {
        each.name: getattr(location, each.name) for each in fields(location) if each.name in address
    }
    return replace(listing.locations[0], **moved)


def _geocoder() -> Any:
    return geocoder_for(current_settings())
