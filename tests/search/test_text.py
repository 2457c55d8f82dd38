"""The matcher gives what the slow and plain reference gives."""

import uuid
from dataclasses import replace
from datetime import date
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialmap.catalogue.listing import Listing
from socialmap.language.analysis import Alternative
from socialmap.language.spelling import Vocabulary
from socialmap.search import clauses
from socialmap.search.index.building import build
from socialmap.search.index.postings import fields_of
from socialmap.search.index.segment import Segment
from socialmap.search.index.sources import Source
from socialmap.search.reading.needs import answers, understood
from socialmap.search.text import Needed, match_anywhere, match_text
from socialmap.search.words import Coded, Words, parse_words
from tests.search.brute_force import BruteForce

WORDS = ["koffie", "buurthuis", "samen", "eten", "café", "cafés", "eenzaam", "eenzaamheid"]
WORDS += ["vrijwilligers", "taal", "moestuin", "boerderij", "dagbesteding", "kookgroep", "koken"]
WORDS += ["ouderen", "jongeren", "wandelgroep", "repair", "fiets", "muziek", "koor", "de", "het"]
WORDS += ["geen", "zonder", "niet", "alleen"]
words = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
listings = st.lists(
    st.builds(
        Listing,
        name=words,
        summary=words,
        description=words,
        kind=st.sampled_from(["", "coffee_hour", "care_farm"]),
    ),
    min_size=1,
    max_size=12,
)


def source(number, listing):
    return Source(uuid.UUID(int=number + 1), f"s{number}", "", listing, {})


def segment_of(found):
    return build([source(number, each) for number, each in enumerate(found)], date(2026, 11, 21))


@settings(max_examples=1000, deadline=None)
@given(listings, words)
def test_scores_are_those_of_the_reference(found, typed):
    segment = segment_of(found)
    reference = BruteForce({str(n): fields_of(source(n, each)) for n, each in enumerate(found)})
    wanted = parse_words(typed, Vocabulary.of(segment.terms), segment.rarity)
    assert wanted == parse_words(typed, Vocabulary.of(segment.terms), reference.rarity)
    ranked = reference.rank(
        [clause.alternatives for clause in wanted.all if isinstance(clause, Words)]
    )
    matched = match_text(segment, wanted, everything(segment))
    share = (matched.typed / max(matched.wanted_clauses, 1)) ** 0.5
    scores = {str(doc): score for doc, score in enumerate(matched.score * share) if score}
    assert scores == pytest.approx({each.id: each.score for each in ranked}, rel=1e-4)


def everything(segment):
    return np.arange(segment.count, dtype=np.int32)


more = st.sampled_from(["", "koffie*", '"samen eten"', "-taal", "koor OF fiets"])


@settings(max_examples=200)
@given(listings, words, more)
def test_a_few_listings_are_looked_up_with_the_same_result_as_all(found, typed, more):
    segment = segment_of([*found, *[Listing(name="vulling")] * 40])
    wanted = parse_words(f"{typed} {more}", segment.vocabulary)
    every = match_text(segment, wanted, everything(segment))
    with mock.patch.object(clauses, "FEW", 1):
        few = match_text(segment, wanted, np.array([0, 1], np.int32))
    assert few.score == pytest.approx(every.score[:2], rel=1e-5)
    assert few.clauses.tolist() == every.clauses[:2].tolist()


@settings(max_examples=200)
@given(listings, words, more)
def test_what_is_found_anywhere_is_what_all_listings_have(found, typed, more):
    segment = segment_of(found)
    needs = tuple(answers(one.need, one.weight) for one in understood(typed))
    wanted = replace(parse_words(f"{typed} {more}", segment.vocabulary), needs=needs)
    every = match_text(segment, wanted, everything(segment))
    for needed, or_need in {(1, False), (1, True), (len(wanted.all), False)} if wanted.all else ():
        docs, anywhere = match_anywhere(segment, wanted, Needed(needed, or_need=or_need))
        enough = enough_of(anywhere, needed, or_need)
        assert docs[enough].tolist() == enough_of(every, needed, or_need).nonzero()[0].tolist()
        for part in ("score", "clauses", "excluded", "needs"):
            mine, theirs = getattr(anywhere, part), getattr(every, part)
            assert (mine is None) == (theirs is None)
            assert mine is None or mine.tolist() == theirs[docs].tolist()


def enough_of(matched, needed, or_need):
    enough = matched.clauses >= needed
    return enough | (matched.needs > 0) if or_need and matched.needs is not None else enough


