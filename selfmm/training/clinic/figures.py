"""Two models beside each other on the same people: metrics, paired differences, and what may be said of them.

A session is what is predicted; a person is what is drawn. Each person weighs 1, shared out among their sessions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from selfmm import weighted_metrics as weighted
from selfmm.metrics import BOOTSTRAPS
from selfmm.training.clinic.nouns import Comparison, Measured, Predicted, Subgroup, Verdict
from selfmm.training.clinic.readiness import JUDGED_PEOPLE, is_one_sided, sides

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from selfmm.training.clinic.nouns import RatedSession
    from selfmm.types import LabelScale

    Values = NDArray[np.float64]
    Metric = Callable[[Values, Values], Values]  # values (sessions,) and weights (draws, sessions) → (draws,)

_SEED = 1111  # of the draws
SUBGROUP_PEOPLE = 5  # fewer are not told of: they could be recognised, and nothing can be said of them
AGE_BANDS = ((0, "0-34"), (35, "35-49"), (50, "50-64"), (65, "65+"))  # years from which each begins


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What models that had not learnt from a person say of each session, a row a repeat, in the scale's units."""

    values: Values  # (repeats, sessions)
    halfwidths: Values | None = None  # (repeats, sessions), of the prediction interval
    probabilities: Values | None = None  # (repeats, sessions), of being at or above the cut-off

    def only(self, rows: NDArray[np.bool_]) -> Said:
        """The same of some of the sessions."""
        half, chance = self.halfwidths, self.probabilities
        return Said(
            self.values[:, rows], None if half is None else half[:, rows], None if chance is None else chance[:, rows]
        )


def person_weights(sessions: Sequence[RatedSession]) -> Values:
    """1 for each person, shared out among their sessions: (sessions,)."""
    _, places, counts = np.unique([session.person for session in sessions], return_inverse=True, return_counts=True)
    weights: Values = 1.0 / counts[places]
    return weights


def draw_people(sessions: Sequence[RatedSession]) -> Values:
    """Weights of the sessions: (1 + draws, sessions); the first row is everybody as they are, the others are draws."""
    _, places, counts = np.unique([session.person for session in sessions], return_inverse=True, return_counts=True)
    people = len(counts)
    drawn = np.random.default_rng(_SEED).multinomial(people, np.full(people, 1.0 / people), BOOTSTRAPS)
    rows = np.concatenate([np.ones((1, people)), drawn])
    weights: Values = rows[:, places] / counts[places]
    return weights


def compare(
    sessions: Sequence[RatedSession], new: Said, reference: Said | None, constants: Values, scale: LabelScale
) -> Comparison:
    """A new model beside its reference; `constants` (repeats, sessions) is what always saying the same would have said.

    The reference may have one row where it is the same in all repeats.
    """
    ratings, draws = ratings_of(sessions), draw_people(sessions)
    ours = _figures(ratings, new, draws, scale)
    theirs = None if reference is None else _figures(ratings, reference, draws, scale)
    constant = _over_repeats(_error(ratings), constants, draws)
    above, below = sides(sessions, scale)
    gain = _measured(constant - ours["mae"])
    difference = None if theirs is None else {name: ours[name] - theirs[name] for name in ours if name in theirs}
    told = None if difference is None else _told(difference)
    return Comparison(
        people=above + below,
        sessions=len(sessions),
        people_above=above,
        people_below=below,
        new=_told(ours),
        reference=None if theirs is None else _told(theirs),
        difference=told,
        constant_mae=_measured(constant),
        gain=gain,
        verdict=judge(above, below, gain, None if told is None else told["mae"]),
        subgroups=_subgroups(sessions, new, reference),
        predictions=_predictions(sessions, new, reference, scale),
    )


def judge(above: int, below: int, gain: Measured, difference: Measured | None) -> Verdict:
    """What may be said of a new model: `gain` in MAE over always saying the same, `difference` in MAE to the reference.

    To be better it has to be beyond the interval on both; where there is no reference, on the first.
    """
    if above + below < JUDGED_PEOPLE:
        return Verdict.TOO_FEW
    if is_one_sided(above, below):
        return Verdict.ONE_SIDED
    if gain.value <= 0:
        return Verdict.WORSE_THAN_MEAN
    if difference is not None and difference.lower > 0:
        return Verdict.WORSE
    beats_reference = difference is None or difference.upper < 0
    return Verdict.BETTER if beats_reference and gain.lower > 0 else Verdict.NO_RELIABLE_DIFFERENCE


def ratings_of(sessions: Sequence[RatedSession]) -> Values:
    """The ratings (sessions,) in the scale's units."""
    return np.array([session.rating for session in sessions], np.float64)


