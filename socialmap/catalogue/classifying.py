"""The forms that the classifier suggests for a listing, with weight and evidence."""

from __future__ import annotations

from typing import Any

from socialmap.catalogue.listing import Listing
from socialmap.isolation.classifier import Classification, Described, classify
from socialmap.isolation.lexicon import threshold_points

# Forms with a smaller weight than this are not suggested.
LEAST_WEIGHT = 0.25


def described(listing: Listing) -> Described:
    """The listing in the shape that the classifier reads."""
    return Described(
        name=listing.name,
        summary=listing.summary,
        description=listing.description,
        kind=listing.kind,
        thresholds=tuple(fact for fact in threshold_points() if getattr(listing, fact)),
        audiences=listing.audiences,
    )


def suggested(listing: Listing) -> Classification:
    """Classify a listing."""
    return classify(described(listing))


def suggested_weights(classification: Classification) -> dict[str, float]:
    """The forms to suggest with their weights (0-1), the largest first."""
    ranked = sorted(classification.weights.items(), key=lambda item: -item[1])
    return {str(form): weight for form, weight in ranked if weight >= LEAST_WEIGHT}


def form_rows(listing: Listing) -> list[dict[str, Any]]:
    """The rows of `initiative_form`: the choice of a person, else what the classifier suggests."""
    if listing.forms:
        return [
            {"form": form, "weight": weight, "origin": "confirmed", "sureness": None}
            | {"evidence": []}
            for form, weight in listing.forms.items()
        ]
    classification = suggested(listing)
    return [
        {"form": form, "weight": weight, "origin": "suggested", "sureness": classification.sureness}
        | {"evidence": evidence_of(classification, form)}
        for form, weight in suggested_weights(classification).items()
    ]


def evidence_of(classification: Classification, form: str) -> list[dict[str, Any]]:
    """The evidence for a form, strongest first: phrase, where it stands, and what it counted."""
    return [
        {"phrase": item.phrase, "where": item.where, "counted": item.counted}
        for item in classification.evidence
        if item.form == form
    ]


def first_form(weights: dict[str, float]) -> str:
    """The form with the largest weight; "none" without forms."""
    return max(weights, key=lambda form: weights[form], default="none")