def found_with(typed, *texts):
    segment = segment_of([Listing(name=f"n{n}", description=text) for n, text in enumerate(texts)])
    matched = match_text(segment, parse_words(typed, segment.vocabulary), everything(segment))
    has = matched.clauses == matched.wanted_clauses
    if matched.excluded is not None:
        has &= ~matched.excluded
    return [int(doc) for doc in has.nonzero()[0]]


def test_a_phrase_is_words_right_after_each_other():
    texts = ("samen eten op dinsdag", "eten en daarna samen zingen", "samen gezellig eten")
    assert found_with('"samen eten"', *texts) == [0]


def test_a_phrase_does_not_cross_from_one_field_to_the_next():
    segment = segment_of([Listing(name="koffie samen", summary="eten thuis")])
    assert not match_text(segment, parse_words('"samen eten"'), everything(segment)).clauses.any()


def test_what_is_not_wanted_is_left_out():
    assert found_with("koffie -ouderen", "koffie voor ouderen", "koffie voor jongeren") == [1]


def test_either_of_two_words():
    assert found_with("koffie OF thee", "koffie", "thee", "soep") == [0, 1]


def test_the_beginning_of_a_word():
    assert found_with("wandel*", "wandelgroep", "wandelen", "fietsen") == [0, 1]
    assert found_with("eenzaamh*", "tegen eenzaamheid", "eenzaam") == [0, 1]


@pytest.mark.parametrize(("typed", "text"), [
    ("buurtmaaltijd", "maaltijd in de buurt"),
    ("kook groep", "kookgroep"),
    ("cafes", "café"),
    ("boerdery", "boerderij"),
    ("vrijwiligers", "vrijwilliger"),
    ("dagbestedding", "dagbesteding"),
])  # fmt: skip
def test_people_are_understood(typed, text):
    assert found_with(typed, "niets hiervan", text) == [1]


def test_a_saved_segment_answers_the_same(tmp_path):
    segment = segment_of([Listing(name="Koffie", description="samen eten")])
    segment.save(tmp_path / "s")
    loaded = Segment.load(tmp_path / "s")
    for term in segment.terms:
        assert loaded.postings(term)[0].tolist() == segment.postings(term)[0].tolist()
    assert loaded.statistics == segment.statistics


def ranking_of(typed, *found):
    segment = segment_of(found)
    wanted = parse_words(typed, segment.vocabulary, segment.rarity)
    ranked = match_text(segment, wanted, everything(segment)).ranked
    order = sorted(range(segment.count), key=lambda doc: -ranked[doc])
    cards = [segment.card(doc).name for doc in range(segment.count)]
    return [cards[doc] for doc in order if ranked[doc]]


def test_a_rare_synonym_does_not_come_before_the_typed_word():
    others = [Listing(name=f"Koffie {n}") for n in range(30)]
    assert ranking_of("koffie", Listing(name="Theehuis"), *others, Listing(name="Thee"))[-2:] == [
        "Thee",
        "Theehuis",
    ]


def test_the_alias_of_a_kind_that_no_page_shows_is_not_what_somebody_does_not_want():
    segment = segment_of([Listing(name="De Pomp", kind="coffee_hour"), Listing(name="Theemiddag")])
    wanted = parse_words("-theemiddag", segment.vocabulary)
    assert match_text(segment, wanted, everything(segment)).excluded.sum() == 1


def test_what_a_listing_says_not_to_have_is_not_what_somebody_does_not_want():
    assert found_with("feest -alcohol", "feest zonder alcohol", "feest met alcohol") == [0]
    assert found_with("koffie -soep", "niet alleen soep, ook koffie", "koffie") == [1]


def test_what_is_less_wanted_sinks_and_what_is_better_rises():
    texts = ("koffie en bingo", "koffie en muziek", "koffie zonder bingo")
    segment = segment_of([Listing(name=f"n{n}", description=t) for n, t in enumerate(texts)])
    word = [Words((Alternative((term,), 1.0, "same"),)) for term in ("bingo", "-bingo")]
    wanted = replace(parse_words("koffie"), less=(word[0],), better=(word[1],))
    bingo, music, none = match_text(segment, wanted, everything(segment)).ranked
    assert none > music > bingo > 0


def test_a_value_of_a_facet_can_sink():
    segment = segment_of([Listing(name="Koffie", kind="care_farm"), Listing(name="Koffie huis")])
    wanted = replace(parse_words("koffie"), less=(Coded("vorm", "care_farm"),))
    farm, house = match_text(segment, wanted, everything(segment)).ranked
    assert house > farm > 0
