"""Read what is not wanted: geen groep, zonder verwijzing, liever niet buiten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Literal

from socialmap.language.analysis import query_stop_words
from socialmap.language.needs import heard
from socialmap.language.stems import stem
from socialmap.language.synonyms import known_phrases
from socialmap.language.tokens import STOP_WORDS, words
from socialmap.search.query import SearchQuery
from socialmap.search.reading.chips import Chip, Reading
from socialmap.search.reading.unwanted_words import (
    ADDING,
    ARTICLES,
    BARE,
    BEHIND,
    CONTRAST,
    ENDING,
    JOINING,
    NEEDS,
    NOT_WANTED,
    OPENING,
    PREFERRING,
    STATING,
    WEARY,
    Concept,
    Sentence,
    Unwanted,
    among,
    by_first,
    by_stems,
    first_stems,
    phrases,
    plain,
    without,
)
from socialmap.search.words import AnyOf

KIND = "unwanted"
# With one of these a query is a phrase or a pattern, which is taken literally.
SIGNS = '"*'
MOST_OBJECT = 7  # words in which is said what is not wanted
MOST_BEFORE = 3  # words of it when they stand before what denies them
# What can be denied by some words: anything, a known thing, or the lack of a known fact.
Deniable = Literal["any", "known", "fact"]
_NOT = {"liever": "niet", "rather": "not", "lieber": "nicht"}
_CODE = re.compile(r"[a-z0-9]{2,40}")


def read_unwanted(reading: Reading, _at: datetime) -> Reading:
    """What is not wanted leaves the words: a known fact is asked for, something else sinks."""
    query = reading.query
    if any(sign in query.words for sign in SIGNS):
        return reading
    sentence = Sentence.of(query.words)
    taken = [
        each
        for each in _all_unwanted(sentence)
        if f"{KIND}:{each.concept.code}" not in query.dropped
    ]
    if not taken:
        return reading
    if len(taken) == 1:
        [each] = taken
        others = (*sentence.folded[: each.start], *sentence.folded[each.end :])
        taken = [each if _says_something(others) else _without_noun(each)]
    for each in taken:
        query = _asking(query, each.concept)
    gone = {sentence.within[place] for each in taken for place in each.places}
    left = _between([word for place, word in enumerate(query.words.split()) if place not in gone])
    if not _says_something(left):
        left = []
    chips = [Chip(KIND, each.concept.code, _typed(sentence, each)) for each in taken]
    return replace(
        reading,
        query=query.changed(words=" ".join(left).rstrip(" ,;:"), page=query.page),
        chips=(*reading.chips, *chips),
        less=(*reading.less, *(clause for each in taken for clause in each.concept.less)),
        better=(
            *reading.better,
            *(AnyOf(each.concept.better) for each in taken if each.concept.better),
        ),
        without=tuple(clause for each in taken for clause in each.concept.without),
    )


def _between(left: list[str]) -> list[str]:
    """The words without those at either end that only joined what is gone to them."""
    while left and left[0].lower() in JOINING:
        left = left[1:]
    while left and left[-1].lower() in JOINING:
        left = left[:-1]
    return left


def _says_something(typed: Sequence[str]) -> bool:
    """Whether words say something to look for."""
    folded = [word for token in typed for word in words(token)]
    if any(word not in STOP_WORDS and word not in query_stop_words() for word in folded):
        return True
    return bool(known_phrases(folded))


def _without_noun(each: Unwanted) -> Unwanted:
    """What is not wanted of something that is: geen lange wandeling is a wandeling."""
    concept = each.concept
    if concept.name or len(concept.less) < 2 or not each.described:
        return each
    kept = replace(concept, less=concept.less[:-1], better=concept.better[:-1])
    return replace(each, end=each.end - 1, concept=kept)


def _asking(query: SearchQuery, concept: Concept) -> SearchQuery:
    chosen = dict(query.chosen)
    for param, code in concept.wants:
        chosen[param] = chosen.get(param, frozenset()) | {code}
    return query.changed(chosen=chosen, page=query.page)


def _typed(sentence: Sentence, each: Unwanted) -> str:
    first, last = sentence.within[each.start], sentence.within[each.end - 1]
    typed = list(sentence.typed[first : last + 1])
    if each.rather is not None:
        typed[0] = f"{sentence.folded[each.rather]} {_NOT[sentence.folded[each.rather]]}"
    elif sentence.folded[each.start] in ADDING:
        typed[0] = "geen"
    return " ".join(typed).removeprefix("maar ").strip(" ,;:.!?")


def _all_unwanted(sentence: Sentence) -> list[Unwanted]:
    """What the words say is not wanted, from left to right; nothing twice."""
    firsts, said = _firsts(), sentence.folded
    if firsts.isdisjoint(said) and firsts.isdisjoint(map(stem, said)):
        return []
    needs = {
        place
        for phrase in known_phrases(sentence.folded)
        if len(phrase.places) > 1
        for place in phrase.places
    }
    found: list[Unwanted] = []
    place = 0
    while place < len(sentence.folded):
        each = _longest(sentence, place, "phrases")
        each = each if each and _is_new(each, needs) else None
        each = each or _denied_behind(sentence, place, needs)
        parts = [each] if each else [*_denied(sentence, place, needs)]
        parts = parts or [*_preferred(sentence, place)]
        found += parts
        place = parts[-1].end if parts else place + 1
    codes = [each.concept.code for each in found]
    return [each for number, each in enumerate(found) if codes.index(codes[number]) == number]


@cache
def _firsts() -> frozenset[str]:
    """The words, and the stems, with which anything begins that says what is not wanted."""
    denying = [phrase for listed in (NOT_WANTED, BARE, WEARY, BEHIND) for phrase in phrases(listed)]
    return frozenset(
        (*OPENING, *PREFERRING, *(phrase[0] for phrase in (*denying, *by_stems("phrases"))))
    )


def _is_new(each: Unwanted, needs: set[int]) -> bool:
    """Whether a phrase is not one word out of what people say for a need: gratis eten."""
    return each.end - each.start > 1 or each.start not in needs


def _longest(sentence: Sentence, start: int, of: str) -> Unwanted | None:
    """The longest phrase or object that begins at a position; None when there is none."""
    if first_stems(of).isdisjoint(map(stem, sentence.folded[start : start + 1])):
        return None
    terms = tuple(stem(word) for word in sentence.folded[start : start + MOST_OBJECT])
    for size in range(len(terms), 0, -1):
        if concept := by_stems(of).get(terms[:size]):
            return Unwanted(start, start + size, concept)
    return None


def _denied(sentence: Sentence, place: int, needs: set[int]) -> Iterator[Unwanted]:
    """What is not wanted by words that begin at a position."""
    start, deniable = _after_denying(sentence, place)
    if not start:
        return
    first = start
    while first < len(sentence.folded) and sentence.folded[first] in ARTICLES:
        first += 1
    known = _known(sentence, start) or _known(sentence, first) or _in_clause(sentence, start)
    if known and (known.concept.wants or deniable != "fact"):
        known = replace(known, start=place)
    elif deniable != "any" or needs.intersection(range(place, start)):
        return
    else:
        known = _unknown(sentence, place, first)
    if known:
        yield known
        if more := _added(sentence, known.end):
            yield more


def _preferred(sentence: Sentence, place: int) -> Iterator[Unwanted]:
    """What is not wanted when something else is preferred: liever wandelen dan praten."""
    than = PREFERRING.get(sentence.folded[place])
    end = _end_of_clause(sentence, place + 1)
    if than is None or than not in sentence.folded[place + 2 : end - 1]:
        return
    start = sentence.folded.index(than, place + 2, end)
    if any(min(one.places) < start < max(one.places) for one in heard(sentence.folded)):
        return
    first = start + 1
    while first < end and sentence.folded[first] in ARTICLES:
        first += 1
    known = _known(sentence, start + 1) or _known(sentence, first)
    if each := known or _unknown(sentence, start, first):
        yield replace(each, start=start, end=max(each.end, end), rather=place)


def _after_denying(sentence: Sentence, place: int) -> tuple[int, Deniable]:
    """The position behind words that deny and begin at `place`, and what they can deny.

    The position is 0 when no such words do.
    """
    opening = _opens(sentence, place)
    before = sentence.folded[max(0, place - 2) : place]
    bare: Deniable = "fact" if not opening and among(STATING).intersection(before) else "any"
    first = sentence.folded[place : place + 1] if opening else ()
    lists: tuple[tuple[str, Deniable], ...]
    lists = ((NOT_WANTED, "any"), (WEARY, "known"), (BARE, bare))
    for listed, deniable in lists:
        for denying in by_first(listed).get(sentence.folded[place], ()):
            end = place + len(denying)
            if sentence.folded[place:end] == denying and end < len(sentence.folded):
                return end, deniable
    if first and first[0] in OPENING and place + 1 < len(sentence.folded):
        return place + 1, bare
    return 0, "any"


def _opens(sentence: Sentence, place: int) -> bool:
    """Whether a clause begins at a position: koffie maar niet buiten."""
    return place == 0 or place - 1 in sentence.ends or sentence.folded[place - 1] in CONTRAST


def _denied_behind(sentence: Sentence, place: int, needs: set[int]) -> Unwanted | None:
    """What is not wanted by the words behind it, when a clause begins here: koken hoeft niet."""
    if not _opens(sentence, place) and sentence.folded[place - 1] not in JOINING:
        return None
    first = place
    while first < len(sentence.folded) and sentence.folded[first] in ARTICLES:
        first += 1
    for last in range(first + 1, min(first + MOST_BEFORE, len(sentence.folded)) + 1):
        if end := _end_of_denying(sentence, last):
            known = _known(sentence, first)
            each = known if known and known.end == last else _unknown(sentence, place, first)
            if each is None or each.end > last or needs.intersection(range(first, last)):
                return None
            return replace(each, start=place, end=end)
        if last - 1 in sentence.ends:
            break
    return None


def _end_of_denying(sentence: Sentence, start: int) -> int:
    """Where words end that deny what stands before them and close their clause; 0 for others."""
    rest = sentence.folded[start:]
    # Wandelen niet, fietsen wel: what is wanted is said beside it.
    short = [("niet",)] if "wel" in sentence.folded else []
    for denying in (*(by_first(BEHIND).get(rest[0], ()) if rest else ()), *short):
        end = start + len(denying)
        if rest[: len(denying)] == denying and (
            end == len(sentence.folded)
            or end - 1 in sentence.ends
            or sentence.folded[end] in JOINING
        ):
            return end
    return 0


def _known(sentence: Sentence, start: int) -> Unwanted | None:
    """A known thing at a position; listings that say not to have it rise."""
    found = _longest(sentence, start, "objects")
    if not found:
        return None
    said = [word for word in sentence.folded[start : found.end] if word not in STOP_WORDS]
    better = (*found.concept.better, *(without(stem(word)) for word in said))
    return replace(found, concept=replace(found.concept, better=better))


def _in_clause(sentence: Sentence, start: int) -> Unwanted | None:
    """The first known thing in a clause: zonder dat ik me hoef in te schrijven."""
    if sentence.folded[start] != "dat":
        return None
    for place in range(start, len(sentence.folded)):
        if known := _known(sentence, place):
            return replace(known, end=_end_of_clause(sentence, known.end))
        if place in sentence.ends:
            break
    return None


def _end_of_clause(sentence: Sentence, end: int) -> int:
    """Where the clause ends that has a word before `end`."""
    while end < len(sentence.folded) and end - 1 not in sentence.ends:
        if sentence.folded[end] in JOINING:
            break
        end += 1
    return end


def _unknown(sentence: Sentence, place: int, first: int) -> Unwanted | None:
    """Something not wanted of which no more is known than its words; None for a need."""
    if first >= len(sentence.folded) or sentence.folded[first] in among(NEEDS):
        return None
    clause = {"te", "dat"}.intersection(sentence.folded[place + 1 : first + 3])
    end, said = first, list[str]()
    while end < min(len(sentence.folded), first + MOST_OBJECT):
        word = sentence.folded[end]
        if said and not clause and word in among(ENDING):
            break
        if word not in STOP_WORDS and word not in query_stop_words() and len(word) > 1:
            said.append(word)
        end += 1
        # An adjective stands before what it is about: geen drukke groep.
        if end - 1 in sentence.ends or (said and not clause and not said[-1].endswith("e")):
            break
    if not said or not _CODE.fullmatch(stem(said[0])):
        return None
    described = not clause and len(said) > 1 and said[0].endswith("e")
    return Unwanted(place, end, plain(tuple(dict.fromkeys(map(stem, said)))), described)


def _added(sentence: Sentence, place: int) -> Unwanted | None:
    """One more thing that is not wanted, at the end of a clause: en muziek."""
    follows = place + 1 < len(sentence.folded) and place - 1 not in sentence.ends
    if not follows or sentence.folded[place] not in ADDING:
        return None
    if _longest(sentence, place + 1, "phrases"):
        return None
    known = _known(sentence, place + 1)
    each = replace(known, start=place) if known else _unknown(sentence, place, place + 1)
    closes = each and (each.end == len(sentence.folded) or each.end - 1 in sentence.ends)
    return each if closes else None
