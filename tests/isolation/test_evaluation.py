import pytest

from socialmap.isolation.evaluation import JudgedForm, form_figures, term_proposals
from socialmap.isolation.reading import Described


def test_figures_by_hand():
    judged = [
        JudgedForm("a", "group", "group", 0.9),
        JudgedForm("b", "group", "individual", 0.8, doubtful=True),
        JudgedForm("c", "individual", "individual", 0.6),
        JudgedForm("d", "none", "none", 0.95),
    ]
    found = form_figures(judged)
    assert found.accuracy == 0.75
    assert found.accuracy_not_doubtful == 1.0
    assert found.per_answer["group"].precision == 1.0
    assert found.per_answer["group"].recall == 0.5
    assert found.per_answer["individual"].precision == 0.5
    assert found.macro_f1 == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert found.confusion["group"]["individual"] == 1
    assert [each.name for each in found.mistakes] == ["b"]


def test_calibration_compares_sureness_with_what_was_right():
    found = form_figures(
        [JudgedForm("a", "group", "group", 0.9), JudgedForm("b", "none", "group", 0.9)]
    )
    (band,) = found.calibration
    assert (band.sureness, band.right, band.listings) == (0.9, 0.5, 2)
    assert found.calibration_error == pytest.approx(0.4)


def test_nothing_to_judge_is_no_failure():
    assert form_figures([]).macro_f1 == 0


def test_words_that_confirmed_listings_share_are_proposed_for_the_lexicon():
    shared = [(Described(name, description="Vliegeren en koffie."), "group") for name in "abc"]
    other = [(Described("Koffie"), "individual")]
    (found,) = term_proposals([*shared, *other])
    assert (found.phrase, found.form, found.listings) == ("vliegeren", "group", 3)
