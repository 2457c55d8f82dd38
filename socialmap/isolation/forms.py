"""The three forms of isolation, and how much a kind addresses each when nobody said otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class IsolationForm(StrEnum):
    """Not taking part in society; withdrawn into a small circle; missing contact itself."""

    SOCIETAL = "societal"
    GROUP = "group"
    INDIVIDUAL = "individual"


# What addresses no form: a dentist, a school, a regulation.
NONE = "none"
ANSWERS = (*IsolationForm, NONE)

# A kind names its forms from the most to the least important.
WEIGHTS = (1.0, 0.6, 0.3)


def default_weights(forms: Sequence[str]) -> dict[str, float]:
    """Weight per form, 0-1, for the forms that a kind names in order of importance."""
    return dict(zip(forms, WEIGHTS, strict=False))
