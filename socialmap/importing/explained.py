"""Words that people explained once, remembered for the next imports. The caller commits."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import delete, select

from socialmap.db import db
from socialmap.errors import NotFoundProblem
from socialmap.importing.models import ExplainedWord
from socialmap.importing.words import LONGEST, Explanation, Words
from socialmap.language.folding import fold
from socialmap.paging import Page, batches, page_of
from socialmap.people.audit import Verb, note
from socialmap.wording import N_

EVERYWHERE = ""
Areas = Collection[str] | None
PART = 500


def explained_words(areas: Areas) -> Words:
    """Return what words mean in an import for these municipalities; None is everywhere.

    What was said for a municipality goes before what was said for all; of several the last counts.
    """
    wanted = [EVERYWHERE, *(areas or ())]
    order = (ExplainedWord.area != EVERYWHERE, ExplainedWord.explained_at, ExplainedWord.id)
    found = select(ExplainedWord.scheme, ExplainedWord.folded, ExplainedWord.code)
    words: dict[str, dict[str, str]] = {}
    for row in db.session.execute(found.where(ExplainedWord.area.in_(wanted)).order_by(*order)):
        words.setdefault(row.scheme, {})[row.folded] = row.code
    return words


def explain(explanations: Iterable[Explanation], areas: Areas, actor: str) -> int:
    """Remember what words mean in imports for these municipalities; return how many words."""
    unique = {(one.scheme, fold(one.word)): one for one in explanations}
    places = [EVERYWHERE] if areas is None else sorted(areas)
    for part in batches(unique, PART):
        folded = [key[1] for key in part]
        old = select(ExplainedWord).where(
            ExplainedWord.area.in_(places), ExplainedWord.folded.in_(folded)
        )
        for word in db.session.scalars(old):
            if (word.scheme, word.folded) in part:
                db.session.delete(word)
        db.session.flush()
        db.session.add_all(
            ExplainedWord(
                area=area, scheme=key[0], folded=key[1], word=unique[key].word[:LONGEST],
                code=unique[key].code, actor=actor,
            )
            for area in places for key in part
        )  # fmt: skip
    if unique:
        note(actor, Verb.EXPLAIN_WORDS, ", ".join(filter(None, places)), words=len(unique))
    db.session.flush()
    return len(unique)


def explained_page(areas: Areas, number: int) -> Page[ExplainedWord]:
    """Return a page of the remembered words that count in these municipalities, last first."""
    query = select(ExplainedWord).order_by(ExplainedWord.explained_at.desc(), ExplainedWord.id)
    if areas is not None:
        query = query.where(ExplainedWord.area.in_([EVERYWHERE, *areas]))
    return page_of(query, number, 20)


def may_forget(word: ExplainedWord, areas: Areas) -> bool:
    """Return whether somebody who imports for these municipalities may remove a word."""
    return areas is None or word.area in areas


def forget_word(word_id: int, areas: Areas, actor: str) -> None:
    """Forget what a word means; raise NotFoundProblem if it is not there for these areas."""
    word = db.session.get(ExplainedWord, word_id)
    if word is None or not may_forget(word, areas):
        raise NotFoundProblem(N_("Dit woord is er niet (meer)."))
    db.session.execute(delete(ExplainedWord).where(ExplainedWord.id == word.id))
    note(actor, Verb.FORGET_WORD, word.area, scheme=word.scheme, code=word.code)
    db.session.flush()
