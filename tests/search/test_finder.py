from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import event

from socialmap.catalogue.listing import ListedActivity, ListedConfirmation
from socialmap.catalogue.queries import initiative_by_slug
from socialmap.db import db
from socialmap.places.geocoding import NoPlace, OnePlace, SeveralPlaces
from socialmap.search.finder import find, similar
from socialmap.search.index.snapshot import store
from socialmap.search.query import SearchQuery
from socialmap.times.clock import AMSTERDAM, today
from tests.listings import AMERSFOORT, UTRECHT, ZEIST, listing, put

MONDAY = datetime(2026, 11, 23, 10, 30, tzinfo=AMSTERDAM)


def names(results):
    return [hit.card.name for hit in results.hits]


def ask(words="", where="", at=MONDAY, **fields):
    chosen = {name: frozenset(values) for name, values in fields.pop("chosen", {}).items()}
    return find(SearchQuery(words=words, where=where, chosen=chosen, **fields), at)


def queries_of(work):
    statements = []

    def note(_connection, _cursor, statement, *_):
        statements.append(statement)

    engine = db.engines[None].engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(statements)


def counts(results, param):
    return {value.code: value.count for value in results.facets[param] if value.count}


def test_words_in_the_name_come_before_words_elsewhere(session):
    put(listing("Huis", summary="Er is koffie."), listing("Koffie"))
    assert names(ask("koffie")) == ["Koffie", "Huis"]


def test_words_are_compared_by_their_stems(session):
    put(listing("Wandelgroep", summary="Voor eenzame mensen."))
    assert names(ask("eenzaamheid")) == ["Wandelgroep"]


def test_a_kind_is_found_by_what_people_call_it(session):
    put(listing("De Pomp", kind="coffee_hour"))
    assert names(ask("koffieochtend")) == ["De Pomp"]


def test_when_few_listings_have_all_words_some_words_are_enough_and_the_results_say_so(session):
    put(listing("Koffie"), listing("Biljart"))
    found = ask("koffie scootmobiel")
    assert names(found) == ["Koffie"]
    assert found.loosened


def test_near_means_within_the_distance_and_nearest_first(session):
    put(listing("Ver", AMERSFOORT), listing("Buren", ZEIST), listing("Hier", UTRECHT))
    found = ask(where="Utrecht", kilometres=10, sort="dichtbij")
    assert names(found) == ["Hier", "Buren"]
    assert found.hits[1].metres == pytest.approx(7_650, rel=0.5)
    assert isinstance(found.answer, OnePlace)


def test_an_unknown_place_is_reported_and_everything_is_searched(session):
    put(listing("Hier"))
    found = ask(where="<script>")
    assert isinstance(found.answer, NoPlace)
    assert names(found) == ["Hier"]


def test_a_name_of_several_places_gives_choices(session):
    assert isinstance(ask(where="Hengelo").answer, SeveralPlaces)


def test_a_box_narrows_to_what_the_map_shows(session):
    put(listing("Ver", AMERSFOORT), listing("Hier", UTRECHT))
    assert names(ask(box=(5.0, 52.0, 5.2, 52.2))) == ["Hier"]


def test_groups_narrow_and_values_of_a_group_widen(session):
    put(
        listing("A", kind="coffee_hour", languages=("nl",)),
        listing("B", kind="care_farm", languages=("nl",)),
        listing("C", kind="care_farm", languages=("ar",)),
    )
    both = ask(chosen={"soort": {"warm_place", "mild_work_setting"}, "taal": {"nl"}})
    assert sorted(names(both)) == ["A", "B"]
    assert counts(both, "soort") == {"warm_place": 1, "mild_work_setting": 1}
    assert counts(both, "taal") == {"nl": 2, "ar": 1}


def test_a_listing_with_an_unknown_fact_is_labelled_and_ranked_last(session):
    put(listing("Stil", quiet=True), listing("Misschien"), listing("Druk", quiet=False))
    found = ask(chosen={"drempel": {"quiet"}})
    assert names(found) == ["Stil", "Misschien"]
    assert found.hits[1].unknown == (("drempel", "quiet"),)
    assert found.unsure == 1
    assert counts(found, "drempel") == {"quiet": 1}


