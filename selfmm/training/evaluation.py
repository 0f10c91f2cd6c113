"""How well a model does on people it never saw: repeated cross-validation by person, with intervals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from selfmm import metrics
from selfmm.data.splits import of_persons, person_folds
from selfmm.model.base import FUSION
from selfmm.training.judging import labels_of
from selfmm.training.trainer import feed, predict, train
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from selfmm.model.self_mm import SelfMMConfig
    from selfmm.model.text_encoders import TextEncoder
    from selfmm.training.config import TrainConfig
    from selfmm.training.trainer import Trained
    from selfmm.types import LabelScale, Report, Sample

    Metric = Callable[[NDArray[np.float64], NDArray[np.float64]], float]


@dataclass(frozen=True, slots=True, eq=False)
class CrossValidation:
    """Predictions for each person by models that learnt from other people only, on the scale's own units."""

    persons: tuple[str, ...]
    labels: NDArray[np.float64]  # (persons,)
    predictions: NDArray[np.float64]  # (repeats, persons)
    constants: NDArray[np.float64]  # (repeats, persons): what the mean of the training labels would have said
    epochs: tuple[int, ...]  # the best epoch of each of the repeats x folds runs; empty where nothing has epochs


def cross_validate(
    samples: Sequence[Sample],
    *,
    scale: LabelScale,
    model_config: SelfMMConfig,
    config: TrainConfig,
    text_encoder: TextEncoder,
    seeds: Sequence[int],
    folds: int = 5,
    report: Report = no_report,
) -> CrossValidation:
    """Deal people into `folds` anew for each seed; of the folds learnt from, one decides when to stop.

    A person is predicted only by models that saw nothing of them, neither for learning nor for stopping.
    """
    persons = tuple(dict.fromkeys(sample.person for sample in samples))
    labels = metrics.by_person([sample.person for sample in samples], labels_of(samples))
    predictions, constants = np.full((2, len(seeds), len(persons)), np.nan)
    epochs = []
    for row, seed in enumerate(seeds):
        groups = person_folds(samples, folds, cutoff=scale.cutoff, seed=seed)
        for fold, group in enumerate(groups):
            report("validating", (row + fold / folds) / len(seeds))
            stopping = groups[(fold + 1) % folds]
            learning = frozenset(persons) - group - stopping
            trained = train(
                of_persons(samples, learning),
                of_persons(samples, stopping),
                scale=scale,
                model_config=model_config,
                config=replace(config, seed=seed),
                text_encoder=text_encoder,
            )
            epochs.append(trained.epoch)
            constant = float(np.mean([labels[person] for person in learning]))
            for person, value in _predict_persons(trained, of_persons(samples, group), scale).items():
                predictions[row, persons.index(person)] = value
                constants[row, persons.index(person)] = constant
    return CrossValidation(
        persons, np.array([labels[person] for person in persons]), predictions, constants, tuple(epochs)
    )


def _predict_persons(trained: Trained, samples: Sequence[Sample], scale: LabelScale) -> dict[str, float]:
    """Each person's value on the scale: the mean over their answers."""
    texts = feed(samples, trained.model, trained.normaliser, scale)
    values = [scale.restore(float(value)) for value in predict(trained.model, texts)[FUSION]]
    return metrics.by_person([sample.person for sample in samples], np.array(values))


def summarise(result: CrossValidation, *, cutoff: float, seed: int) -> dict[str, dict[str, float]]:
    """Each metric as mean over repeats, its deviation over repeats, and a 95 % bootstrap interval over people."""
    named: dict[str, Metric] = {
        "mae": metrics.mae,
        "rmse": metrics.rmse,
        "ccc": metrics.ccc,
        "correlation": metrics.correlation,
        "auc": lambda labels, values: metrics.auc(labels >= cutoff, values),
        "f1": lambda labels, values: metrics.f1(labels >= cutoff, values >= cutoff),
        "sensitivity": lambda labels, values: metrics.sensitivity(labels >= cutoff, values >= cutoff),
        "specificity": lambda labels, values: metrics.specificity(labels >= cutoff, values >= cutoff),
    }
    summary = {name: over_repeats(metric, result.labels, result.predictions, seed) for name, metric in named.items()}
    summary["mae_of_mean_predictor"] = over_repeats(metrics.mae, result.labels, result.constants, seed)
    gains = np.abs(result.constants - result.labels) - np.abs(result.predictions - result.labels)
    summary["mae_below_mean_predictor"] = over_repeats(
        lambda _, gained: float(gained.mean()), result.labels, gains, seed
    )
    return summary


def over_repeats(
    metric: Metric, labels: NDArray[np.float64], predictions: NDArray[np.float64], seed: int
) -> dict[str, float]:
    """A metric of labels (persons,) and predictions (repeats, persons), with a 95 % bootstrap interval over people.

    People are drawn, and each draw is judged by the mean over the repeats.
    """
    single = [metric(labels, row) for row in predictions]
    columns = np.arange(len(labels), dtype=np.float64)

    def meanover_repeats(people: NDArray[np.float64], _: NDArray[np.float64]) -> float:
        rows = people.astype(int)
        return float(np.mean([metric(labels[rows], row[rows]) for row in predictions]))

    lower, upper = metrics.bootstrap_interval(meanover_repeats, columns, columns, seed=seed)
    return {
        "mean": float(np.mean(single)),
        "deviation": float(np.std(single)),
        "lower": lower,
        "upper": upper,
    }
