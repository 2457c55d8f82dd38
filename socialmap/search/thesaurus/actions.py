"""Change the thesaurus of the platform: own words, and shipped words switched off and on."""

from __future__ import annotations

from collections.abc import Sequence

from socialmap.db import db
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.people.audit import Verb, note
from socialmap.search.thesaurus.models import OWN, WordChange
from socialmap.search.thesaurus.queries import before, is_shipped, latest_of, own_words, read_word
from socialmap.search.thesaurus.trying import Effect, check, check_effect, effect
from socialmap.wording import N_


def try_word(phrase: str, means: Sequence[str]) -> Effect:
    """What an own word would find; raise Problem if it is a bad one."""
    word = read_word(phrase, means)
    check(word, [other for other in own_words().words if other.phrase != phrase])
    found = effect(word)
    check_effect(found)
    return found


def save_word(phrase: str, means: Sequence[str], actor: str) -> Effect:
    """Add an own word, or change what it leads to; raise Problem if it is a bad one."""
    found = try_word(phrase, means)
    now = latest_of(OWN, phrase)
    if not now or not now.active or now.means != list(means):
        _change(OWN, phrase, list(means), active=True, actor=actor)
    return found


def take_away(phrase: str, actor: str) -> None:
    """Take an own word away; raise NotFoundProblem if there is none."""
    now = latest_of(OWN, phrase)
    if now is None or not now.active:
        raise NotFoundProblem(N_("Dit woord is er niet (meer)."))
    _change(OWN, phrase, now.means, active=False, actor=actor)


def switch(sort: str, phrase: str, actor: str, *, on: bool) -> None:
    """Switch a shipped word off or on again; raise NotFoundProblem if it does not exist."""
    if not is_shipped(sort, phrase):
        raise NotFoundProblem(N_("Dit woord is er niet (meer)."))
    now = latest_of(sort, phrase)
    if on != (now is None or now.active):
        _change(sort, phrase, [], active=on, actor=actor)


def undo(number: int, actor: str) -> WordChange:
    """Take the latest change of a word back; return what it is now.

    Raise ConflictProblem if the word was changed once more since.
    """
    change = db.session.get(WordChange, number)
    if change is None:
        raise NotFoundProblem(N_("Dit woord is er niet (meer)."))
    latest = latest_of(change.sort, change.phrase)
    if latest is not change:
        raise ConflictProblem(N_("Dit woord is daarna nog een keer gewijzigd."))
    old = before(change)
    means = old.means if old else change.means
    active = old.active if old else change.sort != OWN
    return _change(change.sort, change.phrase, means, active=active, actor=actor)


def _change(
    sort: str, phrase: str, means: Sequence[str], *, active: bool, actor: str
) -> WordChange:
    change = WordChange(sort=sort, phrase=phrase, means=list(means), active=active, actor=actor)
    db.session.add(change)
    verb = (
        (Verb.ADD_WORD if active else Verb.TAKE_WORD)
        if sort == OWN
        else (Verb.WORD_ON if active else Verb.WORD_OFF)
    )
    note(actor, verb, "words", word=phrase)
    db.session.flush()
    return change
