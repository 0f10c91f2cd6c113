"""Looks a data set over before anybody learns from it: what would spoil the result is refused, the rest is noted."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from selfmm.errors import DataError

if TYPE_CHECKING:
    from selfmm.data.data_set import DataSet

_NEEDED = ("train", "valid")
_ROUNDING = 1e-4  # labels stored as 32-bit or with few digits may lie this far outside the scale


def check(data_set: DataSet, *, keep_shared: bool) -> DataSet:
    """The same data set with notes on what a user should know.

    Raises DataError where a label lies outside the scale, the training split of a two-class set has one class only, or
    a person is in two splits; with `keep_shared` the last is noted, not refused, for splits that are kept as published
    so that results can be compared.
    """
    _check_labels(data_set)
    notes = (*_shared_persons(data_set, keep_shared=keep_shared), *_missing_sides(data_set))
    return replace(data_set, notes=(*data_set.notes, *notes))


def check_complete(data_set: DataSet) -> None:
    """Raise DataError where there is nothing to learn from, or nothing to choose an epoch by."""
    for split in _NEEDED:
        if not data_set.splits[split]:
            template = "{name} has no rated samples in its {split} split. Check that its files are complete."
            raise DataError(template, name=data_set.name, split=split)


def _check_labels(data_set: DataSet) -> None:
    scale = data_set.scale
    lowest, highest = scale.minimum - _ROUNDING, scale.maximum + _ROUNDING
    for split, samples in data_set.splits.items():
        for sample in samples:
            for label in (sample.label, *sample.unimodal_labels.values()):
                if label is None or not lowest <= label <= highest:
                    raise DataError(
                        "{name}: sample {sample} of the {split} split is rated {label}, but {scale} goes from {lowest} "
                        "to {highest}. Correct the label, or name the right data set.",
                        name=data_set.name,
                        sample=sample.id,
                        split=split,
                        label=label,
                        scale=scale.name,
                        lowest=scale.minimum,
                        highest=scale.maximum,
                    )


def _shared_persons(data_set: DataSet, *, keep_shared: bool) -> list[str]:
    notes = []
    for (first, ours), (second, theirs) in combinations(data_set.splits.items(), 2):
        shared = sorted({sample.person for sample in ours} & {sample.person for sample in theirs})
        if not shared:
            continue
        if not keep_shared:
            raise DataError(
                "{name}: {count} people are in the {first} and the {second} split, such as {person}; a model would "
                "then be measured on people that it knows. Put each person in one split.",
                name=data_set.name,
                count=len(shared),
                first=first,
                second=second,
                person=shared[0],
            )
        notes.append(
            f"The published splits {first} and {second} share {len(shared)} speakers or videos; they are kept so that "
            "results can be compared with others'."
        )
    return notes


def _missing_sides(data_set: DataSet) -> list[str]:
    notes = []
    for split in filter(data_set.splits.get, _NEEDED):
        above = [sample.label >= data_set.scale.cutoff for sample in data_set.splits[split] if sample.label is not None]
        if any(above) and not all(above):
            continue
        side = "at or above" if all(above) else "below"
        if data_set.metrics == "binary" and split == "train":
            raise DataError(
                "{name}: every sample of the train split is {side} the cut-off {cutoff}, so that there is nothing to "
                "tell apart. Check its labels.",
                name=data_set.name,
                side=side,
                cutoff=data_set.scale.cutoff,
            )
        notes.append(f"Every sample of the {split} split is {side} the cut-off {data_set.scale.cutoff:g}.")
    return notes
