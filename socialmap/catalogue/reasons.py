"""The reason of a change of a listing: a code with facts, or the words of a person. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache


class Code(StrEnum):
    """The event that led to a change."""

    OWN_WORDS = "own_words"
    MERGED_INTO = "merged_into"
    MERGED_WITH = "merged_with"
    UNMERGED = "unmerged"
    PROPOSAL = "proposal"
    IMPORT_UNDONE = "import_undone"
    BULK_UNDONE = "bulk_undone"
    CHANGE_UNDONE = "change_undone"
    VERSION_RESTORED = "version_restored"
    INITIATIVE_RIGHT = "initiative_right"
    INITIATIVE_GONE = "initiative_gone"
    INITIATIVE_PAUSED = "initiative_paused"
    INITIATIVE_BACK = "initiative_back"
    DESK_RIGHT = "desk_right"
    PHONE_RIGHT = "phone_right"
    PHONE_GONE = "phone_gone"
    NOBODY_KNOWS = "nobody_knows"
    REVIEWED = "reviewed"
    NOT_IN_FILE = "not_in_file"
    BACK_AFTER_ALL = "back_after_all"
    BY_INITIATIVE = "by_initiative"
    BY_PROFESSIONAL = "by_professional"
    BY_VISITOR = "by_visitor"
    ORGANISATION_RENAMED = "organisation_renamed"
    ORGANISATION_MERGED = "organisation_merged"
    ORGANISATION_UNMERGED = "organisation_unmerged"


# The text of each code in the column of a revision or a pause, with {fact} for a fact. Databases
# hold these texts: they never change, and only `reason_of` reads them.
STORED: Mapping[Code, str] = {
    Code.MERGED_INTO: "merged into {slug}",
    Code.MERGED_WITH: "merged with {slug}",
    Code.UNMERGED: "undo of merging {slug}",
    Code.PROPOSAL: "proposal {number}",
    Code.IMPORT_UNDONE: "undo of import {number}",
    Code.BULK_UNDONE: "undo of bulk change {number}",
    Code.CHANGE_UNDONE: "Wijziging {number} teruggedraaid",
    Code.VERSION_RESTORED: "Terug naar versie {number}",
    Code.INITIATIVE_RIGHT: "Het initiatief zegt dat alles klopt",
    Code.INITIATIVE_GONE: "Het initiatief zegt dat het er niet meer is",
    Code.INITIATIVE_PAUSED: "Het initiatief zegt dat het er even niet is",
    Code.INITIATIVE_BACK: "Het initiatief zegt dat het er weer is",
    Code.DESK_RIGHT: "Nagekeken en het klopt nog",
    Code.PHONE_RIGHT: "Aan de telefoon gehoord dat alles klopt",
    Code.PHONE_GONE: "Aan de telefoon gehoord dat het er niet meer is",
    Code.NOBODY_KNOWS: "Niemand kon zeggen of dit nog klopt",
    Code.REVIEWED: "approved as waiting change {number}",
    Code.NOT_IN_FILE: "Stond niet meer in het bestand van de bron",
    Code.BACK_AFTER_ALL: "Toch weer op de kaart gezet",
    Code.BY_INITIATIVE: "gewijzigd door het initiatief zelf",
    Code.BY_PROFESSIONAL: "gewijzigd door een professional",
    Code.BY_VISITOR: "gewijzigd door een bezoeker",
    Code.ORGANISATION_RENAMED: "organisation has another name",
    Code.ORGANISATION_MERGED: "organisation {slug} merged",
    Code.ORGANISATION_UNMERGED: "undo of merging organisation {slug}",
}
FACTS = {"slug": r"\S+?", "number": r"\d+"}


@dataclass(frozen=True, slots=True)
class Reason:
    """A code with its facts by name, and the words of a person, with a code or alone."""

    code: Code = Code.OWN_WORDS
    facts: Mapping[str, str] = field(default_factory=dict)
    words: str = ""

    @property
    def text(self) -> str:
        """The reason as it is stored; empty without a reason."""
        if self.code == Code.OWN_WORDS:
            return self.words
        stored = STORED[self.code].format_map(self.facts)
        return f"{stored}: {self.words}" if self.words else stored


NO_REASON = Reason()


def because(code: Code, words: str = "", **facts: str | int) -> Reason:
    """Make a reason of a code with facts, and the words of a person if any."""
    return Reason(code, {name: str(value) for name, value in facts.items()}, words)


def own_words(words: str) -> Reason:
    """Make a reason of the words of a person."""
    return Reason(words=words)


def reason_of(text: str) -> Reason:
    """Read a stored reason; any text that is not of a code is the words of a person."""
    for code, pattern in _patterns().items():
        if match := pattern.fullmatch(text):
            facts = match.groupdict()
            words = facts.pop("words") or ""
            return Reason(code, facts, words)
    return own_words(text)


@cache
def _patterns() -> Mapping[Code, re.Pattern[str]]:
    groups = {name: f"(?P<{name}>{pattern})" for name, pattern in FACTS.items()}
    return {
        code: re.compile(f"{stored.format_map(groups)}(?:: (?P<words>.*))?", re.DOTALL)
        for code, stored in STORED.items()
    }
