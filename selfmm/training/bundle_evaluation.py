"""A bundle measured on a split of a data set: whole, and with each subset of the modalities."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from selfmm import metrics
from selfmm.benchmark_metrics import headline
from selfmm.bundle import check_features, load_bundle
from selfmm.calibration import Line
from selfmm.data.catalogue import find_data_set
from selfmm.data.data_set import SPLITS
from selfmm.errors import BundleError, DataError, UnknownChoiceError
from selfmm.tables import format_estimate, markdown_table
from selfmm.training.devices import choose_device
from selfmm.training.judging import judge, labels_of, or_cutoff
from selfmm.training.line_validation import cross_validate_line, summarise_line
from selfmm.training.predicting import feed, fusion_features
from selfmm.training.runs import SEEDS
from selfmm.training.subsets import judge_subsets, predicted, subset_table
from selfmm.types import Modality, no_report, part, subset_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import torch
    from numpy.typing import NDArray

    from selfmm.bundle import BundleInfo, ModelBundle
    from selfmm.data.batches import Feed
    from selfmm.data.data_set import DataSet
    from selfmm.training.subsets import SubsetResult
    from selfmm.types import LabelScale, Report, Sample

ALL, CROSS_VALIDATION = "all", "cross_validation"
JUDGED = (*SPLITS, ALL, CROSS_VALIDATION)
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
    subsets: tuple[SubsetResult, ...]  # empty for a cross-validation
    notes: tuple[str, ...] = ()  # whole sentences on what was judged

    def markdown(self) -> str:
        """Both tables, with what they are of."""
        titles = {heading.metric: heading.title for heading in headline(self.kind)}
        rows = [[titles.get(metric, metric), self._estimate(metric)] for metric in self.metrics]
        whole = (
            f"# {self.model} ({self.bundle}) on {find_data_set(self.data_set).title}, {self.split}: "
            f"{self.samples} samples of {self.people} people\n\n"
            f"{''.join(f'{note}{chr(10)}{chr(10)}' for note in self.notes)}"
            f"{markdown_table(['', 'value [95 % interval]'], rows)}"
        )
        if not self.subsets:
            return whole
        return (
            f"{whole}\n"
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
            "notes": list(self.notes),
            "metrics": _with_ends(self.metrics, self.intervals),
            "subsets": {
                subset_name(result.subset): {
                    "metrics": None
                    if result.metrics is None or result.intervals is None
                    else _with_ends(result.metrics, result.intervals),
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
    """Measure the bundle in `folder` on `split` of `data_set`: one of its own, "all" of it, or "cross_validation".

    A cross-validation fits the line from the model's value to the scale anew, on the people of all folds but the one
    that is judged: what a bundle that was brought onto the scale by these very people is worth. Raises BundleError
    where the bundle is broken or was made for another scale or other features, DataError where the split has no
    samples, and UnknownChoiceError for a split that is none.
    """
    if split not in JUDGED:
        raise UnknownChoiceError("split to judge on", split, JUDGED)
    where = choose_device(device)
    bundle = load_bundle(folder)
    info = bundle.info
    samples, notes = _samples_of(info, data_set, split)
    check_fits(bundle, data_set)
    model = bundle.model.to(where)
    texts = feed(samples, model, bundle.normaliser, data_set.scale, device=where, report=part(report, 0.0, _READING))
    say = _speaker(bundle, data_set.scale, where)
    said = or_cutoff(say(texts), data_set.scale)
    subsets: list[SubsetResult] = []
    if split == CROSS_VALIDATION:
        found, ranges = _cross_validated(samples, said, data_set)
    else:
        found, ranges = judge(samples, said, data_set)
        if info.scale == data_set.scale and data_set.metrics == "depression":
            found["coverage"], ranges["coverage"] = _coverage(samples, said, info.interval_halfwidth)
        judging = part(report, _READING, 1.0)
        subsets = judge_subsets(say, texts, samples, data_set, on_subset=lambda done: judging("judging", done / 7))
    return Evaluation(
        bundle=info.id,
        model=info.model_name,
        data_set=data_set.name,
        split=split,
        kind=data_set.metrics,
        samples=len(samples),
        people=len({sample.person for sample in samples}),
        metrics=found,
        intervals=ranges,
        subsets=tuple(subsets),
        notes=notes,
    )


def _samples_of(info: BundleInfo, data_set: DataSet, split: str) -> tuple[tuple[Sample, ...], tuple[str, ...]]:
    """The samples that are judged, and what to say of their choice.

    Where the splits are not published ones but dealt here, they matter only to a bundle that learnt from these data:
    another one is judged on everybody, whichever split is named.
    """
    whole = split in {ALL, CROSS_VALIDATION}
    unknown = bool(data_set.dealt) and data_set.dealt not in info.training.get("dealt", [])
    samples = data_set.samples if whole or unknown else data_set.splits[split]
    if not samples:
        raise DataError(
            "{name} has no samples in its {split} split here. Choose the other split, or get its files.",
            name=data_set.name,
            split=split,
        )
    note = "These data have no splits of their own and the model learnt nothing from them: everybody is judged."
    return samples, (note,) if unknown and not whole else ()


def _speaker(bundle: ModelBundle, scale: LabelScale, device: torch.device) -> Callable[[Feed], NDArray[np.float64]]:
    """What gives the bundle's values (samples,) on `scale`, be it its own or one that it has a view on."""
    info, model = bundle.info, bundle.model
    if (plane := info.feature_views.get(scale.name)) is not None:
        return lambda shown: plane.at(fusion_features(model, shown, device=device).double().numpy())
    line = Line(1.0, 0.0) if info.scale == scale else info.views[scale.name]
    return lambda shown: line.at(predicted(model, shown, info.scale, device=device))


def _cross_validated(
    samples: Sequence[Sample], said: NDArray[np.float64], data_set: DataSet
) -> tuple[dict[str, float | None], dict[str, list[float]]]:
    validation = cross_validate_line(samples, said, scale=data_set.scale, seeds=SEEDS)
    summary = summarise_line(validation, cutoff=data_set.scale.cutoff, seed=SEEDS[0])
    return (
        {name: metric["mean"] for name, metric in summary.items()},
        {name: [metric["lower"], metric["upper"]] for name, metric in summary.items()},
    )


def _coverage(samples: Sequence[Sample], said: NDArray[np.float64], halfwidth: float) -> tuple[float, list[float]]:
    """The share of people whose label lies within the bundle's interval, with a bootstrap interval over people."""
    people = [sample.person for sample in samples]
    values, truth = metrics.by_person(people, said), metrics.by_person(people, labels_of(samples))
    covered = np.array([abs(values[person] - truth[person]) <= halfwidth for person in values], dtype=np.float64)
    ends = metrics.bootstrap_interval(lambda _, drawn: float(drawn.mean()), covered, covered, seed=SEEDS[0])
    return float(covered.mean()), list(ends)


def _with_ends(found: dict[str, float | None], ranges: dict[str, list[float]]) -> dict[str, dict[str, float | None]]:
    """Each metric's value and the ends of its interval; None for what could not be had: JSON has no nan."""
    return {
        name: {"value": value, "low": _or_none(ranges[name][0]), "high": _or_none(ranges[name][1])}
        for name, value in found.items()
    }


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value


def check_fits(bundle: ModelBundle, data_set: DataSet) -> None:
    """Raise BundleError, which says what differs, where the bundle was made for another scale or other features."""
    info = bundle.info
    if info.scale != data_set.scale and data_set.scale.name not in {*info.views, *info.feature_views}:
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