def test_all_chosen_facts_must_hold(session):
    put(listing("Beide", quiet=True, walk_in=True), listing("Een", quiet=True, walk_in=False))
    assert names(ask(chosen={"drempel": {"quiet", "walk_in"}})) == ["Beide"]


def test_open_now_uses_the_hours_and_includes_listings_of_unknown_hours(session):
    put(
        listing("Open", hours="Mo 09:00-12:00"),
        listing("Dicht", hours="Tu 09:00-12:00"),
        listing("Onbekend"),
    )
    found = ask(chosen={"dag": {"nu"}}, sort="open")
    assert names(found) == ["Open", "Onbekend"]
    assert counts(found, "dag") == {"nu": 1, "vandaag": 1, "ma": 1, "di": 1, "morgen": 1}
    assert counts(found, "dagdeel") == {"ochtend": 1}


def test_open_at_a_time_that_was_chosen(session):
    put(
        listing("Dinsdag", hours="Tu 19:00-21:00"),
        listing("Maandag", hours="Mo 09:00-12:00"),
        listing("Kerst", hours="Mo-Su 09:00-22:00; PH off"),
    )
    assert names(ask(moment=datetime(2026, 11, 24, 20))) == ["Dinsdag", "Kerst"]
    assert names(ask(moment=datetime(2026, 12, 25, 20))) == []
    either = ask(moment=datetime(2026, 11, 24, 20), chosen={"dag": {"nu"}})
    assert sorted(names(either)) == ["Dinsdag", "Kerst", "Maandag"]


def test_a_dated_activity_counts_as_open(session):
    # The index knows the dates from today on, so the week is this one or the next.
    saturday = today() + timedelta(days=(5 - today().weekday()) % 7)
    tea = ListedActivity(name="Thee", starts=datetime.combine(saturday, time(14)))
    put(listing("Zaterdagthee", activities=(tea,)))
    monday = datetime.combine(saturday - timedelta(days=5), time(10, 30), AMSTERDAM)
    assert counts(ask(at=monday), "dag") == {"weekend": 1, "za": 1}
    assert counts(ask(at=monday), "dagdeel") == {"middag": 1}
    assert names(ask(at=monday, chosen={"dag": {"nu"}})) == []


def test_a_part_of_the_day_is_that_of_each_day_of_the_coming_week(session):
    put(
        listing("Vroeg", hours="Th 09:00-12:00"),
        listing("Laat", hours="Su 19:00-22:00"),
        listing("Volgende maand", hours="Dec 20 09:00-12:00"),
    )
    assert counts(ask(), "dagdeel") == {"ochtend": 1, "avond": 1}
    assert counts(ask(), "dag") == {"weekend": 1, "do": 1, "zo": 1}
    assert names(ask(chosen={"dagdeel": {"ochtend"}})) == ["Vroeg"]


def test_without_an_address_it_serves_its_areas_and_is_never_a_hit(session):
    put(
        listing("Belcirkel", None, service_areas=("Zeist",)),
        listing("Online praten", None, online=True),
        listing("Elders", None, service_areas=("Groningen",)),
    )
    found = ask(where="3701")
    assert found.hits == []
    assert sorted(h.card.name for h in found.serving) == ["Belcirkel", "Online praten"]


def test_what_was_looked_at_lately_comes_first(session):
    def looked_at(year):
        return {"confirmations": (ListedConfirmation(group="what", on=date(year, 11, 1)),)}

    put(listing("Oud", **looked_at(2020)), listing("Vers", **looked_at(2026)))
    assert names(ask()) == ["Vers", "Oud"]


