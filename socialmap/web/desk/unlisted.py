"""What asked to stay off the map: the register, and what goes on and off it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema
from marshmallow.validate import Length

from socialmap.catalogue.listing import ListedLocation, Listing
from socialmap.db import writes
from socialmap.fields.cells import read_email, read_phone, read_website
from socialmap.fields.flaws import Flaw
from socialmap.guards import actor, needs
from socialmap.people.accounts import names_of
from socialmap.people.permissions import Permission
from socialmap.proposals.unlisted import register
from socialmap.proposals.unlisting import lift, remember
from socialmap.web.public.contributions import read_typed
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
READERS = {"phone": read_phone, "email": read_email, "website": read_website}
NEEDED = N_("Vul dit in.")
TOO_LITTLE = N_("Vul een plaats, telefoon, mailadres of website in. Anders herkennen we het niet.")


class UnlistedSchema(Schema):
    """What the form sends: what to know it by, and why it stays off."""

    class Meta:
        """Names that the form does not have are left out."""

        unknown = EXCLUDE

    name = fields.String(required=True, validate=Length(1, 150, error=NEEDED))
    street = fields.String(load_default="", validate=Length(max=150))
    town = fields.String(load_default="", validate=Length(max=150))
    phone = fields.String(load_default="", validate=Length(max=80))
    email = fields.String(load_default="", validate=Length(max=200))
    website = fields.String(load_default="", validate=Length(max=300))
    reason = fields.String(required=True, validate=Length(1, 300, error=NEEDED))
    asked_by = fields.String(load_default="", validate=Length(max=150))

    @validates_schema
    def check_traits(self, data: dict[str, str], **_: object) -> None:
        """Refuse what nothing could be known by again, and numbers that are none."""
        if not any(data[name] for name in ("town", *READERS)):
            raise ValidationError(TOO_LITTLE, "town")
        for name, read in READERS.items():
            found = read(data[name]) if data[name] else ""
            if isinstance(found, Flaw) and not found.mended:
                raise ValidationError(found.remedy, name)
            data[name] = found.mended if isinstance(found, Flaw) else found


@blueprint.get("")
@needs(Permission.ANSWER_PROPOSALS)
def index() -> ResponseReturnValue:
    """Show the register, and the form to add to it."""
    return _page({})


@blueprint.post("")
@needs(Permission.ANSWER_PROPOSALS)
@writes
def add() -> ResponseReturnValue:
    """Put something on the register, or show the form again with what to mend."""
    typed = read_typed(request.form, tuple(LABELS))
    try:
        told = UnlistedSchema().load(typed)
    except ValidationError as error:
        return _page(typed, error.messages_dict), 422
    place = ListedLocation(lon=0, lat=0, street=told["street"], town=told["town"])
    listing = Listing(
        name=told["name"],
        phone=told["phone"],
        email=told["email"],
        website=told["website"],
        locations=(place,) if told["town"] or told["street"] else (),
    )
    remember(listing, told["reason"], told["asked_by"], actor())
    return redirect(url_for("unlisted.index"), 303)


@blueprint.post("/<int:number>/weer-opnemen")
@needs(Permission.ANSWER_PROPOSALS)
@writes
def let_in(number: int) -> ResponseReturnValue:
    """Take something off the register: it may be listed again."""
    lift(number, actor())
    return redirect(url_for("unlisted.index"), 303)


def _page(typed: dict[str, str], errors: dict[str, list[str]] | None = None) -> str:
    entries = register()
    return render_template(
        "unlisted/index.html",
        entries=entries,
        names=names_of(each.actor for each in entries),
        typed=typed,
        errors={name: [gettext(each) for each in said] for name, said in (errors or {}).items()},
        labels={name: gettext(text) for name, text in LABELS.items()},
    )
