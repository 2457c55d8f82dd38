"""The register of initiatives that asked to stay off the map, at the desk."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import validates_schema

from socialmap.catalogue.listing import ListedLocation, ListedPhone, Listing
from socialmap.db import writes
from socialmap.fields.cells import read_email
from socialmap.fields.phones import read_phone
from socialmap.fields.sites import read_website
from socialmap.guards import actor, needs
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission
from socialmap.proposals.unlisted import register
from socialmap.proposals.unlisting import lift, remember
from socialmap.web.page.forms import (
    Errors,
    FormSchema,
    Typed,
    load,
    needed,
    read_typed,
    text,
    translated,
    wrong,
)
from socialmap.wording import N_

blueprint = Blueprint("unlisted", __name__, url_prefix="/beheer/niet-opnemen")
LABELS = {
    "name": N_("Naam"),
    "street": N_("Straat en huisnummer"),
    "town": N_("Plaats"),
    "phone": N_("Telefoon"),
    "email": N_("Mailadres"),
    "website": N_("Website"),
    "reason": N_("Waarom niet?"),
    "asked_by": N_("Wie vraagt het?"),
}
TRAITS = ("town", "phone", "email", "website")
TOO_LITTLE = N_("Vul een plaats, telefoon, mailadres of website in. Anders herkennen we het niet.")


class UnlistedSchema(FormSchema):
    """The form: the traits by which to recognise an initiative, and why it stays off the map."""

    name = Typed(needed(text(150)))
    street = Typed(text(150))
    town = Typed(text(150))
    phone = Typed(read_phone, mends=True)
    email = Typed(read_email, mends=True)
    website = Typed(read_website, mends=True)
    reason = Typed(needed(text(300)))
    asked_by = Typed(text(150))

    @validates_schema
    def check_traits(self, data: dict[str, str], **_: object) -> None:
        """Refuse an initiative without any trait to recognise it by."""
        if not any(data[name] for name in TRAITS):
            raise wrong(TOO_LITTLE, "town")


@blueprint.get("")
@needs(Permission.ANSWER_PROPOSALS)
def index() -> ResponseReturnValue:
    """Show the register, and the form to add to it."""
    return _page({})


@blueprint.post("")
@needs(Permission.ANSWER_PROPOSALS)
@writes
def add() -> ResponseReturnValue:
    """Add an initiative to the register, or show the form again with the errors."""
    typed = read_typed(request.form, tuple(LABELS))
    values, errors = load(UnlistedSchema(), typed)
    if errors:
        return _page(typed, errors), 422
    place = ListedLocation(lon=0, lat=0, street=values["street"], town=values["town"])
    listing = Listing(
        name=values["name"],
        phones=(ListedPhone(number=values["phone"]),) if values["phone"] else (),
        email=values["email"],
        website=values["website"],
        locations=(place,) if values["town"] or values["street"] else (),
    )
    remember(listing, values["reason"], values["asked_by"], actor())
    return redirect(url_for("unlisted.index"), 303)


@blueprint.post("/<int:number>/weer-opnemen")
@needs(Permission.ANSWER_PROPOSALS)
@writes
def let_in(number: int) -> ResponseReturnValue:
    """Remove an initiative from the register, so that it may be listed again."""
    lift(number, actor())
    return redirect(url_for("unlisted.index"), 303)


def _page(typed: dict[str, str], errors: Errors | None = None) -> str:
    entries = register()
    return render_template(
        "unlisted/index.html",
        entries=entries,
        names=names_of(entry.actor for entry in entries),
        typed=typed,
        errors=errors or {},
        labels=translated(LABELS),
    )
