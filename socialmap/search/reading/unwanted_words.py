"""The words by which people say what they do not want, and the things that they do not want."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache

from socialmap.config import resource
from socialmap.language.analysis import MOST_CHARACTERS, MOST_WORDS, Alternative
from socialmap.language.stems import Stems, stem
from socialmap.language.tokens import DENIED, DENYING, STOP_WORDS, denied_term, spoken, words
from socialmap.search.words import AnyOf, Clause, Coded, Words

# What says that the words behind it are not wanted; the longest that fits counts.
NOT_WANTED = """
hou niet van, houd niet van, houdt niet van, houden niet van, hou ik niet van, heb een hekel aan
geen zin in, geen behoefte aan, geen interesse in, geen gedoe met, geen gezeur over
zonder gedoe met, liever niet in een, liever niet in, liever niet met, liever niet op
liever niet bij, liever niet, liefst niet in, liefst niet met, liefst niet op, liefst niet
liefst geen, liever geen, liever zonder, wil geen, wil niet, wil ik geen, wil ik niet, hoef geen
hoeft geen, hoef niet te, hoef niet, hoeft niet te, hoef ik niet te, maar geen
in plaats van, behalve met, behalve in, behalve, uitgezonderd
anders dan, niets met, niks met, dont like, don t like, dont want, don t want, do not want
rather not, rather no, except, not with, not in, not a, keine lust auf, nicht mit, nicht in
ausser, pas de, sans, sin, bez
"""
# These deny as well, but not behind a statement: ik heb geen auto.
BARE = """
niet in, niet met, niet op, niet bij, niet naar, niet tussen, geen, zonder, no, without, kein
keine, keinen, keiner, ohne
"""
# Of what stands behind these only a known thing is not wanted: bang voor honden, but not bang voor
# mijn man.
WEARY = """
kan niet tegen, kan slecht tegen, kan niet goed tegen, niet tegen, bang voor, allergisch voor
last van, nooit met, nooit in, nooit naar, nooit
"""
# At the beginning of a clause these deny as well: niet buiten, maar wel met de handen.
OPENING = ("niet", "not", "nicht")
# Behind what is not wanted, at the end of a clause: koken hoeft niet.
BEHIND = """
hoeft niet, hoeven niet, hoeft voor mij niet, hoeft van mij niet, hoeft er niet bij
hoeft niet per se, hoef ik niet, hoef ik niet zo nodig, hoeft niet zo nodig, liever niet
liefst niet, doe ik liever niet, wil ik niet, wil ik liever niet, wil ik absoluut niet
wil ze niet, wil hij niet, lust ik niet, vind ik niet leuk, vind ik niet fijn
vind ik niet prettig, vind ik niet zo leuk, vind ik niks, vind ik vervelend, is niks voor mij
is niets voor mij, is niet voor mij, is niet mijn ding, hou ik niet van, houd ik niet van
trekt me niet, ligt me niet
"""
# Between clauses; behind those of CONTRAST a clause may begin with what it denies.
CONTRAST = ("maar", "but", "aber")
JOINING = ("maar", "want", "en", "of", "but", "and", "aber", "und")
# Behind these words somebody says how it is, not what is not wanted.
STATING = """
heb heeft hebben had hadden ben is zijn was kan kunnen ken kent weet mag krijg krijgt spreek spreekt
durf durft zit zitten leef leven leeft sta voel slaap zie hoor loop have has am got habe hat bin
"""
# Between these stands what is wanted, and behind the second what is not: liever X dan Y.
PREFERRING = {"liever": "dan", "rather": "than", "lieber": "als"}
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
ARTICLES = (
    *("een", "de", "het", "a", "an", "the", "any", "in", "te", "al", "zo"),
    *("met", "op", "naar", "bij", "over", "veel", "aan", "van"),
)
_CLAUSE_END = re.compile(r"[,;:.!?]$")


@cache
def among(listed: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(listed.split())


@cache
def phrases(listed: str) -> list[Stems]:
    """Phrases between commas, as words, the longest first."""
    texts = (text.split() for line in listed.strip().splitlines() for text in line.split(","))
    return sorted(map(tuple, texts), key=len, reverse=True)


@cache
def by_first(listed: str) -> dict[str, list[Stems]]:
    """Such phrases by their first word, the longest first."""
    return {
        first: [phrase for phrase in phrases(listed) if phrase[0] == first]
        for first, *_ in phrases(listed)
    }


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

    @property
    def without(self) -> tuple[Clause, ...]:
        """Those of `better` that the table has for listings free of it: los van diagnoses.

        Where a fact is asked for, it decides.
        """
        if self.wants or not self.name:
            return ()
        return tuple(
            clause
            for clause in concepts()[self.code].better
            if isinstance(clause, Words) and _says_without(clause)
        )


def _says_without(clause: Words) -> bool:
    return all(term.startswith(DENIED) for one in clause.alternatives for term in one.terms)


@dataclass(frozen=True)
class Unwanted:
    """A part of the words, from `start` up to `end`, that says what is not wanted.

    `described` is something with an adjective before it: geen lange wandeling. `rather` is the
    position of the word before it that prefers something else.
    """

    start: int
    end: int
    concept: Concept
    described: bool = False
    rather: int | None = None

    @property
    def places(self) -> tuple[int, ...]:
        """The positions of the words that only say what is not wanted."""
        rather = () if self.rather is None else (self.rather,)
        return (*rather, *range(self.start, self.end))


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
    """The clause of some words; of listings that say to be without something: geen diagnose."""
    terms = tuple(
        denied_term(stem(word)) if denied else stem(word)
        for word, denied in spoken(text)
        if word not in STOP_WORDS and word not in DENYING
    )
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
def first_stems(of: str) -> frozenset[str]:
    """The stems with which their `phrases`, or their `objects`, begin."""
    return frozenset(stems[0] for stems in by_stems(of))


@cache
def by_stems(of: str) -> dict[Stems, Concept]:
    """The concept of each of their `phrases`, or each of their `objects`, as stems."""
    return {stems: each for each in concepts().values() for stems in getattr(each, of)}


def plain(terms: Stems) -> Concept:
    """Something of which no more is known than its words."""
    less = tuple(Words((Alternative((term,), 1.0, "same"),)) for term in terms)
    return Concept(terms[0], "", (), (), (), less, tuple(map(without, terms)))


def without(term: str) -> Words:
    """The clause of listings that say to be without something."""
    return Words((Alternative((denied_term(term),), 1.0, "same"),))
