"""The three forms of isolation, and the weights by which a kind of listing addresses them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class IsolationForm(StrEnum):
    """Societal: not taking part; group: withdrawn into a small circle; individual: no contact."""

    SOCIETAL = "societal"
    GROUP = "group"
    INDIVIDUAL = "individual"


# The answer for what addresses no form: a dentist, a school, a regulation.
NONE = "none"
ANSWERS = (*IsolationForm, NONE)

# A kind names its forms from the most to the least important.
WEIGHTS = (1.0, 0.6, 0.3)


def default_weights(forms: Sequence[str]) -> dict[str, float]:
    """Weight per form (0-1) of the forms of a kind, given in order of importance."""
    return dict(zip(forms, WEIGHTS, strict=False))
