"""Ages among the words of a question: mijn vader van 82 says who it is for, not what to find."""

from __future__ import annotations

from collections.abc import Sequence

# A number between such words is an age, unless what follows says what it counts.
BEFORE = frozenset(
    ("ben", "bent", "is", "van", "was", "word", "wordt", "bijna", "net", "pas", "am", "age", "aged")
)
AFTER = frozenset(("jaar", "jarig", "jarige", "jr", "years", "old"))
COUNTED = frozenset(
    (
        "euro",
        "uur",
        "min",
        "minuten",
        "km",
        "kilometer",
        "meter",
        "tot",
        "dagen",
        "weken",
        "maanden",
        "keer",
    )
)
OLDEST = 110
# For whom something is, by the ages from and up to which people are called so.
AUDIENCES = ((1, 12, "kinderen"), (12, 27, "jongeren"), (60, OLDEST + 1, "ouderen"))


def is_age(typed: Sequence[str], place: int) -> bool:
    """Whether the folded word at a position is an age in years."""
    word = typed[place]
    if not (word.isascii() and word.isdigit() and 0 < int(word[:4]) <= OLDEST):
        return False
    following = typed[place + 1] if place + 1 < len(typed) else ""
    if following in COUNTED:
        return False
    return following in AFTER or (place > 0 and typed[place - 1] in BEFORE)


def audience_of(age: str) -> str:
    """The word for people of an age; "" between young and old."""
    years = int(age)
    return next((name for first, end, name in AUDIENCES if first <= years < end), "")
