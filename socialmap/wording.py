"""Marks texts for translation, and lists the languages that a listing can be offered in."""

from __future__ import annotations

# ISO 639 codes of the languages spoken most in the Netherlands, the most frequent ones first.
LANGUAGES = ("nl", "en", "ar", "tr", "pl", "uk", "ti", "fr", "de", "es", "so", "fa", "ber", "pap")


def N_(sentence: str) -> str:  # noqa: N802, RUF100 - the name that gettext tools look for
    """Mark a sentence for translation, and return it; a door translates it when it is shown."""
    return sentence


TOO_LONG = N_("Dit is %(over)s tekens te lang. Er passen er %(longest)s.")
