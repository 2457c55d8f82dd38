import numpy as np
import pytest

from socialmap.isolation.regression import (
    Amounts,
    honest_sharpness,
    learned_scores,
    sharpened,
    softmax,
)

AMOUNTS = Amounts.of([(0, 0, 2.0), (0, 2, 1.0), (1, 1, 0.5), (1, 2, 1.0)])


def test_amounts_multiply_as_the_whole_matrix_does():
    whole = np.array([[2, 0, 1], [0, 0.5, 1]])
    scores = np.arange(12, dtype=float).reshape(3, 4)
    errors = np.array([[1.0, 0, 0, 2], [0, 3, 0, 1]])
    assert AMOUNTS.sums(scores) == pytest.approx(whole @ scores)
    assert AMOUNTS.per_feature(errors, 3) == pytest.approx(whole.T @ errors)


def test_it_learns_what_is_wanted():
    wanted = np.array([[1.0, 0, 0, 0], [0, 0, 0, 1]])
    learned = learned_scores(AMOUNTS, wanted, np.zeros((3, 4)))
    assert (softmax(AMOUNTS.sums(learned)).argmax(axis=1) == [0, 3]).all()


def test_who_is_right_less_often_than_it_says_becomes_less_sure():
    chances = np.tile([0.9, 0.05, 0.03, 0.02], (10, 1))
    wanted = np.zeros((10, 4))
    wanted[:6, 0] = wanted[6:, 1] = 1
    sharpness = honest_sharpness(chances, wanted)
    assert sharpness < 1
    assert sharpened(chances, sharpness)[0, 0] < 0.75


def test_nobody_becomes_surer_by_it():
    chances = np.tile([0.4, 0.2, 0.2, 0.2], (10, 1))
    wanted = np.tile([1.0, 0, 0, 0], (10, 1))
    assert honest_sharpness(chances, wanted) == 1
