"""Try an own word before it counts: how many listings it finds, and whether it is a bad one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from socialmap.errors import Problem
from socialmap.language.analysis import query_stop_words
from socialmap.language.danger import danger_in
from socialmap.language.own_words import OwnWord, OwnWords, use
from socialmap.language.personal import personal_data
from socialmap.language.synonyms import key_of
from socialmap.language.tokens import STOP_WORDS, words
from socialmap.search.finder import finder
from socialmap.search.query import SearchQuery
from socialmap.wording import N_

LONGEST_PHRASE, MOST_WORDS, MOST_SYNONYMS = 60, 6, 12
# From this share of all listings a word finds so many that it helps nobody choose.
TOO_MANY = 0.4
# With fewer listings than this on the map the share says nothing.
FEW_LISTINGS = 10


@dataclass(frozen=True)
class Effect:
    """How many listings a word finds now, and with what it would lead to, of how many in all."""

    before: int
    after: int
    total: int

    @property
    def finds_too_many(self) -> bool:
        """Whether the word would find a large part of the map, and more than it does now."""
        too_many = self.after > TOO_MANY * self.total
        return self.total >= FEW_LISTINGS and too_many and self.after > self.before


def effect(word: OwnWord) -> Effect:
    """What an own word would do to a question of just that phrase, anywhere on the map."""
    here = finder()
    own, query = here.snapshot.own, SearchQuery(words=word.phrase)
    others = tuple(other for other in own.words if other.phrase != word.phrase)
    # A number that no stored words have: nothing that was remembered of those is used.
    tried = OwnWords(-1, (*others, word), own.off)
    try:
        after = replace(here, snapshot=replace(here.snapshot, own=tried)).count(query)
    finally:
        use(own)
    return Effect(here.count(query), after, here.count(SearchQuery()))


def check(word: OwnWord, others: Iterable[OwnWord]) -> None:
    """Raise Problem if a word is too long, everyday, private or cyclic, or leads nowhere."""
    typed = words(word.phrase)
    if not typed:
        raise Problem(N_("Vul een woord in."))
    if len(word.phrase) > LONGEST_PHRASE or len(typed) > MOST_WORDS:
        raise Problem(N_("Maak het korter: hoogstens %(most)s woorden."), most=MOST_WORDS)
    if personal_data(word.phrase):
        raise Problem(
            N_("Dit lijkt op een telefoonnummer, mailadres of ander gegeven van een persoon.")
        )
    if danger_in(word.phrase):
        raise Problem(N_("Dit gaat over gevaar. Daarbij staat altijd eerst wie iemand kan bellen."))
    if _is_everyday(typed):
        raise Problem(
            N_("Dit woord is te gewoon: iedereen typt het, en het zegt niet wat iemand zoekt.")
        )
    if not (word.synonyms or word.needs or word.coded):
        raise Problem(N_("Zeg waar het woord naartoe leidt: kies of typ er minstens één ding bij."))
    _check_synonyms(word, others)


def check_effect(found: Effect) -> None:
    """Raise Problem if a word would find so much that it helps nobody."""
    if found.finds_too_many:
        raise Problem(
            N_(
                "Met dit woord vindt iemand %(after)s van de %(total)s plekken. "
                "Dat is te veel om iets te kiezen. Kies iets preciezers."
            ),
            after=found.after,
            total=found.total,
        )


def _is_everyday(typed: Iterable[str]) -> bool:
    """Whether all words are such as stand in any text."""
    return all(each in STOP_WORDS or each in query_stop_words() for each in typed)


def _check_synonyms(word: OwnWord, others: Iterable[OwnWord]) -> None:
    """Raise Problem about words that a word leads to: too many, everyday, or leading back."""
    if len(word.synonyms) > MOST_SYNONYMS:
        raise Problem(N_("Kies hoogstens %(most)s woorden."), most=MOST_SYNONYMS)
    for synonym in word.synonyms:
        typed = words(synonym)
        if len(synonym) > LONGEST_PHRASE or len(typed) > MOST_WORDS:
            raise Problem(N_("‘%(word)s’ is te lang."), word=synonym)
        if personal_data(synonym):
            raise Problem(N_("‘%(word)s’ lijkt op een gegeven van een persoon."), word=synonym)
        if _is_everyday(typed):
            raise Problem(
                N_("‘%(word)s’ is te gewoon: dat staat bij bijna elke plek."), word=synonym
            )
    leads = {key_of(other.phrase): other.synonyms for other in others}
    leads[key_of(word.phrase)] = word.synonyms
    if way := _way_back(word, leads):
        raise Problem(
            N_("Dit draait in een kring: %(way)s. Kies één kant."),
            way=" → ".join((word.phrase, *way)),
        )


def _way_back(word: OwnWord, leads: dict[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
    """The words along which a word leads to itself; empty when it does not."""
    start = key_of(word.phrase)
    ways: list[tuple[str, ...]] = [(synonym,) for synonym in word.synonyms]
    seen: set[tuple[str, ...]] = set()
    while ways:
        way = ways.pop(0)
        key = key_of(way[-1])
        if key == start:
            return way
        if key not in seen:
            seen.add(key)
            ways += [(*way, further) for further in leads.get(key, ())]
    return ()
