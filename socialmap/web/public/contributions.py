"""What people type about an initiative: read as a listing or as changes, or said what to mend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

import phonenumbers
from flask_babel import gettext

from socialmap.catalogue.listing import ListedLocation, Listing, to_document
from socialmap.config import current_settings
from socialmap.fields.cells import read_email
from socialmap.fields.flaws import Flaw, Level
from socialmap.fields.listing import make_listing
from socialmap.fields.placing import place_row
from socialmap.fields.schema import read_values, schema_of
from socialmap.language.personal import BIRTH, BSN, personal_data
from socialmap.places.gazetteer import nearest_postcode
from socialmap.places.pdok import geocoder_for
from socialmap.web.page.forms import Errors, one_line
from socialmap.wording import N_

READ = ("name", "description", "hours", "cost", "phone", "email", "website")
LONGEST = {"name": 150, "description": 2000, "address": 300, "hours": 500, "reach": 500,
           "cost": 300, "mail": 200, "text": 500}  # fmt: skip
NEEDED = {
    "name": N_("Vul in hoe het heet."),
    "description": N_("Vertel in een paar zinnen wat er te doen is."),
    "address": N_("Vul in waar het is. Alleen de plaats mag ook."),
}
WHERE = N_("We kunnen dit adres niet vinden. Schrijf het zoals: Dorpsstraat 5, Zeist.")
CONTACT = N_("We lezen hier geen telefoonnummer, mailadres of website in. Kijk of het klopt.")
MAIL = N_("Dit is geen mailadres. Schrijf het zoals naam@voorbeeld.nl.")
PERSONAL = {
    BSN: N_("Er staat een burgerservicenummer in je tekst. Haal het weg."),
    BIRTH: N_("Er staat een geboortedatum in je tekst. Haal die weg."),
}
HOUSE = re.compile(r"(?P<street>\D+\d+\s?[a-zA-Z]?)\s+(?P<town>[^\d,]{2,})")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
SITE = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:nl|org|com|net|eu|info)\b\S*")


def read_typed(form: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """What was typed in these fields, with single spaces; in longer texts lines stay lines."""
    return {
        name: "\n".join(filter(None, map(one_line, form.get(name, "").splitlines())))
        for name in names
    }


def read_listing(typed: Mapping[str, str], today: date) -> tuple[Listing | None, Errors]:
    """The listing that a whole form describes; None with what to mend."""
    errors = _too_little(typed)
    values, flaws = _read(typed, errors)
    if errors:
        return None, errors
    listing = make_listing(values | _address(typed["address"]), flaws, today, _geocoder())
    if listing is None:
        return None, {"address": [gettext(WHERE)]}
    return replace(listing, locations=tuple(map(_placed, listing.locations))), {}


def read_changes(typed: Mapping[str, str], there: Listing) -> tuple[dict[str, Any], Errors]:
    """What a form would change in a listing, as in its document; empty fields change nothing."""
    errors: Errors = {}
    values, _ = _read(typed, errors)
    changes: dict[str, Any] = {
        name: values[name] for name in ("phone", "email", "website") if values.get(name)
    }
    if hours := values.get("hours"):
        changes |= {"hours": hours.osm, "hours_text": hours.text}
    if cost := values.get("cost"):
        changes |= {
            "cost_amount": cost.amount, "cost_text": cost.text, "free_of_charge": cost.free,
        }  # fmt: skip
    if typed.get("address") and not errors:
        location, _ = place_row(_address(typed["address"]), _geocoder())
        if location is None:
            return {}, {"address": [gettext(WHERE)]}
        document = to_document(Listing(name="", locations=(_moved(there, _placed(location)),)))
        changes["locations"] = document["locations"]
    return ({}, errors) if errors else (changes, {})


def read_mail(typed: Mapping[str, str], errors: Errors) -> str:
    """The mail address of who wants an answer; what is wrong with it goes to the errors."""
    read = read_email(typed["mail"]) if typed.get("mail") else ""
    if isinstance(read, Flaw):
        errors["mail"] = [gettext(MAIL)]
        return ""
    return read


def _too_little(typed: Mapping[str, str]) -> Errors:
    return {name: [gettext(said)] for name, said in NEEDED.items() if not typed.get(name)}


def _read(typed: Mapping[str, str], errors: Errors) -> tuple[dict[str, Any], dict[str, Flaw]]:
    """The values of what was typed, with the flaws that a person need not mend."""
    for name, longest in LONGEST.items():
        if len(typed.get(name, "")) > longest:
            errors[name] = [gettext("Dit is te lang: maak er %(most)s tekens van.", most=longest)]
    for name in ("name", "description"):
        found = personal_data(typed.get(name, ""))
        if said := [gettext(PERSONAL[kind]) for kind in found if kind in PERSONAL]:
            errors[name] = said
    told = {name: text for name, text in typed.items() if name in READ and text}
    told |= _contact(typed.get("reach", ""), errors)
    flaws: dict[str, Flaw] = {}
    values = read_values(schema_of(told), told, flaws)
    for name, flaw in flaws.items():
        lost = flaw.mended in ("", None)
        if flaw.level == Level.ERROR or lost:
            field = "reach" if name in {"phone", "email", "website"} else name
            errors.setdefault(field, []).append(gettext(flaw.remedy, **dict(flaw.facts)))
    return values, flaws


def _contact(text: str, errors: Errors) -> dict[str, str]:
    """A text with a phone number, a mail address or a site, in any order, as three."""
    told: dict[str, str] = {}
    if found := ADDRESS.search(text):
        told["email"] = found[0]
    rest = ADDRESS.sub(" ", text)
    if site := SITE.search(rest):
        told["website"] = site[0].rstrip(".,;)")
    rest = SITE.sub(" ", rest)
    matcher = phonenumbers.PhoneNumberMatcher(rest, "NL", phonenumbers.Leniency.POSSIBLE, 20)
    if number := next(iter(matcher), None):
        told["phone"] = number.raw_string
    if text and not told:
        errors["reach"] = [gettext(CONTACT)]
    return told


def _address(text: str) -> dict[str, str]:
    """An address on one line as an import has it: without a number it is a town."""
    line = " ".join(text.split())
    if not any(sign.isdigit() for sign in line):
        return {"town": line}
    if "," not in line and (found := HOUSE.fullmatch(line)):
        return {"street": found["street"], "town": found["town"]}
    return {"address": line}


def _placed(location: ListedLocation) -> ListedLocation:
    """The location with its municipality: that tells which coordinator answers for it."""
    near = location.municipality or nearest_postcode(location.lon, location.lat).municipality
    return replace(location, municipality=near)


def _moved(there: Listing, location: ListedLocation) -> ListedLocation:
    """The new address with what was known of the only place before: its name, its facts."""
    if len(there.locations) != 1:
        return location
    where = {"lon", "lat", "street", "postcode", "town", "municipality", "bag_id", "precision"}
    new = {
        each.name: getattr(location, each.name) for each in fields(location) if each.name in where
    }
    return replace(there.locations[0], **new)


def _geocoder() -> Any:
    return geocoder_for(current_settings())
