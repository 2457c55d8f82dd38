"""A softmax regression that starts from given scores, and how sure its answers are.

With full batches and a fixed number of steps, it learns the same from the same every time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

STEPS, STEP, LAST_STEPS = 400, 0.05, 0.2
SHARPNESSES = tuple(round(0.4 + 0.05 * step, 2) for step in range(13))
PENALTY = 0.7  # on additions to the lexicon
BIAS_PENALTY = 3.5  # on the bias: a text without known words says little


@dataclass(frozen=True)
class Amounts:
    """How much each listing (row) has of each feature (column); nearly all is 0.

    rows, columns and values name the others, in the order of the rows. Each row has at least one.
    """

    rows: Numbers
    columns: Numbers
    values: Matrix

    @classmethod
    def of(cls, entries: Iterable[tuple[int, int, float]]) -> Amounts:
        """Amounts from (row, column, value), each place once."""
        rows, columns, values = zip(*sorted(entries), strict=True)
        return cls(np.array(rows), np.array(columns), np.array(values))

    def sums(self, scores: Matrix) -> Matrix:
        """The scores of the features (rows) added up per listing, by their amounts."""
        starts = np.unique(self.rows, return_index=True)[1]
        added: Matrix = np.add.reduceat(self.values[:, None] * scores[self.columns], starts)
        return added

    def per_feature(self, errors: Matrix, features: int) -> Matrix:
        """The errors of the listings (rows) added up per feature, by their amounts."""
        order = np.argsort(self.columns, kind="stable")
        columns, starts = np.unique(self.columns[order], return_index=True)
        weighted = self.values[order, None] * errors[self.rows[order]]
        added = np.zeros((features, errors.shape[1]))
        added[columns] = np.add.reduceat(weighted, starts)
        return added


def softmax(sums: Matrix) -> Matrix:
    """The probability of each answer (columns) from sums of log-odds."""
    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    chances: Matrix = powers / powers.sum(axis=1, keepdims=True)
    return chances


def learned_scores(amounts: Amounts, wanted: Matrix, given: Matrix) -> Matrix:
    """What to add to the given scores (a row per feature, the bias last) to get what is wanted.

    wanted (listings, answers) has a 1 for the right answer. Gradient descent with Adam (Kingma &
    Ba 2015); answers with few listings count for more.
    """
    share = np.sqrt(1 / np.maximum(wanted.sum(axis=0), 1))
    weight = wanted @ share
    weight /= weight.mean()
    penalty = np.full((len(given), 1), PENALTY)
    penalty[-1] = BIAS_PENALTY
    learned, mean, square = np.zeros_like(given), np.zeros_like(given), np.zeros_like(given)
    for step in range(1, STEPS + 1):
        errors = (softmax(amounts.sums(given + learned)) - wanted) * weight[:, None]
        slope = amounts.per_feature(errors, len(given)) + penalty * learned
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        size = STEP if step < 0.6 * STEPS else STEP * LAST_STEPS
        way = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        learned = learned - size * way
    return learned


def sharpened(chances: Matrix, sharpness: float) -> Matrix:
    """Chances that are surer (sharpness above 1) or less sure (below 1), in the same order."""
    powers = chances**sharpness
    sharp: Matrix = powers / powers.sum(axis=1, keepdims=True)
    return sharp


def honest_sharpness(chances: Matrix, wanted: Matrix) -> float:
    """The sharpness with which chances fit best what was right (temperature scaling, Guo 2017).

    At most 1: texts of others differ more from the examples than the examples do among themselves.
    """

    def surprise(sharpness: float) -> float:
        right = (sharpened(chances, sharpness) * wanted).sum(axis=1)
        return float(-np.log(right).mean())

    return min(SHARPNESSES, key=surprise)
