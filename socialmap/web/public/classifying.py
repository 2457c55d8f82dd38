"""How listings are classified, explained for everybody, with a suggestion for a typed text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from socialmap.catalogue.classifying import evidence_of, suggested_weights
from socialmap.catalogue.queries import form_numbers
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.guards import everybody
from socialmap.isolation.classifier import Classification, Described, classify
from socialmap.web.page.forms import Errors, one_line, too_long
from socialmap.web.page.site import until_changed
from socialmap.wording import N_

blueprint = Blueprint("classifying", __name__)

LONGEST = {"naam": 200, "beschrijving": 2_000}  # characters
KINDS_NAMED = 5
EXAMPLE = Described(
    name=N_("De Groene Gieter"),
    description=N_(
        "Elke dinsdag werken we met een kleine ploeg in de kas. Je doet mee in je eigen tempo. "
        "Er is begeleiding, en om tien uur is er koffie en een praatje."
    ),
)


# The fields in which words of evidence stand.
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
    """Explain the three forms and the classification of listings, with an example."""
    own = described(request.args)
    typed = {name: one_line(request.args.get(name, "")) for name in LONGEST}
    errors: Errors = {}
    for name, longest in LONGEST.items():
        errors |= too_long(name, typed[name], longest)
    example = own if (own.name or own.description) and not errors else EXAMPLE
    return render_template(
        "classifying/method.html",
        terms=[(term, _kinds(term.code)) for term in taxonomy().terms("isolation_form")],
        own=own,
        example=example,
        classification=classify(example),
        forms=explained(classify(example)),
        numbers=until_changed("form numbers", form_numbers),
        typed=typed,
        errors=errors,
    )


@blueprint.get("/indelen.json")
@everybody
def suggest() -> ResponseReturnValue:
    """Suggest forms, setting and kind for a text, with their evidence; the text is not stored."""
    classification = classify(described(request.args))
    return jsonify(
        vormen=explained(classification),
        eerste=classification.primary,
        zekerheid=classification.sureness,
        onzeker=classification.unsure,
        soort=_term("setting", classification.setting),
        vorm=_term("kind", classification.kind),
    )


def described(args: Mapping[str, str]) -> Described:
    """The name, description and kind in the arguments of a URL, cut to their longest length."""
    kind = args.get("vorm", "")
    return Described(
        name=one_line(args.get("naam", "")[: LONGEST["naam"]]),
        description=one_line(args.get("beschrijving", "")[: LONGEST["beschrijving"]]),
        kind=kind if taxonomy().get("kind", kind) else "",
    )


def _kinds(form: str) -> list[str]:
    """The names of at most KINDS_NAMED kinds whose main form this is, spread over their list."""
    kinds = [term for term in taxonomy().terms("kind") if term.forms[:1] == (form,)]
    return [kind.nl for kind in kinds[:: max(1, len(kinds) // KINDS_NAMED)][:KINDS_NAMED]]


def _term(scheme: str, code: str) -> dict[str, str] | None:
    return {"code": code, "naam": taxonomy().name(scheme, code)} if code else None


def explained(classification: Classification) -> list[dict[str, Any]]:
    """The suggested forms as JSON-able values, the most important first, with their evidence."""
    return [
        {
            "code": form,
            "naam": taxonomy().name("isolation_form", form),
            "gewoon": taxonomy().plain_name("isolation_form", form),
            "gewicht": weight,
            "redenen": [
                {
                    "woorden": clue["phrase"],
                    "waar": str(gettext(PLACES.get(clue["where"], clue["where"]))),
                    "telt": clue["counted"],
                }
                for clue in evidence_of(classification, form)
            ],
        }
        for form, weight in suggested_weights(classification).items()
    ]
