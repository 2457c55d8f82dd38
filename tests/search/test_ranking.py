import uuid
from datetime import date

import numpy as np
import pytest

from socialmap.catalogue.freshness import confirmed
from socialmap.catalogue.listing import Listing
from socialmap.search.index.building import build
from socialmap.search.index.sources import Source
from socialmap.search.ranking import FACTORS, RankingInput, factors, score

TODAY = date(2026, 11, 21)


def found(listing=None, *, forms=None, text=2.0, metres=2_000.0, unknown=0, asked=()):
    source = Source(uuid.UUID(int=1), "s", "", listing or Listing(name="Koffie"), forms or {})
    return RankingInput(
        build([source], TODAY),
        np.array([0], np.int32),
        None if text is None else np.array([text], np.float32),
        None if metres is None else np.array([metres], np.float32),
        np.array([unknown], np.uint8),
        asked,
        TODAY,
    )


@pytest.mark.parametrize("text", [None, 3.0])
@pytest.mark.parametrize("metres", [None, 700.0])
@pytest.mark.parametrize("unknown", [0, 2])
@pytest.mark.parametrize("asked", [(), (0, 2)])
def test_the_score_is_the_product_of_all_factors(text, metres, unknown, asked):
    hit = found(text=text, metres=metres, unknown=unknown, asked=asked, forms={"group": 0.6})
    product = np.prod([factor(hit)[0] for factor in FACTORS])
    assert score(hit)[0] == pytest.approx(product, rel=1e-5)


def test_at_two_kilometres_nearness_has_halved():
    assert factors(found(metres=2_000))["nearness"] == 0.5
    assert factors(found(metres=0))["nearness"] == 1


@pytest.mark.parametrize(
    ("on", "factor"), [(date(2026, 11, 1), 1), (date(2026, 2, 1), 0.95), (date(2024, 1, 1), 0.85)]
)
def test_what_was_looked_at_lately_counts_fully(on, factor):
    listing = confirmed(Listing(name="x"), on)
    assert factors(found(listing))["freshness"] == pytest.approx(factor)


def test_a_chosen_form_counts_by_its_weight():
    assert factors(found(asked=(2,), forms={"individual": 1.0}))["form_fit"] == 1
    assert factors(found(asked=(2,), forms={"societal": 1.0}))["form_fit"] == 0.5


def test_an_unknown_fact_lowers_the_score_without_excluding():
    assert 0 < factors(found(unknown=1))["certainty"] < 1
