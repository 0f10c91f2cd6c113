"""How far an interview lies from those of the people that a model was brought onto its scale with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARE = 0.975  # of the people known, each judged by the others, who count as familiar
_LEAST_DEVIATION = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Familiarity:
    """Means and deviations (width,) of known people's text vectors, and the distance that is still familiar."""

    means: NDArray[np.float32]
    deviations: NDArray[np.float32]
    limit: float

    def distance(self, vector: NDArray[np.floating]) -> float:
        """The root of the mean squared deviation of a person's mean vector (width,), in known people's deviations."""
        return float(np.sqrt(np.mean(((vector - self.means) / self.deviations) ** 2)))


def fit_familiarity(vectors: NDArray[np.float32]) -> Familiarity:
    """From known people's mean vectors (persons, width); the limit is found by leaving out one person at a time."""
    rest = [np.delete(vectors, person, axis=0) for person in range(len(vectors))]
    distances = [_of(others, 0.0).distance(vector) for others, vector in zip(rest, vectors, strict=True)]
    return _of(vectors, float(np.quantile(distances, SHARE)))


def _of(vectors: NDArray[np.float32], limit: float) -> Familiarity:
    deviations = vectors.std(axis=0) + np.float32(_LEAST_DEVIATION)
    return Familiarity(vectors.mean(axis=0), deviations, limit)
