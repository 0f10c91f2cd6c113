"""Metrics of many weighted versions of the same rows at once, such as bootstrap draws.

`weights` (draws, rows) says how often each draw holds each row; all ones in one draw are the data as they are. Every
function takes arrays of (rows,) and returns (draws,), nan for a draw that it cannot judge. A draw then costs its share
of a matrix product, and what is reported and its interval come from the same formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[np.float64]
    Marks = NDArray[np.bool_]

# A draw's variance and shift are differences of sums; below this share of the sums they are nothing but rounding.
_ROUNDING = 1e-12


def ratio(part: Values, whole: Values, *, empty: float = float("nan")) -> Values:
    """`part / whole`, both (draws,); `empty` where the whole is 0."""
    quotient = np.full(len(whole), empty)
    np.divide(part, whole, out=quotient, where=whole != 0)
    return quotient


def average(values: Values | Marks, weights: Values) -> Values:
    """The weighted mean of `values` (rows,), or the share of the rows that are marked."""
    return ratio(weights @ values.astype(np.float64), weights.sum(axis=1))


def correlation(labels: Values, predictions: Values, weights: Values) -> Values:
    """Pearson's r; nan where one side is constant, as in the published programs."""
    moments = _moments(labels, predictions, weights)
    return ratio(moments.covariance, np.sqrt(moments.label_variance * moments.prediction_variance))


def ccc(labels: Values, predictions: Values, weights: Values) -> Values:
    """Concordance correlation coefficient (Lin, Biometrics 1989;45:255), population moments.

    0 where one side is constant, nan where both are the same constant.
    """
    moments = _moments(labels, predictions, weights)
    spread = moments.label_variance + moments.prediction_variance + moments.shift**2
    return ratio(2 * moments.covariance, spread)


class _Moments(NamedTuple):
    """Population moments, (draws,) each."""

    shift: Values  # mean of the predictions less mean of the labels
    label_variance: Values
    prediction_variance: Values
    covariance: Values


def _moments(labels: Values, predictions: Values, weights: Values) -> _Moments:
    """The medians are taken off first: sums of squares then keep their digits, and a constant becomes exactly 0."""
    label_middle, prediction_middle = np.median(labels), np.median(predictions)
    x, y = labels - label_middle, predictions - prediction_middle
    total, apart = weights.sum(axis=1), prediction_middle - label_middle
    x_mean, y_mean, xx, yy, xy = (ratio(weights @ column, total) for column in (x, y, x * x, y * y, x * y))
    return _Moments(
        shift=_without_rounding(y_mean - x_mean + apart, np.abs(x_mean) + np.abs(y_mean) + abs(apart)),
        label_variance=_without_rounding(xx - x_mean**2, xx),
        prediction_variance=_without_rounding(yy - y_mean**2, yy),
        covariance=xy - x_mean * y_mean,
    )


def _without_rounding(difference: Values, size: Values) -> Values:
    """0 where no more than rounding is left of a difference of sums that are of this size."""
    return np.where(np.abs(difference) <= _ROUNDING * size, 0.0, difference)


def f1(positive: Marks, called: Marks, weights: Values) -> Values:
    """F1 of the positive class; 0 where nothing is found."""
    found, wrong = weights @ (positive & called), weights @ (positive ^ called)
    return ratio(2 * found, 2 * found + wrong, empty=0.0)


def weighted_f1(positive: Marks, called: Marks, weights: Values) -> Values:
    """The F1 of both classes, each weighted by its share of the true rows."""
    share = average(positive, weights)
    return share * f1(positive, called, weights) + (1 - share) * f1(~positive, ~called, weights)


def sensitivity(positive: Marks, called: Marks, weights: Values) -> Values:
    """Share of the positives that are called positive; nan in a draw without positives."""
    return average(called[positive], weights[:, positive])


def specificity(positive: Marks, called: Marks, weights: Values) -> Values:
    """Share of the negatives that are called negative; nan in a draw without negatives."""
    return sensitivity(~positive, ~called, weights)


def auc(positive: Marks, predictions: Values, weights: Values) -> Values:
    """Area under the ROC curve, ties counted half; nan in a draw without one of the classes."""
    order = np.argsort(predictions)
    starts = np.flatnonzero(np.diff(predictions[order], prepend=-np.inf))  # where a run of ties begins
    above = np.add.reduceat(weights[:, order] * positive[order], starts, axis=1)
    below = np.add.reduceat(weights[:, order] * ~positive[order], starts, axis=1)
    beaten = np.cumsum(below, axis=1) - below / 2
    return ratio((above * beaten).sum(axis=1), above.sum(axis=1) * below.sum(axis=1))
