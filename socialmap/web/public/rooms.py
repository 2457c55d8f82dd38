"""Rooms on offer, and who looks for one, for everybody."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import fields

from socialmap.config import current_settings
from socialmap.guards import everybody
from socialmap.places.geocoding import OnePlace, SeveralPlaces, locate
from socialmap.places.pdok import geocoder_for
from socialmap.rooms.fit import Answer, Wish
from socialmap.rooms.models import Space
from socialmap.rooms.queries import matches, wishes
from socialmap.web.page.field_words import hours_words
from socialmap.web.page.forms import FormSchema, one_line
from socialmap.web.page.room_forms import DISTANCES, MOST_PEOPLE
from socialmap.wording import N_

blueprint = Blueprint("spaces", __name__)
blueprint.add_app_template_filter(hours_words)
QUESTIONS = {
    "people": N_("hoeveel mensen erin kunnen"),
    "step_free": N_("of het drempelvrij is"),
    "price": N_("wat het kost"),
    "times": N_("wanneer het vrij is"),
}


@blueprint.app_template_filter()
def room_price(space: Space) -> str:
    """What a room costs for a part of the day; empty when nobody told."""
    if space.price == 0:
        told = gettext("gratis")
    elif space.price is not None:
        amount = f"{space.price:.2f}".replace(".", ",")
        told = gettext("€ %(amount)s per dagdeel", amount=amount)
    else:
        told = ""
    return " · ".join(filter(None, (told, space.price_text)))


@blueprint.app_template_filter()
def unknown_answers(answers: dict[str, Answer]) -> list[str]:
    """What nobody knows of a room that somebody asked for."""
    return [
        gettext(QUESTIONS[name]) for name, answer in answers.items() if answer is Answer.UNKNOWN
    ]


class QuestionSchema(FormSchema):
    """What the address asks for: nonsense is read as nothing."""

    waar = fields.String(load_default="")
    mensen = fields.Integer(load_default=None, allow_none=True)
    afstand = fields.Integer(load_default=10_000)
    drempelvrij = fields.Boolean(load_default=False)
    gratis = fields.Boolean(load_default=False)


def read_question(args: dict[str, str]) -> dict[str, Any]:
    """The question that an address asks, whatever it says."""
    schema = QuestionSchema()
    wrong = schema.validate(args)
    told: dict[str, Any] = schema.load({k: v for k, v in args.items() if k not in wrong})
    told["waar"] = one_line(told["waar"][:200])
    if told["mensen"] is not None and not 0 < told["mensen"] <= MOST_PEOPLE:
        told["mensen"] = None
    if told["afstand"] not in DISTANCES:
        told["afstand"] = 10_000
    return told


@blueprint.get("/ruimtes")
@everybody
def index() -> ResponseReturnValue:
    """Show rooms that may fit, the nearest first, and who looks for one."""
    told = read_question(request.args.to_dict())
    answer = locate(told["waar"], geocoder=geocoder_for(current_settings()))
    place = answer.place if isinstance(answer, OnePlace) else None
    if isinstance(answer, SeveralPlaces):
        place = answer.places[0]
    wish = Wish(
        point=place.point if place else None,
        people=told["mensen"],
        step_free=told["drempelvrij"],
        most_price=0 if told["gratis"] else None,
        within=told["afstand"],
    )
    return render_template(
        "spaces/index.html",
        told=told,
        place=place,
        matches=matches(wish),
        wishes=wishes(),
        distances=DISTANCES,
    )
