"""How good predictions are: plain functions on arrays of shape (n,), on the label's own scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Values = NDArray[np.float64]

BOOTSTRAPS = 2000


def mae(labels: Values, predictions: Values) -> float:
    """Mean absolute error, in the label's units."""
    return float(np.abs(labels - predictions).mean())


def rmse(labels: Values, predictions: Values) -> float:
    """Root mean squared error, in the label's units."""
    return float(np.sqrt(((labels - predictions) ** 2).mean()))


def correlation(labels: Values, predictions: Values) -> float:
    """Pearson's r; 0.0 where one side is constant."""
    if np.ptp(labels) == 0 or np.ptp(predictions) == 0:
        return 0.0
    return float(np.corrcoef(labels, predictions)[0, 1])


def ccc(labels: Values, predictions: Values) -> float:
    """Concordance correlation coefficient (Lin, Biometrics 1989;45:255), population moments; 0.0 for constants."""
    if np.ptp(labels) == 0 or np.ptp(predictions) == 0:
        return 0.0
    spread = labels.var() + predictions.var() + (labels.mean() - predictions.mean()) ** 2
    covariance = ((labels - labels.mean()) * (predictions - predictions.mean())).mean()
    return float(2 * covariance / spread)


def auc(positive: NDArray[np.bool_], predictions: Values) -> float:
    """Area under the ROC curve: the chance that a positive is ranked above a negative, ties counted half.

    Raises ValueError where one of the two classes is empty.
    """
    above = int(positive.sum())
    below = len(positive) - above
    if not above or not below:
        raise ValueError("The area under the curve needs people on both sides of the cut-off.")
    _, places, ties = np.unique(predictions, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(ties) - (ties - 1) / 2)[places]  # from 1; equal predictions share the mean of their ranks
    return float((ranks[positive].sum() - above * (above + 1) / 2) / (above * below))


def sensitivity(positive: NDArray[np.bool_], called: NDArray[np.bool_]) -> float:
    """Share of the positives that are called positive; nan without positives."""
    return float(called[positive].mean()) if positive.any() else float("nan")


def specificity(positive: NDArray[np.bool_], called: NDArray[np.bool_]) -> float:
    """Share of the negatives that are called negative; nan without negatives."""
    return float((~called[~positive]).mean()) if (~positive).any() else float("nan")


def f1(positive: NDArray[np.bool_], called: NDArray[np.bool_]) -> float:
    """F1 of the positive class; 0.0 where nothing is found."""
    found = float((positive & called).sum())
    wrong = float((positive ^ called).sum())
    return 2 * found / (2 * found + wrong) if found else 0.0


def by_person(persons: Sequence[str], values: Values) -> dict[str, float]:
    """The mean of each person's values (n,), in the order in which the persons first appear."""
    groups: dict[str, list[float]] = {}
    for person, value in zip(persons, values, strict=True):
        groups.setdefault(person, []).append(float(value))
    return {person: float(np.mean(group)) for person, group in groups.items()}


def bootstrap_interval(
    metric: Callable[[Values, Values], float], labels: Values, predictions: Values, *, seed: int, coverage: float = 0.95
) -> tuple[float, float]:
    """Percentile bootstrap over people (rows): (lower, upper). Resamples that the metric cannot judge are left out."""
    generator = np.random.default_rng(seed)
    found = []
    for _ in range(BOOTSTRAPS):
        rows = generator.integers(0, len(labels), len(labels))
        try:
            found.append(metric(labels[rows], predictions[rows]))
        except ValueError:
            continue
    tail = 100 * (1 - coverage) / 2
    lower, upper = np.percentile(found, [tail, 100 - tail])
    return float(lower), float(upper)


def conformal_halfwidth(labels: Values, predictions: Values, *, coverage: float) -> float:
    """Half the width of a prediction interval from errors on people the model did not learn from, in label units.

    The ceil((n + 1) * coverage)-th smallest absolute error, as in split conformal prediction (Lei et al., JASA
    2018;113:1094); the largest error where n is too small for the coverage.
    """
    errors = np.sort(np.abs(labels - predictions))
    rank = int(np.ceil((len(errors) + 1) * coverage))
    return float(errors[min(rank, len(errors)) - 1])
