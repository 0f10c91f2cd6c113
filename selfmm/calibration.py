"""Lines: from a model's value or its feature to another scale, or to the logit of a probability."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Values = NDArray[np.float64]

Numbers = TypeVar("Numbers", float, "Values")


@dataclass(frozen=True, slots=True)
class Line:
    """y = intercept + slope · x."""

    slope: float
    intercept: float

    def at(self, x: Numbers) -> Numbers:
        """The y of one x, or of each of several (n,)."""
        return self.intercept + self.slope * x

    def probability_at(self, value: float) -> float:
        """The probability whose logit y is (Platt, 1999)."""
        return 1.0 / (1.0 + math.exp(-self.at(value)))

    def inverse(self) -> Line:
        """The line from y back to x. Raises ValueError for a level line."""
        if self.slope == 0:
            raise ValueError("A level line has no inverse.")
        return Line(1.0 / self.slope, -self.intercept / self.slope)


@dataclass(frozen=True, slots=True)
class Plane:
    """y = intercept + weights · x, of a vector x."""

    weights: tuple[float, ...]
    intercept: float

    def at(self, vectors: Values) -> Values:
        """The y (n,) of vectors (n, len(weights))."""
        import numpy as np

        values: Values = vectors @ np.array(self.weights) + self.intercept
        return values


def fit_plane(vectors: Values, y: Values) -> Plane:
    """Ridge regression of y (n,) on vectors (n, width); its strength is chosen by leaving one out.

    Hoerl and Kennard, Technometrics 1970;12:55.
    """
    import numpy as np
    from sklearn.linear_model import RidgeCV

    middle, width = vectors.mean(axis=0), vectors.std(axis=0)
    width[width == 0] = 1.0
    fitted = RidgeCV(alphas=np.logspace(0, 5, 11)).fit((vectors - middle) / width, y)
    weights = fitted.coef_ / width
    return Plane(tuple(map(float, weights)), float(fitted.intercept_ - weights @ middle))


def fit_line(x: Values, y: Values, weights: Values | None = None) -> Line:
    """The line of least absolute error, as Self-MM's own loss, from x (n,) to y (n,).

    Each counts alike, or by `weights` (n,).
    """
    from sklearn.linear_model import QuantileRegressor

    fitted = QuantileRegressor(quantile=0.5, alpha=0.0, solver="highs").fit(x[:, None], y, sample_weight=weights)
    return Line(float(fitted.coef_[0]), float(fitted.intercept_))


def fit_logistic(x: Values, positive: NDArray[np.bool_], weights: Values | None = None) -> Line:
    """The line of greatest likelihood from x (n,) to the logit of the chance of `positive` (n,).

    Each counts alike or by `weights` (n,). Raises ValueError where one of the two classes is empty.
    """
    from sklearn.linear_model import LogisticRegression

    middle, width = float(x.mean()), float(x.std()) or 1.0
    fitted = LogisticRegression().fit((x[:, None] - middle) / width, positive, sample_weight=weights)
    slope = float(fitted.coef_[0, 0]) / width
    return Line(slope, float(fitted.intercept_[0]) - slope * middle)
