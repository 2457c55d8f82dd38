from socialmap.isolation.forms import ANSWERS
from socialmap.isolation.lexicon import (
    data_rows,
    kinds,
    lexicon,
    phrase_of,
    threshold_points,
    variants,
    written_lexicon,
)


def test_every_line_has_an_answer_points_and_phrases_that_say_something():
    for row in data_rows("isolation", "lexicon.csv"):
        assert row["form"] in list(ANSWERS), row
        assert 0 < float(row["weight"]) <= 3, row
        assert all(phrase_of(text) for text in row["phrases"].split("|")), row


def test_a_phrase_speaks_for_one_answer():
    told = {}
    for row in data_rows("isolation", "lexicon.csv"):
        for text in row["phrases"].split("|"):
            assert told.setdefault(phrase_of(text), row["form"]) == row["form"], text


def test_the_thresholds_that_count_are_terms_of_the_taxonomy():
    assert threshold_points().keys() <= {
        row["code"] for row in data_rows("taxonomy", "threshold.csv")
    }
    assert all(points > 0 for points in threshold_points().values())


def test_every_kind_has_what_usually_goes_with_it():
    assert {row["kind"] for row in data_rows("isolation", "kinds.csv")} == set(kinds())
    spheres = {row["code"] for row in data_rows("taxonomy", "sphere.csv")}
    domains = {row["code"] for row in data_rows("taxonomy", "life_domain.csv")}
    for kind in kinds().values():
        assert kind.sphere in spheres, kind.code
        assert kind.life_domains, kind.code
        assert set(kind.life_domains) <= domains, kind.code


def test_small_words_stay_and_articles_go():
    assert phrase_of("aan de tafel") != phrase_of("tafel")
    assert phrase_of("werken in een winkel") == phrase_of("werken in de winkel")


def test_a_compound_may_be_written_apart():
    assert len(list(variants("koffieochtend"))) == 2


def test_what_was_learned_is_added_to_what_was_written():
    assert set(written_lexicon().features) < set(lexicon().features)
    coffee = phrase_of("koffie")[0]
    assert written_lexicon().scores[coffee] != lexicon().scores[coffee]
