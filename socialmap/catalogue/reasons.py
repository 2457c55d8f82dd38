"""Why a listing was changed: a code with its facts, or what a person wrote. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache


class Code(StrEnum):
    """What led to a change."""

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
    PHONE_RIGHT = "phone_right"
    PHONE_GONE = "phone_gone"
    NOBODY_KNOWS = "nobody_knows"
    BY_INITIATIVE = "by_initiative"
    BY_PROFESSIONAL = "by_professional"
    BY_VISITOR = "by_visitor"


# How each code is written in the column of a revision or a pause, {fact} for a fact. Databases
# hold these texts: they are never changed, and nobody reads them but `reason_of`.
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
    Code.PHONE_RIGHT: "Aan de telefoon gehoord dat alles klopt",
    Code.PHONE_GONE: "Aan de telefoon gehoord dat het er niet meer is",
    Code.NOBODY_KNOWS: "Niemand kon zeggen of dit nog klopt",
    Code.BY_INITIATIVE: "gewijzigd door het initiatief zelf",
    Code.BY_PROFESSIONAL: "gewijzigd door een professional",
    Code.BY_VISITOR: "gewijzigd door een bezoeker",
}
FACTS = {"slug": r"\S+?", "number": r"\d+"}


@dataclass(frozen=True, slots=True)
class Reason:
    """A code with its facts by name, and what a person wrote besides, or wrote alone."""

    code: Code = Code.OWN_WORDS
    facts: Mapping[str, str] = field(default_factory=dict)
    words: str = ""

    @property
    def text(self) -> str:
        """The reason as it is stored; empty when nobody gave one."""
        if self.code == Code.OWN_WORDS:
            return self.words
        stored = STORED[self.code].format_map(self.facts)
        return f"{stored}: {self.words}" if self.words else stored


NO_REASON = Reason()


def because(code: Code, words: str = "", **facts: str | int) -> Reason:
    """The reason with this code and these facts, and what a person wrote besides."""
    return Reason(code, {name: str(value) for name, value in facts.items()}, words)


def own_words(words: str) -> Reason:
    """The reason that a person wrote."""
    return Reason(words=words)


def reason_of(text: str) -> Reason:
    """The reason that is stored as this text; any other text is what a person wrote."""
    for code, pattern in _patterns().items():
        if found := pattern.fullmatch(text):
            facts = found.groupdict()
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
