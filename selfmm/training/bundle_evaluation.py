"""A bundle measured on a split of a data set: whole, and with each subset of the modalities."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selfmm.benchmark_metrics import headline
from selfmm.bundle import check_features, load_bundle
from selfmm.data.catalogue import find_data_set
from selfmm.errors import BundleError, DataError, UnknownChoiceError
from selfmm.tables import format_estimate, markdown_table
from selfmm.training.devices import choose_device
from selfmm.training.judging import judge, or_cutoff
from selfmm.training.predicting import feed
from selfmm.training.subsets import judge_subsets, predicted, subset_table
from selfmm.types import Modality, no_report, part, subset_name

if TYPE_CHECKING:
    from pathlib import Path

    from selfmm.bundle import ModelBundle
    from selfmm.data.data_set import DataSet
    from selfmm.training.subsets import SubsetResult
    from selfmm.types import Report

JUDGED = ("valid", "test")
_READING = 0.5  # share of the work, where a frozen encoder reads the texts


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How good a bundle is on one split."""

    bundle: str  # its id
    model: str
    data_set: str
    split: str
    kind: str  # of metrics
    samples: int
    people: int
    metrics: dict[str, float | None]
    intervals: dict[str, list[float]]  # 95 % bootstrap
    subsets: tuple[SubsetResult, ...]

    def markdown(self) -> str:
        """Both tables, with what they are of."""
        rows = [[heading.title, self._estimate(heading.metric)] for heading in headline(self.kind)]
        return (
            f"# {self.model} ({self.bundle}) on {find_data_set(self.data_set).title}, {self.split}: "
            f"{self.samples} samples of {self.people} people\n\n"
            f"{markdown_table(['', 'value [95 % interval]'], rows)}\n"
            "Shown some of the modalities alone; a sample that has none of them counts as a prediction of the cut-off:"
            f"\n\n{subset_table(self.subsets, self.kind)}"
        )

    def document(self) -> dict[str, Any]:
        """The same as plain values for JSON."""
        return {
            "bundle": self.bundle,
            "model": self.model,
            "data_set": self.data_set,
            "split": self.split,
            "samples": self.samples,
            "people": self.people,
            "metrics": self.metrics,
            "intervals": _known(self.intervals),
            "subsets": {
                subset_name(result.subset): {
                    "metrics": result.metrics,
                    "intervals": None if result.intervals is None else _known(result.intervals),
                    "without_any": result.silent,
                }
                for result in self.subsets
            },
        }

    def _estimate(self, metric: str) -> str:
        value = self.metrics[metric]
        lower, upper = self.intervals[metric]
        return format_estimate(float("nan") if value is None else value, interval=(lower, upper))


def evaluate_bundle(
    folder: Path, data_set: DataSet, *, split: str = "valid", device: str = "auto", report: Report = no_report
) -> Evaluation:
    """Measure the bundle in `folder` on `split` of `data_set`.

    Raises BundleError where the bundle is broken or was made for another scale or other features, DataError where the
    split has no samples, and UnknownChoiceError for a split that is none.
    """
    if split not in JUDGED:
        raise UnknownChoiceError("split to judge on", split, JUDGED)
    samples = data_set.splits[split]
    if not samples:
        raise DataError(
            "{name} has no samples in its {split} split here. Choose the other split, or get its files.",
            name=data_set.name,
            split=split,
        )
    where = choose_device(device)
    bundle = load_bundle(folder)
    check_fits(bundle, data_set)
    model = bundle.model.to(where)
    texts = feed(samples, model, bundle.normaliser, data_set.scale, device=where, report=part(report, 0.0, _READING))
    said = or_cutoff(predicted(model, texts, data_set.scale, device=where), data_set.scale)
    found, ranges = judge(samples, said, data_set)
    judging = part(report, _READING, 1.0)
    subsets = judge_subsets(
        model, texts, samples, data_set, device=where, on_subset=lambda done: judging("judging", done / 7)
    )
    return Evaluation(
        bundle=bundle.info.id,
        model=bundle.info.model_name,
        data_set=data_set.name,
        split=split,
        kind=data_set.metrics,
        samples=len(samples),
        people=len({sample.person for sample in samples}),
        metrics=found,
        intervals=ranges,
        subsets=tuple(subsets),
    )


def _known(intervals: dict[str, list[float]]) -> dict[str, list[float] | None]:
    """None for those that could not be had: JSON has no nan."""
    return {metric: None if any(map(math.isnan, edges)) else edges for metric, edges in intervals.items()}


def check_fits(bundle: ModelBundle, data_set: DataSet) -> None:
    """Raise BundleError, which says what differs, where the bundle was made for another scale or other features."""
    info = bundle.info
    if info.scale != data_set.scale:
        raise BundleError(
            "This model tells values on {theirs}, and {name} is rated on {ours}. Choose a model that was trained on "
            "that scale.",
            theirs=info.scale.name,
            name=data_set.name,
            ours=data_set.scale.name,
        )
    for modality in (Modality.AUDIO, Modality.VISION):
        if data_set.dimensions[modality]:
            check_features(
                info, bundle.model.config, modality, data_set.extractors[modality], data_set.dimensions[modality]
            )
