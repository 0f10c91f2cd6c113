"""What a trained network says on the splits that it did not learn from, and how good that is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from selfmm.benchmark_metrics import intervals, measure
from selfmm.metrics import conformal_halfwidth
from selfmm.model.base import FUSION
from selfmm.tables import csv_table
from selfmm.training.predicting import feed, predict
from selfmm.types import Modality

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import torch
    from numpy.typing import NDArray

    from selfmm.data.data_set import DataSet
    from selfmm.training.trainer import Trained
    from selfmm.types import LabelScale, Sample

    Metrics = dict[str, float | None]
    Intervals = dict[str, list[float]]

COVERAGE = 0.9  # of the prediction interval that a bundle states
_BOOTSTRAP_SEED = 1111


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """The metrics of each split that was judged, what was said of each sample, and how far it may be off."""

    metrics: dict[str, Metrics]
    intervals: dict[str, Intervals]
    predictions: str  # as comma-separated values: split, id, person, label, and each task's value
    halfwidth: float  # of the interval that holds the label of COVERAGE of the validation samples, in the scale's units


def judge_splits(trained: Trained, data_set: DataSet, *, device: torch.device, cache: Path | None) -> Judgement:
    """Judge a network on the validation and, where it is at hand, the test split.

    Where people rated a modality by itself, its head is judged too, as "valid text" and so on.
    """
    metrics, ranges, rows = {}, {}, []
    halfwidth, tasks = 0.0, list[str]()
    for split in ("valid", "test"):
        if not (samples := data_set.splits[split]):
            continue
        told = predict_values(trained, samples, data_set.scale, device=device, cache=cache)
        metrics[split], ranges[split] = judge(samples, or_cutoff(told[FUSION], data_set.scale), data_set)
        for modality in _rated_alone(samples, told):
            alone = [replace(sample, label=sample.unimodal_labels[modality]) for sample in samples]
            own = or_cutoff(told[modality], data_set.scale)
            metrics[f"{split} {modality}"], ranges[f"{split} {modality}"] = judge(alone, own, data_set)
        rows += _rows(split, samples, told)
        tasks = list(told)
        if split == "valid":
            said = or_cutoff(told[FUSION], data_set.scale)
            halfwidth = conformal_halfwidth(labels_of(samples), said, coverage=COVERAGE)
    return Judgement(metrics, ranges, csv_table(["split", "id", "person", "label", *tasks], rows), halfwidth)


def judge(samples: Sequence[Sample], predictions: NDArray[np.float64], data_set: DataSet) -> tuple[Metrics, Intervals]:
    """Metrics and their 95 % bootstrap intervals; `predictions` (samples,) in the scale's units.

    A metric that cannot be had is None, its interval's ends are nan.
    """
    persons = [sample.person for sample in samples] if data_set.metrics == "depression" else None
    labels, scale = labels_of(samples), data_set.scale
    found = measure(data_set.metrics, labels, predictions, scale=scale, persons=persons)
    ranges = intervals(data_set.metrics, labels, predictions, scale=scale, persons=persons, seed=_BOOTSTRAP_SEED)
    return (
        {name: None if np.isnan(value) else float(value) for name, value in found.items()},
        {name: [float(edge) for edge in edges] for name, edges in ranges.items()},
    )


def predict_values(
    trained: Trained, samples: Sequence[Sample], scale: LabelScale, *, device: torch.device, cache: Path | None
) -> dict[str, NDArray[np.float64]]:
    """Task → predictions (samples,) in the scale's units, not clipped; nan where a task has nothing to look at."""
    texts = feed(samples, trained.model, trained.normaliser, scale, device=device, cache=cache)
    told = predict(trained.model, texts, device=device)
    return {task: _uncentred(values.double().numpy(), scale) for task, values in told.items()}


def or_cutoff(predictions: NDArray[np.float64], scale: LabelScale) -> NDArray[np.float64]:
    """The same predictions with the cut-off where there is none: so is judged who says nothing of a sample.

    Leaving such samples out would flatter a model that reads one modality alone.
    """
    return np.where(np.isnan(predictions), scale.cutoff, predictions)


def _rated_alone(samples: Sequence[Sample], told: Mapping[str, NDArray[np.float64]]) -> list[Modality]:
    """The modalities that people rated by themselves in every sample, and of which the network says something."""
    return [
        modality
        for modality in Modality
        if all(modality in sample.unimodal_labels for sample in samples)
        and modality in told
        and not np.isnan(told[modality]).all()
    ]


def _uncentred(values: NDArray[np.float64], scale: LabelScale) -> NDArray[np.float64]:
    return values / scale.label_range * scale.reach + scale.cutoff


def labels_of(samples: Sequence[Sample]) -> NDArray[np.float64]:
    """The labels (samples,) in the scale's units; nan where nobody rated."""
    return np.array([sample.label for sample in samples], np.float64)


def _rows(split: str, samples: Sequence[Sample], told: dict[str, NDArray[np.float64]]) -> list[list[Any]]:
    return [
        [split, sample.id, sample.person, sample.label, *(float(values[row]) for values in told.values())]
        for row, sample in enumerate(samples)
    ]
