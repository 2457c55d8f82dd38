"""How listings are classified, for everybody to read, and the suggestion for a text."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.classifying import evidence_of, suggested_weights
from socialmap.catalogue.queries import form_numbers
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.guards import everybody
from socialmap.isolation.classifier import Classification, Described, classify
from socialmap.web.page.forms import one_line
from socialmap.web.page.site import until_changed
from socialmap.wording import N_

blueprint = Blueprint("classifying", __name__)

LONGEST_NAME = 200
LONGEST_TEXT = 2_000
KINDS_NAMED = 5
EXAMPLE = Described(
    name=N_("De Groene Gieter"),
    description=N_(
        "Elke dinsdag werken we met een kleine ploeg in de kas. Je doet mee in je eigen tempo. "
        "Er is begeleiding, en om tien uur is er koffie en een praatje."
    ),
)


# Where the words of evidence stand.
PLACES = {
    "name": N_("naam"),
    "summary": N_("samenvatting"),
    "description": N_("beschrijving"),
    "kind": N_("vorm"),
    "threshold": N_("drempel"),
    "audience": N_("voor wie"),
}


@blueprint.get("/zo-delen-we-in")
@everybody
def method() -> ResponseReturnValue:
    """Say what the three forms are and how listings are classified, with an example."""
    own = _described()
    example = own if own.name or own.description else EXAMPLE
    return render_template(
        "classifying/method.html",
        terms=[(term, _kinds(term.code)) for term in taxonomy().terms("isolation_form")],
        own=own,
        example=example,
        found=classify(example),
        forms=explained(classify(example)),
        numbers=until_changed("form numbers", form_numbers),
        longest=(LONGEST_NAME, LONGEST_TEXT),
    )


@blueprint.get("/indelen.json")
@everybody
def suggest() -> ResponseReturnValue:
    """Suggest forms, setting and kind for a text, with the words that say so; nothing is kept."""
    found = classify(_described())
    return jsonify(
        vormen=explained(found),
        eerste=found.primary,
        zekerheid=found.sureness,
        onzeker=found.unsure,
        soort=_term("setting", found.setting),
        vorm=_term("kind", found.kind),
    )


def _described() -> Described:
    """The text that is asked about, no longer than a listing has use for."""
    kind = request.args.get("vorm", "")
    return Described(
        name=one_line(request.args.get("naam", "")[:LONGEST_NAME]),
        description=one_line(request.args.get("beschrijving", "")[:LONGEST_TEXT]),
        kind=kind if taxonomy().get("kind", kind) else "",
    )


def _kinds(form: str) -> list[str]:
    """Some kinds of which a form is the most important one, from the whole list."""
    kinds = [term for term in taxonomy().terms("kind") if term.forms[:1] == (form,)]
    return [kind.nl for kind in kinds[:: max(1, len(kinds) // KINDS_NAMED)][:KINDS_NAMED]]


def _term(scheme: str, code: str) -> dict[str, str] | None:
    return {"code": code, "naam": taxonomy().name(scheme, code)} if code else None


def explained(found: Classification) -> list[dict[str, Any]]:
    """The forms that are suggested, the most important first, with what speaks for each."""
    return [
        {
            "code": form,
            "naam": taxonomy().name("isolation_form", form),
            "gewoon": taxonomy().plain_name("isolation_form", form),
            "gewicht": weight,
            "redenen": [
                {
                    "woorden": each["phrase"],
                    "waar": str(gettext(PLACES.get(each["where"], each["where"]))),
                    "telt": each["counted"],
                }
                for each in evidence_of(found, form)
            ],
        }
        for form, weight in suggested_weights(found).items()
    ]
