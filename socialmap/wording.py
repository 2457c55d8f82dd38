"""Words that readers see, marked where they stand: a door says them in the reader's language."""

from __future__ import annotations

# The languages that can be chosen: those that are spoken most.
LANGUAGES = ("nl", "en", "ar", "tr", "pl", "uk", "ti", "fr", "de", "es", "so", "fa", "ber", "pap")


def N_(sentence: str) -> str:  # noqa: N802, RUF100 - the name that gettext tools look for
    """Mark a sentence for translation where it stands; a door translates it when it is shown."""
    return sentence
