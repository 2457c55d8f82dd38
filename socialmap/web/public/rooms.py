"""Rooms on offer and groups that look for a room, open to everybody."""

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
from socialmap.rooms.fit import Verdict, Wish
from socialmap.rooms.models import Room
from socialmap.rooms.queries import matches, wishes
from socialmap.search.finder import geocoder_for_question
from socialmap.search.query import SearchQuery
from socialmap.web.page.forms import FormSchema, one_line
from socialmap.web.page.room_forms import DISTANCES, MOST_PEOPLE
from socialmap.wording import N_

blueprint = Blueprint("spaces", __name__)
QUESTIONS = {
    "people": N_("hoeveel mensen erin kunnen"),
    "step_free": N_("of het drempelvrij is"),
    "price": N_("wat het kost"),
    "times": N_("wanneer het vrij is"),
}


@blueprint.app_template_filter()
def room_price(room: Room) -> str:
    """The price of a room per part of a day, in words; empty when it is not known."""
    if room.price == 0:
        price = gettext("gratis")
    elif room.price is not None:
        amount = f"{room.price:.2f}".replace(".", ",")
        price = gettext("€ %(amount)s per dagdeel", amount=amount)
    else:
        price = ""
    return " · ".join(filter(None, (price, room.price_text)))


@blueprint.app_template_filter()
def unknown_answers(answers: dict[str, Verdict]) -> list[str]:
    """The facts of a room that were asked for and are not known, in words."""
    return [
        gettext(QUESTIONS[name]) for name, answer in answers.items() if answer is Verdict.UNKNOWN
    ]


class QuestionSchema(FormSchema):
    """The arguments of the URL; an invalid one counts as not given."""

    waar = fields.String(load_default="")
    mensen = fields.Integer(load_default=None, allow_none=True)
    afstand = fields.Integer(load_default=10_000)
    drempelvrij = fields.Boolean(load_default=False)
    gratis = fields.Boolean(load_default=False)


def read_question(args: dict[str, str]) -> dict[str, Any]:
    """The valid arguments of a URL, by name, with the default for every other."""
    schema = QuestionSchema()
    errors = schema.validate(args)
    question: dict[str, Any] = schema.load({k: v for k, v in args.items() if k not in errors})
    question["waar"] = one_line(question["waar"][:200])
    if question["mensen"] is not None and not 0 < question["mensen"] <= MOST_PEOPLE:
        question["mensen"] = None
    if question["afstand"] not in DISTANCES:
        question["afstand"] = 10_000
    return question


@blueprint.get("/ruimtes")
@everybody
def index() -> ResponseReturnValue:
    """Show the rooms that may fit, the nearest first, and the groups that look for one."""
    question = read_question(request.args.to_dict())
    asked = SearchQuery(where=question["waar"])
    geocoder = geocoder_for_question(geocoder_for(current_settings()), asked)
    answer = locate(question["waar"], geocoder=geocoder)
    place = answer.place if isinstance(answer, OnePlace) else None
    if isinstance(answer, SeveralPlaces):
        place = answer.places[0]
    wish = Wish(
        point=place.point if place else None,
        people=question["mensen"],
        step_free=question["drempelvrij"],
        most_price=0 if question["gratis"] else None,
        within=question["afstand"],
    )
    return render_template(
        "spaces/index.html",
        question=question,
        place=place,
        matches=matches(wish),
        wishes=wishes(),
        distances=DISTANCES,
    )
