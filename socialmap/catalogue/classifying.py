"""What the classifier suggests for a listing: forms with their weight and the words that say so."""

from __future__ import annotations

from typing import Any

from socialmap.catalogue.listing import Listing
from socialmap.isolation.classifier import Classification, Described, classify

# A form that counts for less than this is not worth a mention.
LEAST_WEIGHT = 0.25


def described(listing: Listing) -> Described:
    """A listing as the classifier reads it."""
    return Described(
        name=listing.name,
        summary=listing.summary,
        description=listing.description,
        kind=listing.kind,
        walk_in=listing.walk_in,
        met_at_door=listing.met_at_door,
        companion_welcome=listing.companion_welcome,
        audiences=listing.audiences,
    )


def suggested(listing: Listing) -> Classification:
    """What the classifier says of a listing."""
    return classify(described(listing))


def suggested_weights(found: Classification) -> dict[str, float]:
    """The forms that are worth a mention with their weight (0-1), the most important first."""
    ranked = sorted(found.weights.items(), key=lambda item: -item[1])
    return {str(form): weight for form, weight in ranked if weight >= LEAST_WEIGHT}


def form_rows(listing: Listing) -> list[dict[str, Any]]:
    """The rows of the forms of a listing: what a person said, else what the classifier suggests."""
    if listing.forms:
        return [
            {"form": form, "weight": weight, "origin": "confirmed", "sureness": None}
            | {"evidence": []}
            for form, weight in listing.forms.items()
        ]
    found = suggested(listing)
    return [
        {"form": form, "weight": weight, "origin": "suggested", "sureness": found.sureness}
        | {"evidence": evidence_of(found, form)}
        for form, weight in suggested_weights(found).items()
    ]


def evidence_of(found: Classification, form: str) -> list[dict[str, Any]]:
    """What speaks for a form, the strongest first: phrase, where it stands, how much it counted."""
    return [
        {"phrase": each.phrase, "where": each.where, "counted": each.counted}
        for each in found.evidence
        if each.form == form
    ]


def first_form(weights: dict[str, float]) -> str:
    """The most important of some forms; "none" when there is none."""
    return max(weights, key=lambda form: weights[form], default="none")
