"""Read what is not wanted: geen groep, zonder verwijzing, liever niet buiten."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from socialmap.config import resource
from socialmap.language.analysis import MOST_CHARACTERS, MOST_WORDS, Alternative, query_stop_words
from socialmap.language.stems import Stems, stem
from socialmap.language.synonyms import known_phrases
from socialmap.language.tokens import STOP_WORDS, denied_term, words
from socialmap.search.query import SearchQuery
from socialmap.search.reading.chips import Chip, Reading
from socialmap.search.words import AnyOf, Clause, Coded, Words

KIND = "unwanted"
# With one of these a query is a phrase or a pattern, which is taken literally.
SIGNS = '"*'
# What says that the words behind it are not wanted; the longest that fits counts. Bare ones do not
# when they follow a statement: ik heb geen auto.
DENYING = """
hou niet van, houd niet van, houdt niet van, houden niet van, geen zin in, geen behoefte aan
liever niet in een, liever niet in, liever niet met, liever niet op, liever niet bij, liever niet
liever geen, wil geen, wil niet, wil ik geen, wil ik niet, hoef geen, hoeft geen, hoef niet
maar niet, maar geen, dont like, don t like
"""
BARE = """
niet in, niet met, niet op, niet bij, niet naar, niet tussen
geen, zonder, no, without, kein, keine, keinen, keiner, ohne
"""
# At the beginning of a clause these deny as well: niet buiten, maar wel met de handen.
OPENING = ("niet", "not", "nicht")
# Behind these words somebody says how it is, not what is not wanted.
STATING = """
heb heeft hebben had hadden ben is zijn was kan kunnen ken kent weet mag krijg krijgt spreek spreekt
durf durft zit zitten leef leven leeft sta voel slaap zie hoor loop have has am got habe hat bin
"""
# Words that no longer say what is not wanted, once a word has done so.
ENDING = """
maar wel want en of die waar voor in bij met op aan om tot naar tussen rond vanaf graag liefst
but and or for with und oder aber mit
"""
ADDING = ("en", "of", "and", "or", "und", "oder")
# Of these somebody does not want less, but says a need: niet alleen, niet zo mobiel. A time is read
# elsewhere.
NEEDS = """
alleen eenzaam mobiel goed zo meer lang ver veel iedereen altijd elke genoeg zeker thuis alone well
druk haast werk geld vrienden familie netwerk opleiding baan huis woning rijbewijs auto partner
friends money job home
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag weekend ochtend middag avond nacht
vandaag morgen monday tuesday wednesday thursday friday saturday sunday evening morning afternoon
"""
ARTICLES = ("een", "de", "het", "a", "an", "the", "any", "in", "te", "al", "zo")
MOST_OBJECT = 7  # words in which is said what is not wanted
_CODE = re.compile(r"[a-z0-9]{2,40}")
_CLAUSE_END = re.compile(r"[,;:.!?]$")


@cache
def _among(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


@cache
def _phrases(listed: str) -> list[Stems]:
    """Phrases between commas, as words, the longest first."""
    texts = (text.split() for line in listed.strip().splitlines() for text in line.split(","))
    return sorted(map(tuple, texts), key=len, reverse=True)


@dataclass(frozen=True)
class Concept:
    """Something that people may not want: facts that it asks for, what sinks and what rises."""

    code: str
    name: str
    phrases: tuple[Stems, ...]
    objects: tuple[Stems, ...]
    wants: tuple[tuple[str, str], ...]
    less: tuple[Clause, ...]
    better: tuple[Clause, ...]


@dataclass(frozen=True)
class Unwanted:
    """A part of the words, from `start` up to `end`, that says what is not wanted."""

    start: int
    end: int
    concept: Concept


@dataclass(frozen=True)
class Sentence:
    """The folded words of a query, the typed word that each is in, and where a clause ends."""

    typed: tuple[str, ...]
    folded: tuple[str, ...]
    within: tuple[int, ...]
    ends: frozenset[int]

    @classmethod
    def of(cls, text: str) -> Sentence:
        """The words of a text, as many as are read."""
        typed = tuple(text[:MOST_CHARACTERS].split())
        pairs = [(word, place) for place, token in enumerate(typed) for word in words(token)]
        pairs = pairs[:MOST_WORDS]
        last = {place: number for number, (_, place) in enumerate(pairs)}
        ends = frozenset(last[p] for p, token in enumerate(typed) if p in last and _ends(token))
        return cls(typed, tuple(w for w, _ in pairs), tuple(p for _, p in pairs), ends)


def _ends(token: str) -> bool:
    return bool(_CLAUSE_END.search(token))


def _stems(text: str) -> Stems:
    return tuple(stem(word) for word in words(text))


def _clause(text: str) -> Words:
    terms = tuple(stem(word) for word in words(text) if word not in STOP_WORDS)
    return Words((Alternative(terms, 1.0, "same"),))


@cache
def concepts() -> dict[str, Concept]:
    """What people may not want, by its code."""
    with resource("data", "language", "unwanted.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: _concept(row) for row in csv.DictReader(file)}


def _concept(row: dict[str, str]) -> Concept:
    parts = {name: [text for text in row[name].split("|") if text] for name in row}
    coded = tuple(Coded(*text.split(":")) for text in parts["less"])
    wants = [text.split(":") for text in parts["wants"]]
    return Concept(
        row["code"],
        row["name"],
        tuple(map(_stems, parts["phrases"])),
        tuple(map(_stems, parts["objects"])),
        tuple((param, code) for param, code in wants),
        (
            *((AnyOf(coded),) if coded else ()),
            *map(_clause, parts["less_words"]),
        ),
        tuple(map(_clause, parts["better_words"])),
    )


@cache
def _by_stems(of: str) -> dict[Stems, Concept]:
    return {stems: each for each in concepts().values() for stems in getattr(each, of)}


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
    for each in taken:
        query = _asking(query, each.concept)
    gone = {sentence.within[place] for each in taken for place in range(each.start, each.end)}
    left = [word for place, word in enumerate(query.words.split()) if place not in gone]
    chips = [Chip(KIND, each.concept.code, _typed(sentence, each)) for each in taken]
    return replace(
        reading,
        query=query.changed(words=" ".join(left).rstrip(" ,;:"), page=query.page),
        chips=(*reading.chips, *chips),
        less=(*reading.less, *(clause for each in taken for clause in each.concept.less)),
        better=(*reading.better, *(clause for each in taken for clause in each.concept.better)),
    )


def _asking(query: SearchQuery, concept: Concept) -> SearchQuery:
    chosen = dict(query.chosen)
    for param, code in concept.wants:
        chosen[param] = chosen.get(param, frozenset()) | {code}
    return query.changed(chosen=chosen, page=query.page)


def _typed(sentence: Sentence, each: Unwanted) -> str:
    first, last = sentence.within[each.start], sentence.within[each.end - 1]
    typed = list(sentence.typed[first : last + 1])
    if sentence.folded[each.start] in ADDING:
        typed[0] = "geen"
    return " ".join(typed).removeprefix("maar ").strip(" ,;:.!?")


def _all_unwanted(sentence: Sentence) -> list[Unwanted]:
    """What the words say is not wanted, from left to right; nothing twice."""
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
        parts = [each] if each else [*_denied(sentence, place, needs)]
        found += parts
        place = parts[-1].end if parts else place + 1
    codes = [each.concept.code for each in found]
    return [each for number, each in enumerate(found) if codes.index(codes[number]) == number]


def _is_new(each: Unwanted, needs: set[int]) -> bool:
    """Whether a phrase is not one word out of what people say for a need: gratis eten."""
    return each.end - each.start > 1 or each.start not in needs


def _longest(sentence: Sentence, start: int, of: str) -> Unwanted | None:
    """The longest phrase or object that begins at a position; None when there is none."""
    terms = tuple(stem(word) for word in sentence.folded[start : start + MOST_OBJECT])
    for size in range(len(terms), 0, -1):
        if concept := _by_stems(of).get(terms[:size]):
            return Unwanted(start, start + size, concept)
    return None


def _denied(sentence: Sentence, place: int, needs: set[int]) -> Iterator[Unwanted]:
    """What is not wanted by words that begin at a position."""
    start, states = _after_denying(sentence, place)
    if not start:
        return
    first = start
    while first < len(sentence.folded) and sentence.folded[first] in ARTICLES:
        first += 1
    known = _known(sentence, start) or _known(sentence, first) or _in_clause(sentence, start)
    if known and (known.concept.wants or not states):
        known = replace(known, start=place)
    elif states or needs.intersection(range(place, start)):
        return
    else:
        known = _unknown(sentence, place, first)
    if known:
        yield known
        if more := _added(sentence, known.end):
            yield more


def _after_denying(sentence: Sentence, place: int) -> tuple[int, bool]:
    """The position behind words that deny and begin at `place`, and whether they state a fact.

    The position is 0 when no such words do.
    """
    opening = place == 0 or place - 1 in sentence.ends
    for denying in _phrases(DENYING):
        end = place + len(denying)
        if sentence.folded[place:end] == denying and end < len(sentence.folded):
            return end, False
    before = sentence.folded[max(0, place - 2) : place]
    states = not opening and bool(_among(STATING).intersection(before))
    for denying in (*_phrases(BARE), *((word,) for word in OPENING if opening)):
        end = place + len(denying)
        if sentence.folded[place:end] == denying and end < len(sentence.folded):
            return end, states
    return 0, False


def _known(sentence: Sentence, start: int) -> Unwanted | None:
    """A known thing at a position; listings that say not to have it rise."""
    found = _longest(sentence, start, "objects")
    if not found:
        return None
    said = [word for word in sentence.folded[start : found.end] if word not in STOP_WORDS]
    better = (*found.concept.better, *(_no(stem(word)) for word in said))
    return replace(found, concept=replace(found.concept, better=better))


def _in_clause(sentence: Sentence, start: int) -> Unwanted | None:
    """The first known thing in a clause: zonder dat ik me hoef in te schrijven."""
    if sentence.folded[start] != "dat":
        return None
    for place in range(start, len(sentence.folded)):
        if known := _known(sentence, place):
            return known
        if place in sentence.ends:
            break
    return None


def _unknown(sentence: Sentence, place: int, first: int) -> Unwanted | None:
    """Something not wanted of which no more is known than its words; None for a need."""
    if first >= len(sentence.folded) or sentence.folded[first] in _among(NEEDS):
        return None
    clause = {"te", "dat"}.intersection(sentence.folded[place + 1 : first + 3])
    end, said = first, list[str]()
    while end < min(len(sentence.folded), first + MOST_OBJECT):
        word = sentence.folded[end]
        if said and not clause and word in _among(ENDING):
            break
        if word not in STOP_WORDS and word not in query_stop_words() and len(word) > 1:
            said.append(word)
        end += 1
        # An adjective stands before what it is about: geen drukke groep.
        if end - 1 in sentence.ends or (said and not clause and not said[-1].endswith("e")):
            break
    if not said or not _CODE.fullmatch(stem(said[0])):
        return None
    return Unwanted(place, end, _plain(tuple(dict.fromkeys(map(stem, said)))))


def _plain(terms: Stems) -> Concept:
    less = tuple(Words((Alternative((term,), 1.0, "same"),)) for term in terms)
    return Concept(terms[0], "", (), (), (), less, tuple(map(_no, terms)))


def _no(term: str) -> Words:
    """The clause of listings that say to be without something."""
    return Words((Alternative((denied_term(term),), 1.0, "same"),))


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