def halfwidth(errors: Values, weights: Values, coverage: float) -> float:
    """Half the width of an interval that holds the rating of a session of a new person with at least `coverage`.

    `errors` (sessions,) are absolute, of models that had not learnt from the person; `weights` (sessions,) sum to 1 for
    each person. Pooled over people as Dunn, Wasserman and Ramdas, JASA 2023;118:2491; the largest error where there
    are too few people for the coverage.
    """
    order = np.argsort(errors)
    reached = np.cumsum(weights[order])
    wanted = (weights.sum() + 1) * coverage
    place = int(np.searchsorted(reached, wanted - 1e-9))
    return float(errors[order][min(place, len(errors) - 1)])


def _error(ratings: Values) -> Metric:
    return lambda values, weights: weighted.average(np.abs(values - ratings), weights)


def _figures(ratings: Values, said: Said, draws: Values, scale: LabelScale) -> dict[str, Values]:
    """Metric → (1 + draws,), the mean over the repeats."""
    positive = ratings >= scale.cutoff
    figures = {
        name: _over_repeats(metric, said.values, draws) for name, metric in _metrics(ratings, positive, scale).items()
    }
    if said.halfwidths is not None:
        covered = np.abs(said.values - ratings) <= said.halfwidths
        figures["coverage"] = _over_repeats(weighted.average, covered.astype(np.float64), draws)
    if said.probabilities is not None:
        figures["brier"] = _over_repeats(weighted.average, (said.probabilities - positive) ** 2, draws)
    return {name: values for name, values in figures.items() if np.isfinite(values[0])}


def _metrics(ratings: Values, positive: NDArray[np.bool_], scale: LabelScale) -> dict[str, Metric]:
    def called(metric: Callable[..., Values]) -> Metric:
        return lambda values, weights: metric(positive, values >= scale.cutoff, weights)

    return {
        "mae": _error(ratings),
        "rmse": lambda values, weights: np.sqrt(weighted.average((values - ratings) ** 2, weights)),
        "ccc": partial(weighted.ccc, ratings),
        "correlation": partial(weighted.correlation, ratings),
        "auc": partial(weighted.auc, positive),
        "sensitivity": called(weighted.sensitivity),
        "specificity": called(weighted.specificity),
    }


def _over_repeats(metric: Metric, rows: Values, draws: Values) -> Values:
    found: Values = np.mean([metric(row, draws) for row in rows], axis=0)
    return found


def _told(figures: dict[str, Values]) -> dict[str, Measured]:
    return {name: _measured(values) for name, values in figures.items()}


def _measured(values: Values) -> Measured:
    """The first is the figure, the others are the draws; those that cannot be judged are left out."""
    lower, upper = np.nanpercentile(values[1:], [2.5, 97.5])
    return Measured(float(values[0]), float(lower), float(upper))


def _subgroups(sessions: Sequence[RatedSession], new: Said, reference: Said | None) -> tuple[Subgroup, ...]:
    groups: dict[tuple[str, str], NDArray[np.bool_]] = {}
    for row, session in enumerate(sessions):
        for key in (("sex", session.sex), ("language", session.language), ("age", _age_band(session.age))):
            if key[1]:
                groups.setdefault(key, np.zeros(len(sessions), np.bool_))[row] = True
    kinds = [kind for kind, _ in groups]
    found = (
        _subgroup(
            kind,
            value,
            [session for session, there in zip(sessions, rows, strict=True) if there],
            new.only(rows),
            None if reference is None else reference.only(rows),
        )
        for (kind, value), rows in sorted(groups.items(), key=lambda item: item[0])
        if kinds.count(kind) > 1
    )
    return tuple(group for group in found if group.people >= SUBGROUP_PEOPLE)


def _subgroup(kind: str, value: str, sessions: Sequence[RatedSession], new: Said, reference: Said | None) -> Subgroup:
    draws, error = draw_people(sessions), _error(ratings_of(sessions))
    ours = _over_repeats(error, new.values, draws)
    theirs = None if reference is None else _over_repeats(error, reference.values, draws)
    return Subgroup(
        kind=kind,
        value=value,
        people=len({session.person for session in sessions}),
        sessions=len(sessions),
        mae=_measured(ours),
        reference_mae=None if theirs is None else _measured(theirs),
        difference=None if theirs is None else _measured(ours - theirs),
    )


def _age_band(age: float | None) -> str:
    return "" if age is None else [name for begin, name in AGE_BANDS if age >= begin or begin == 0][-1]


def _predictions(
    sessions: Sequence[RatedSession], new: Said, reference: Said | None, scale: LabelScale
) -> tuple[Predicted, ...]:
    values = new.values.mean(axis=0)
    half = np.zeros(len(sessions)) if new.halfwidths is None else new.halfwidths.mean(axis=0)
    chances = [None] * len(sessions) if new.probabilities is None else new.probabilities.mean(axis=0).tolist()
    others = [None] * len(sessions) if reference is None else reference.values.mean(axis=0).tolist()
    return tuple(
        Predicted(
            session=session.id,
            person=session.person,
            rating=session.rating,
            value=float(values[row]),
            lower=max(scale.minimum, float(values[row] - half[row])),
            upper=min(scale.maximum, float(values[row] + half[row])),
            probability=chances[row],
            reference=others[row],
        )
        for row, session in enumerate(sessions)
    )