def test_without_results_there_are_ways_out_with_numbers(session):
    put(listing("Koffie", AMERSFOORT, kind="coffee_hour"))
    found = ask("koffie", "Utrecht", kilometres=5, chosen={"soort": {"volunteer_group"}})
    assert found.total == 0
    assert [(way.kind, way.total) for way in found.ways_out] == []
    without = ask("koffie", "Amersfoort", chosen={"soort": {"volunteer_group"}})
    assert ("without", ("soort", "volunteer_group"), 1) in [
        (way.kind, way.what, way.total) for way in without.ways_out
    ]
    assert [hit.card.name for hit in without.nearest] == ["Koffie"]


def test_pages_follow_on_and_a_page_too_far_is_the_last(session):
    put(*(listing(f"Nummer {number:02}") for number in range(45)))
    assert [hit.number for hit in ask(page=3).hits] == [41, 42, 43, 44, 45]
    assert ask(page=99).query.page == 3
    assert ask().pages == 3


def test_a_search_asks_the_database_little_however_much_it_finds(session):
    put(*(listing(f"Nummer {number}", languages=("nl",)) for number in range(2)))
    ask(where="Utrecht")
    few = queries_of(lambda: ask(where="Utrecht"))
    put(*(listing(f"Meer {number}", languages=("nl",)) for number in range(15)))
    ask(where="Utrecht")
    assert queries_of(lambda: ask(where="Utrecht")) == few <= 3


def test_similar_is_near_and_of_the_same_setting(session):
    put(
        listing("Koffie A", kind="coffee_hour"),
        listing("Koffie B", ZEIST, kind="coffee_hour"),
        listing("Eten", UTRECHT, kind="shared_meal"),
        listing("Boerderij", kind="care_farm"),
    )
    first = initiative_by_slug("koffie-a")
    assert [hit.card.name for hit in similar(first)] == ["Koffie B", "Eten"]


@pytest.mark.parametrize(
    "words", ["", "de het een", "*", '"open', "😀", "مقهى", "x" * 10_000, "%", "_"]
)
def test_any_words_are_answered(session, words):
    put(listing("Koffie"))
    assert ask(words).total in (0, 1)


def test_a_listing_with_the_rare_word_stays_when_others_have_all_words_in_other_words(session):
    others = [listing(f"Samen eten {n}", summary="Een warme maaltijd.") for n in range(24)]
    put(*others, listing("Schaakclub"), *[listing(f"Bordspel {n}") for n in range(3)])
    assert "Schaakclub" in {hit.card.name for hit in ask("schaken en spelletjes").hits}


def test_what_is_not_wanted_is_read_and_sinks(session):
    put(listing("Wandelgroep"), listing("Wandelmaatje"))
    found = ask("wandelen, geen groep")
    assert names(found) == ["Wandelmaatje", "Wandelgroep"]
    assert [chip.key for chip in found.chips] == ["unwanted:group"]
    assert found.query.words == "wandelen, geen groep"


def test_what_says_to_be_free_of_what_is_not_wanted_answers_without_the_other_words(session):
    put(listing("Praatcafé"), listing("Atelier", summary="Jezelf zijn, los van diagnoses."))
    found = names(ask("praten zonder dat het over mijn ziekte gaat"))
    assert set(found) == {"Atelier", "Praatcafé"}
    assert "Atelier" not in names(ask("praten"))


def test_what_somebody_likes_better_is_searched_and_the_other_sinks(session):
    put(listing("Wandelgroep", summary="Wandelen en praten."), listing("Wandelclub"))
    found = ask("liever wandelen dan praten")
    assert names(found) == ["Wandelclub", "Wandelgroep"]
    assert [chip.words for chip in found.chips] == ["liever niet praten"]


def test_the_middle_of_a_town_is_as_wide_as_the_town(session):
    assert ask("inloop Amersfoort centrum").radius == ask("inloop Amersfoort").radius


def test_a_correction_is_offered_only_when_it_finds_more(session):
    put(listing("Samen eten"))
    assert ask("samen eetn").corrected == ""
    put(*[listing(f"Open tafel {n}") for n in range(3)])
    # Misspelt is what no listing of the last whole snapshot has.
    store().snapshot = store().make()
    assert ask("samen eetn").corrected == "samen eten"
