"""The stem by which a description is read, which all forms of a known verb share."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from socialmap.config import resource
from socialmap.language.stems import stem

VOWELS = frozenset("aeiou")
VOICED = {"v": "f", "z": "s"}


@cache
def _infinitives() -> dict[str, str]:
    """The infinitive of each form of the verbs in `verbs.txt`."""
    with resource("data", "isolation", "verbs.txt").open(encoding="utf-8") as file:
        verbs = [word for line in file if not line.startswith("#") for word in line.split()]
    return {form: verb for verb in verbs for form in _forms(verb)}


def _forms(infinitive: str) -> Iterator[str]:
    """The forms of a regular verb: beheert, beheerde, beheerden and beheerd of beheren.

    Some are no words (regeelt beside regelt); nobody writes them.
    """
    for root in {_root(infinitive), _root(infinitive, lengthened=True)}:
        yield root if root.endswith("t") else root + "t"
        yield from (root + ending for ending in ("de", "den", "te", "ten"))
        yield from (f"ge{root}{ending}" for ending in ("d", "t"))
        if infinitive.startswith(("be", "ver", "ont", "her", "onder", "over")):
            yield root + "d"


def _root(infinitive: str, lengthened: bool = False) -> str:
    """The infinitive without -en, as it is written before -t: run, regel, or leef (lengthened)."""
    root = infinitive.removesuffix("en")
    if len(root) > 2 and root[-1] == root[-2] and root[-1] not in VOWELS:
        return root[:-1]
    if lengthened and root[-2:-1] in VOWELS and root[-3:-2] not in VOWELS:
        root = root[:-1] + root[-2] + root[-1]
    return root[:-1] + VOICED.get(root[-1], root[-1])


def stem_of(word: str) -> str:
    """The stem of a folded word; that of its infinitive when it is a form of a known verb."""
    return stem(_infinitives().get(word, word))
