"""How well a line from a model's value to a depression scale does on people it was not fitted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from selfmm import metrics
from selfmm.calibration import fit_line, fit_logistic
from selfmm.data.splits import person_folds
from selfmm.training.evaluation import CrossValidation, over_repeats, summarise
from selfmm.training.judging import COVERAGE, labels_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from selfmm.types import LabelScale, Sample

    Values = NDArray[np.float64]

FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class LineValidation:
    """What lines, intervals and probabilities fitted on other people say of each person, a row a repeat."""

    result: CrossValidation
    halfwidths: NDArray[np.float64]  # (repeats, persons), of the interval that other people's errors give
    probabilities: NDArray[np.float64]  # (repeats, persons) of being at or above the cut-off

    @property
    def covered(self) -> NDArray[np.float64]:
        """1.0 where a person's label lies within their interval, else 0.0: (repeats, persons)."""
        errors = np.abs(self.result.predictions - self.result.labels)
        return (errors <= self.halfwidths).astype(np.float64)


def cross_validate_line(
    samples: Sequence[Sample], values: Values, *, scale: LabelScale, seeds: Sequence[int], folds: int = FOLDS
) -> LineValidation:
    """Deal people into `folds` anew for each seed; each fold's line is fitted on the people of the others.

    `values` (samples,) are the model's, one an answer; a person's is the mean. A fold's interval and probability come
    from what was said, in the same way, of the people of the other folds. Raises DataError with too few people.
    """
    people = [sample.person for sample in samples]
    by_person = metrics.by_person(people, values)
    rated = metrics.by_person(people, labels_of(samples))
    persons = tuple(by_person)
    x, labels = np.array(list(by_person.values())), np.array([rated[person] for person in persons])
    predictions, constants, halfwidths, probabilities = np.full((4, len(seeds), len(persons)), np.nan)
    for row, seed in enumerate(seeds):
        groups = person_folds(samples, folds, cutoff=scale.cutoff, seed=seed)
        held_out = [np.array([person in group for person in persons]) for group in groups]
        for out in held_out:
            line = fit_line(x[~out], labels[~out])
            predictions[row, out] = np.clip(line.at(x[out]), scale.minimum, scale.maximum)
            constants[row, out] = labels[~out].mean()
        for out in held_out:
            told = predictions[row, ~out]
            halfwidths[row, out] = metrics.conformal_halfwidth(labels[~out], told, coverage=COVERAGE)
            chance = fit_logistic(told, labels[~out] >= scale.cutoff)
            probabilities[row, out] = [chance.probability_at(value) for value in predictions[row, out]]
    return LineValidation(CrossValidation(persons, labels, predictions, constants, ()), halfwidths, probabilities)


def summarise_line(validation: LineValidation, *, cutoff: float, seed: int) -> dict[str, dict[str, float]]:
    """`summarise`'s metrics, the intervals' coverage, and the probabilities' Brier score beside that of the base rate.

    Brier, Monthly Weather Review 1950;78:1: the mean squared difference of probability and outcome.
    """
    labels = validation.result.labels

    def brier(truth: Values, chances: Values) -> float:
        return float(np.mean((chances - (truth >= cutoff)) ** 2))

    def base_rate(truth: Values, _: Values) -> float:
        share = float(np.mean(labels >= cutoff))
        return float(np.mean((share - (truth >= cutoff)) ** 2))

    return summarise(validation.result, cutoff=cutoff, seed=seed) | {
        "coverage": over_repeats(lambda _, covered: float(covered.mean()), labels, validation.covered, seed),
        "brier": over_repeats(brier, labels, validation.probabilities, seed),
        "brier_of_base_rate": over_repeats(base_rate, labels, validation.probabilities, seed),
    }
