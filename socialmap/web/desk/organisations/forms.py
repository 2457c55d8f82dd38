"""The form of an organisation: its fields, what was typed in them, and drafts of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext

from socialmap.catalogue.listing import ListedPhone
from socialmap.catalogue.models import Organisation
from socialmap.fields.cells import read_email
from socialmap.fields.phones import read_phones
from socialmap.fields.sites import read_website
from socialmap.organisations.actions import FIELDS, OrganisationFacts, facts_of
from socialmap.web.page.filters import phone
from socialmap.web.page.forms import (
    Errors,
    FormSchema,
    Typed,
    load,
    needed,
    text,
    translated,
)
from socialmap.web.pictures.bringing import Brought, read_logo, refused
from socialmap.wording import N_

LONGEST_NAME, LONGEST_DESCRIPTION, LONGEST_ALT = 150, 2000, 200  # characters
LABELS = {
    "name": N_("Naam"),
    "description": N_("Wat doet deze organisatie?"),
    "logo": N_("Logo"),
    "logo_alt": N_("Wat is er op het logo te zien?"),
    "website": N_("Website"),
    "email": N_("Mailadres dat iedereen mag zien"),
    "phones": N_("Telefoon"),
}


class OrganisationSchema(FormSchema):
    """The form of an organisation."""

    name = Typed(needed(text(LONGEST_NAME), N_("Vul de naam van de organisatie in."), shortest=2))
    description = Typed(text(LONGEST_DESCRIPTION, lines=True))
    logo_alt = Typed(text(LONGEST_ALT))
    website = Typed(read_website)
    email = Typed(read_email)
    phones = Typed(read_phones)


@dataclass(frozen=True)
class OrganisationForm:
    """The form of an organisation (None: a new one), begun at a version of it."""

    organisation: Organisation | None
    version: int
    typed: Mapping[str, str]
    errors: Errors = field(default_factory=dict)

    @property
    def labels(self) -> dict[str, str]:
        """The names of the fields."""
        return translated(LABELS)


def opened_form(organisation: Organisation | None, facts: OrganisationFacts) -> OrganisationForm:
    """The form as it opens, with these facts."""
    version = organisation.version if organisation else 0
    return OrganisationForm(organisation, version, form_words(facts))


def form_words(facts: OrganisationFacts) -> dict[str, str]:
    """The facts of an organisation as somebody would type them."""
    return {
        "name": facts.name,
        "description": facts.description,
        "logo": facts.logo,
        "logo_alt": facts.logo_alt,
        "website": facts.website,
        "email": facts.email,
        "phones": phone_words(facts.phones),
    }


def phone_words(phones: object) -> str:
    """Phone numbers in one line, each with the words beside it."""
    known = phones if isinstance(phones, list | tuple) else ()
    numbers = [(phone(each["number"]), each.get("words", "")) for each in known]
    return "; ".join(f"{number} ({words})" if words else number for number, words in numbers)


def read_facts(
    typed: Mapping[str, str], brought: Brought, before: Organisation | None = None
) -> tuple[OrganisationFacts | None, Errors]:
    """The facts that were typed; None with what is wrong, per field.

    `before` is the organisation as it is; a form without a logo leaves its logo as it is.
    """
    values, errors = load(OrganisationSchema(), typed)
    if "logo" in typed:
        logo, wrong = read_logo(typed, values.get("logo_alt", ""), before.logo if before else "")
        values |= logo
        errors = wrong | errors
    elif before:
        values |= {"logo": before.logo, "logo_alt": before.logo_alt}
    errors |= refused(brought)
    if errors:
        return None, errors
    phones = values.pop("phones")
    return OrganisationFacts(**values, phones=tuple(_phone(each) for each in phones)), {}


def _phone(listed: ListedPhone) -> dict[str, str]:
    return {"number": listed.number, "words": listed.words}


def differences_of(
    organisation: Organisation, facts: OrganisationFacts
) -> list[tuple[str, str, str]]:
    """What differs between an organisation and other facts: the name of a field, now and then."""
    now, then = form_words(facts_of(organisation)), form_words(facts)
    return [
        (gettext(LABELS[name]), shown_words(name, now[name]), shown_words(name, then[name]))
        for name in FIELDS
        if now[name] != then[name]
    ]


def shown_words(name: str, words: str) -> str:
    """What a page says of a field: of a logo only that there is one."""
    return gettext("een logo") if name == "logo" and words else words
