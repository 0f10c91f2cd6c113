"""The metrics that papers report for each kind of data set, computed as they compute them, and how sure each one is.

The sentiment metrics are those of MMSA 2.2.1 (thuiar/MMSA, MIT), which made the published tables. Like it, they sort
values into classes in float32: 0.1 read from a float32 file is then the same as the class edge 0.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from selfmm import weighted_metrics as weighted
from selfmm.errors import UnknownChoiceError
from selfmm.metrics import BOOTSTRAPS, by_person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from selfmm.types import LabelScale

    Numbers = NDArray[np.floating[Any]]
    Values = NDArray[np.float64]

_SIMS_3 = (-0.1, 0.1)  # a value on a cut belongs to the class below it
_SIMS_5 = (-0.7, -0.1, 0.1, 0.7)
_CELLS = 2_000_000  # weights held at a time, 16 MB: memory stays flat however many rows there are


@dataclass(frozen=True, slots=True)
class Heading:
    """How tables show one metric."""

    metric: str  # its key in what `measure` returns
    title: str
    higher_is_better: bool = True


class Difference(NamedTuple):
    """One model's metric less another's on the same samples, and the ends of its interval."""

    difference: float
    lower: float
    upper: float


class SeedSummary(NamedTuple):
    """A metric over the runs of several seeds."""

    mean: float
    deviation: float  # sample standard deviation (n − 1); nan with fewer than two runs
    seeds: int  # the runs in which the metric could be had


@dataclass(frozen=True, slots=True)
class _Kind:
    headings: tuple[Heading, ...]
    # labels (rows,), predictions (rows,), cut-off, weights (draws, rows) → metric → (draws,)
    judge: Callable[[Values, Values, float, Values], dict[str, Values]]
    by_person: bool = False


def headline(kind: str) -> tuple[Heading, ...]:
    """The metrics of this kind, in the order in which tables show them. Raises UnknownChoiceError."""
    return _find(kind).headings


def measure(
    kind: str, labels: Numbers, predictions: Numbers, *, scale: LabelScale, persons: Sequence[str] | None = None
) -> dict[str, float]:
    """Every metric of `kind`: "mosi" (also MOSEI), "sims" (also SIMSv2), "depression" or "binary".

    `labels` and `predictions` (rows,) are in the scale's units, predictions not clipped. "depression" judges each
    person by the mean of their rows; without `persons` each row is a person of its own. A metric that cannot be had,
    such as an AUC without one of the classes, is nan; all are, where there are no rows or a value is not finite.
    Raises UnknownChoiceError for another kind.
    """
    cases = _cases(kind, labels, persons, predictions)
    return {
        metric: float(values[0])
        for metric, values in _judge(kind, cases, 0, scale.cutoff, np.ones((1, len(cases.labels)))).items()
    }


def intervals(
    kind: str,
    labels: Numbers,
    predictions: Numbers,
    *,
    scale: LabelScale,
    persons: Sequence[str] | None = None,
    seed: int,
    coverage: float = 0.95,
) -> dict[str, tuple[float, float]]:
    """Percentile bootstrap of everything that `measure` returns: metric → (lower, upper).

    Persons are drawn with all their rows, so that rows of one person do not pass for independent ones; without
    `persons`, rows are drawn. Draws in which a metric cannot be had are left out of its interval; both ends are nan
    with fewer than two persons. Raises UnknownChoiceError.
    """
    cases = _cases(kind, labels, persons, predictions)
    draws = [_judge(kind, cases, 0, scale.cutoff, weights) for weights in _resamples(cases.groups, seed)]
    return {heading.metric: _middle([draw[heading.metric] for draw in draws], coverage) for heading in headline(kind)}


def paired_difference(
    kind: str,
    labels: Numbers,
    first: Numbers,
    second: Numbers,
    *,
    scale: LabelScale,
    persons: Sequence[str] | None = None,
    seed: int,
    coverage: float = 0.95,
) -> dict[str, Difference]:
    """Each metric of the predictions `first` less that of `second`, both (rows,), with a paired bootstrap interval.

    Both are judged on the same draws, so that what makes samples hard for both cancels out. Drawing, and nan, as in
    `intervals`. Raises UnknownChoiceError.
    """
    cases = _cases(kind, labels, persons, first, second)

    def differences(weights: Values) -> dict[str, Values]:
        one, other = (_judge(kind, cases, model, scale.cutoff, weights) for model in (0, 1))
        return {metric: one[metric] - other[metric] for metric in one}

    whole = differences(np.ones((1, len(cases.labels))))
    draws = [differences(weights) for weights in _resamples(cases.groups, seed)]
    return {
        metric: Difference(float(value[0]), *_middle([draw[metric] for draw in draws], coverage))
        for metric, value in whole.items()
    }


def summarise_seeds(rows: Sequence[Mapping[str, float]]) -> dict[str, SeedSummary]:
    """Mean and deviation of each metric over `rows`, one a seed; runs without the metric, or with nan, are left out."""
    metrics = dict.fromkeys(metric for row in rows for metric in row)
    return {metric: _over_seeds([row[metric] for row in rows if metric in row]) for metric in metrics}


def _over_seeds(values: list[float]) -> SeedSummary:
    known = [value for value in values if not np.isnan(value)]
    mean = float(np.mean(known)) if known else float("nan")
    return SeedSummary(mean, float(np.std(known, ddof=1)) if len(known) > 1 else float("nan"), len(known))


@dataclass(frozen=True, slots=True, eq=False)
class _Cases:
    """What is judged, row by row: persons for a kind that goes by person, else samples."""

    labels: Values  # (rows,)
    predictions: tuple[Values, ...]  # (rows,) for each model
    groups: NDArray[np.int64]  # (rows,): rows of one number are drawn together; numbers from 0 without gaps


def _cases(kind: str, labels: Numbers, persons: Sequence[str] | None, *predictions: Numbers) -> _Cases:
    columns = [np.asarray(values, dtype=np.float64) for values in (labels, *predictions)]
    if any(column.shape != (len(columns[0]),) for column in columns):
        raise ValueError("Labels and predictions must be arrays of the same length.")
    names = list(persons) if persons is not None else [str(row) for row in range(len(columns[0]))]
    if _find(kind).by_person:
        columns = [np.array(list(by_person(names, column).values())) for column in columns]
        names = list(dict.fromkeys(names))
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return _Cases(columns[0], tuple(columns[1:]), np.array([numbers[name] for name in names], dtype=np.int64))


def _judge(kind: str, cases: _Cases, model: int, cutoff: float, weights: Values) -> dict[str, Values]:
    predictions = cases.predictions[model]
    if not len(cases.labels) or not np.isfinite([cases.labels, predictions]).all():
        return {heading.metric: np.full(len(weights), np.nan) for heading in headline(kind)}
    return _find(kind).judge(cases.labels, predictions, cutoff, weights)


def _resamples(groups: NDArray[np.int64], seed: int) -> Iterator[Values]:
    """How often each of BOOTSTRAPS draws of the groups holds each row: some draws at a time, (draws, rows)."""
    generator = np.random.default_rng(seed)
    size = int(groups.max(initial=-1)) + 1
    if size < 2:
        return
    at_a_time = max(1, _CELLS // len(groups))
    for start in range(0, BOOTSTRAPS, at_a_time):
        draws = min(at_a_time, BOOTSTRAPS - start)
        picked = generator.integers(0, size, (draws, size)) + np.arange(draws)[:, None] * size
        counts = np.bincount(picked.ravel(), minlength=draws * size).reshape(draws, size)
        yield counts[:, groups].astype(np.float64)


def _middle(draws: list[Values], coverage: float) -> tuple[float, float]:
    """The ends of the middle `coverage` of all draws that could be judged."""
    known = np.concatenate([*draws, np.empty(0)])
    known = known[~np.isnan(known)]
    if not len(known):
        return float("nan"), float("nan")
    tail = 100 * (1 - coverage) / 2
    lower, upper = np.percentile(known, [tail, 100 - tail])
    return float(lower), float(upper)


def _clipped(values: Values, end: float) -> NDArray[np.float32]:
    """Values kept in [-end, end], in the float32 in which the published programs sort them into classes."""
    return np.clip(values, -end, end).astype(np.float32)


def _mosi(labels: Values, predictions: Values, _: float, weights: Values) -> dict[str, Values]:
    """Zadeh et al., 2016 and 2018, as MMSA has them: rounding is half to even, and F1 is weighted by class."""
    truth, said = _clipped(labels, 3), _clipped(predictions, 3)
    rated = truth != 0
    polar_weights = weights[:, rated]
    positive, called = truth[rated] > 0, said[rated] > 0
    return {
        "mae": weighted.average(np.abs(labels - predictions), weights),
        "correlation": weighted.correlation(labels, predictions, weights),
        "acc_7": weighted.average(np.round(truth) == np.round(said), weights),
        "acc_5": weighted.average(np.round(_clipped(labels, 2)) == np.round(_clipped(predictions, 2)), weights),
        "acc_2_nonnegative": weighted.average((truth >= 0) == (said >= 0), weights),
        "f1_nonnegative": weighted.weighted_f1(truth >= 0, said >= 0, weights),
        "acc_2_positive": weighted.average(positive == called, polar_weights),
        "f1_positive": weighted.weighted_f1(positive, called, polar_weights),
    }


def _sims(labels: Values, predictions: Values, _: float, weights: Values) -> dict[str, Values]:
    """Yu et al., ACL 2020, as MMSA has them: everything is judged after clipping to [-1, 1]."""
    labels, predictions = np.clip(labels, -1, 1), np.clip(predictions, -1, 1)
    truth, said = _clipped(labels, 1), _clipped(predictions, 1)
    return {
        "mae": weighted.average(np.abs(labels - predictions), weights),
        "correlation": weighted.correlation(labels, predictions, weights),
        "acc_2": weighted.average((truth > 0) == (said > 0), weights),
        "acc_3": weighted.average(_classes(truth, _SIMS_3) == _classes(said, _SIMS_3), weights),
        "acc_5": weighted.average(_classes(truth, _SIMS_5) == _classes(said, _SIMS_5), weights),
        "f1": weighted.weighted_f1(truth > 0, said > 0, weights),
    }


def _classes(values: NDArray[np.float32], cuts: tuple[float, ...]) -> NDArray[np.int64]:
    """How many of the rising `cuts` lie below each value."""
    return np.searchsorted(np.array(cuts, dtype=np.float32), values, side="left")


def _depression(labels: Values, predictions: Values, cutoff: float, weights: Values) -> dict[str, Values]:
    positive, called = labels >= cutoff, predictions >= cutoff
    return {
        "mae": weighted.average(np.abs(labels - predictions), weights),
        "rmse": np.sqrt(weighted.average((labels - predictions) ** 2, weights)),
        "ccc": weighted.ccc(labels, predictions, weights),
        "correlation": weighted.correlation(labels, predictions, weights),
        "auc": weighted.auc(positive, predictions, weights),
        "f1": weighted.f1(positive, called, weights),
        "sensitivity": weighted.sensitivity(positive, called, weights),
        "specificity": weighted.specificity(positive, called, weights),
    }


def _binary(labels: Values, predictions: Values, cutoff: float, weights: Values) -> dict[str, Values]:
    positive, called = labels >= cutoff, predictions >= cutoff
    return {
        "accuracy": weighted.average(positive == called, weights),
        "f1": weighted.weighted_f1(positive, called, weights),
        "auc": weighted.auc(positive, predictions, weights),
    }


_MAE = Heading("mae", "MAE", higher_is_better=False)
_CORRELATION = Heading("correlation", "Corr")
_AUC = Heading("auc", "AUC")
_KINDS = {
    "mosi": _Kind(
        (
            _MAE,
            _CORRELATION,
            Heading("acc_7", "Acc-7"),
            Heading("acc_5", "Acc-5"),
            Heading("acc_2_nonnegative", "Acc-2 (neg/non-neg)"),
            Heading("f1_nonnegative", "F1 (neg/non-neg)"),
            Heading("acc_2_positive", "Acc-2 (neg/pos)"),
            Heading("f1_positive", "F1 (neg/pos)"),
        ),
        _mosi,
    ),
    "sims": _Kind(
        (
            _MAE,
            _CORRELATION,
            Heading("acc_2", "Acc-2"),
            Heading("acc_3", "Acc-3"),
            Heading("acc_5", "Acc-5"),
            Heading("f1", "F1"),
        ),
        _sims,
    ),
    "depression": _Kind(
        (
            _MAE,
            Heading("rmse", "RMSE", higher_is_better=False),
            Heading("ccc", "CCC"),
            _CORRELATION,
            _AUC,
            Heading("f1", "F1"),
            Heading("sensitivity", "Sensitivity"),
            Heading("specificity", "Specificity"),
        ),
        _depression,
        by_person=True,
    ),
    "binary": _Kind((Heading("accuracy", "Accuracy"), Heading("f1", "F1 (weighted)"), _AUC), _binary),
}


def _find(kind: str) -> _Kind:
    if kind not in _KINDS:
        raise UnknownChoiceError("table of metrics", kind, _KINDS)
    return _KINDS[kind]
