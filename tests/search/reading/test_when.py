"""Times among the words of a query, read on Monday 30 November 2026 at half past ten."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.search.finder import find
from socialmap.search.query import SearchQuery
from socialmap.search.reading.reader import read
from socialmap.times.clock import AMSTERDAM
from tests.listings import listing, put

AT = datetime(2026, 11, 30, 10, 30, tzinfo=AMSTERDAM)


def reading(words, at=AT, **fields):
    """What is read, without the chips of what the words mean beside a time."""
    found = read(SearchQuery(words=words, **fields), at)
    return replace(found, chips=tuple(chip for chip in found.chips if chip.kind == "time"))


def codes(words, at=AT):
    return " ".join(chip.code for chip in reading(words, at).chips)


@pytest.mark.parametrize(
    ("words", "left", "code"),
    [
        ("vandaag", "", "vandaag"),
        ("vanavond", "", "vandaag_avond"),
        ("vanmiddag koffie", "koffie", "vandaag_middag"),
        ("vanochtend", "", "vandaag_ochtend"),
        ("morgen", "", "morgen"),
        ("wandelen morgenochtend", "wandelen", "morgen_ochtend"),
        ("morgen in de avond", "", "morgen_avond"),
        ("overmorgen", "", "2026-12-02"),
        ("Donderdagavond", "", "do_avond"),
        ("donderdag ’s avonds", "", "do_avond"),
        ("koffie op donderdag", "koffie", "do"),
        ("elke zaterdag zwemmen", "zwemmen", "za"),
        ("zaterdag en zondag", "", "za_zo"),
        ("dinsdag- of donderdagmiddag", "", "di_do_middag"),
        ("maandag tot en met woensdag", "", "ma_di_wo"),
        ("eten in het weekend", "eten", "weekend"),
        ("komend weekend", "", "weekend"),
        ("volgend weekend", "", "2026-12-12_2026-12-13"),
        ("volgende week dinsdag", "", "2026-12-08"),
        ("doordeweeks", "", "ma_di_wo_do_vr"),
        ("elke dag", "", "dagelijks"),
        ("'s avonds", "", "avond"),
        ("'s morgens", "", "ochtend"),
        ("overdag", "", "09.00-17.00"),
        ("tussen de middag eten", "eten", "12.00-14.00"),
        ("half elf koffie", "koffie", "10.30"),
        ("vandaag nog", "", "vandaag"),
        ("op een doordeweekse avond", "", "ma_di_wo_do_vr_avond"),
        ("op zondag voel ik me eenzaam", "voel ik me eenzaam", "zo"),
        (
            "ik werk overdag, waar kan ik 's avonds terecht",
            "ik werk overdag, waar kan ik terecht",
            "avond",
        ),
        ("op zondag open", "", "zo"),
        ("wat is er zondag open", "wat is er", "zo"),
        ("nu open", "", "nu"),
        ("koffie nu", "koffie", "nu"),
        ("koffie om 14 uur", "koffie", "14.00"),
        ("dinsdag 14:30", "", "di_14.30"),
        ("om half drie", "", "14.30"),
        ("om kwart over 10", "", "10.15"),
        ("na vijven", "", "17.00-24.00"),
        ("na 17 uur", "", "17.00-24.00"),
        ("voor 12 uur", "", "00.00-12.00"),
        ("tussen 10 en 12 uur", "", "10.00-12.00"),
        ("om acht uur", "", "08.00_20.00"),
        ("'s ochtends om acht uur ontbijt", "ontbijt", "08.00"),
        ("donderdagavond om 8 uur", "", "do_20.00"),
        ("eerste kerstdag", "", "2026-12-25"),
        ("met kerst", "", "2026-12-24_2026-12-25_2026-12-26"),
        ("oudejaarsavond", "", "2026-12-31_avond"),
        ("open op feestdagen", "", "2026-12-25_2026-12-26_2027-01-01"),
        ("15 december", "", "2026-12-15"),
        ("vrijdag 1 jan", "", "2027-01-01"),
        ("tonight", "", "vandaag_avond"),
        ("coffee tomorrow morning", "coffee", "morgen_ochtend"),
        ("sunday lunch", "lunch", "zo"),
        ("heute Abend", "", "vandaag_avond"),
        ("samedi matin", "", "za_ochtend"),
        ("el sábado por la tarde", "", "za_middag"),
        ("اليوم", "", "vandaag"),
    ],
)
def test_a_time_is_taken_out_of_the_words(words, left, code):
    found = reading(words)
    assert (found.query.words, [chip.code for chip in found.chips]) == (
        left,
        [code],
    )


@pytest.mark.parametrize(
    "words",
    [
        "koffie",
        "Zondagmiddagtafel",
        '"op zondag" koffie',
        "koffie -zondag",
        "zondag* koffie",
        "niet op zondag",
        "vorige week maandag",
        "goede morgen",
        "3 uur per week",
        "kinderen van 4 tot 12 jaar",
        "hulp bij dagelijkse dingen",
        "ik zit elke avond alleen",
        "mijn man is vandaag overleden",
        "31 februari",
        "wat nu",
    ],
)
def test_words_that_say_no_time_to_go_stay(words):
    found = reading(words)
    assert (found.query.words, found.chips) == (words, ())


def test_a_time_that_was_taken_away_leaves_its_words():
    [chip] = reading("koffie donderdagavond").chips
    again = reading("koffie donderdagavond", dropped=frozenset({chip.key}))
    assert (again.query.words, again.chips) == ("koffie donderdagavond", ())
    assert not again.query.when


def test_the_first_saturday_of_the_month_is_a_date_and_stays_among_the_words():
    found = reading("eerste zaterdag van de maand")
    assert found.query.words == "eerste zaterdag van de maand"
    assert found.query.values("dag") == {"2026-12-05"}


def test_a_time_in_the_words_goes_with_the_chosen_times():
    found = reading("zondag", chosen={"dag": frozenset({"za"})})
    assert found.query.values("dag") == {"za", "zo"}


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2026-11-30T23:59", "2026-12-02"),
        ("2026-12-01T00:00", "2026-12-03"),
        ("2026-10-25T02:30", "2026-10-27"),
    ],
)
def test_days_are_those_of_amsterdam_on_both_sides_of_midnight(at, code):
    assert codes("overmorgen", datetime.fromisoformat(at).replace(tzinfo=AMSTERDAM)) == code


@pytest.mark.parametrize(
    ("words", "at", "code"),
    [
        ("pasen", "2027-03-01T12:00", "2027-03-28_2027-03-29"),
        ("tweede paasdag", "2027-03-01T12:00", "2027-03-29"),
        ("hemelvaart", "2027-04-20T12:00", "2027-05-06"),
        ("pinksteren", "2027-05-16T23:00", "2027-05-16_2027-05-17"),
        ("koningsdag", "2025-04-01T12:00", "2025-04-26"),
        ("oud en nieuw", "2026-12-31T12:00", "2026-12-31_2027-01-01"),
        ("kerst", "2026-12-26T09:00", "2026-12-26"),
    ],
)
def test_holidays_are_those_that_come_next(words, at, code):
    assert codes(words, datetime.fromisoformat(at).replace(tzinfo=AMSTERDAM)) == code


def test_a_holiday_far_ahead_is_a_subject():
    assert codes("kerst", datetime(2026, 6, 1, 12, tzinfo=AMSTERDAM)) == ""


@given(st.text(max_size=200) | st.lists(st.sampled_from(
    ["op", "zondag", "’s", "avonds", "en", "om", "14", "uur", "half", "drie", "31", "mei", '"', "-", "nu"]
), max_size=12).map(" ".join))  # fmt: skip
def test_any_words_are_read(words):
    found = reading(words)
    assert len(found.query.words.split()) <= len(words.split())


def names(words, **fields):
    return [hit.card.name for hit in find(SearchQuery(words=words, **fields), AT).hits]


def test_a_name_with_a_day_in_it_comes_first_and_is_found_on_any_day(session):
    put(
        listing("Altijd", hours="24/7", summary="Ook op zondagmiddag."),
        listing("Zondagmiddagtafel", hours="Jul Su 12:00-15:00"),
        listing("Vrijdagclub", hours="Th 10:00-12:00"),
        listing("Stichting Morgen", hours="We 10:00-12:00"),
    )
    assert names("zondagmiddag") == ["Zondagmiddagtafel", "Altijd"]
    assert names("vrijdag club") == ["Vrijdagclub"]
    assert names("morgen") == ["Stichting Morgen", "Altijd"]
    assert names("Zondagmiddagtafel")[0] == "Zondagmiddagtafel"


def test_only_what_is_open_then_is_found_and_unknown_times_are_named(session):
    put(
        listing("Avondkoffie", hours="Th 19:00-22:00"),
        listing("Ochtendkoffie", hours="Th 09:00-12:00"),
        listing("Koffie"),
    )
    found = find(SearchQuery(words="koffie donderdagavond"), AT)
    assert [hit.card.name for hit in found.hits] == ["Avondkoffie", "Koffie"]
    assert found.hits[1].unknown == (("dag", "do"), ("dagdeel", "avond"))
    assert found.query.words == "koffie donderdagavond"


def test_when_nothing_is_open_then_the_same_at_any_time_is_a_way_out(session):
    put(listing("Avondkoffie", hours="Th 19:00-22:00"))
    found = find(SearchQuery(words="koffie zondagmiddag"), AT)
    assert found.total == 0
    assert [(way.kind, way.query.words, way.total) for way in found.ways_out[:1]] == [
        ("without", "koffie", 1)
    ]
    chosen = {"dag": frozenset({"zo"}), "dagdeel": frozenset({"avond"})}
    ways = find(SearchQuery(words="koffie", chosen=chosen), AT).ways_out
    assert [(way.what, way.total) for way in ways[:2]] == [(("dag", "zo"), 1), (("op", ""), 1)]
