"""What the unimodal labels of an epoch cost: all of its batches through the label generator and its class centres."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from selfmm.benchmarks.figures import Figure, Goal, in_turns
from selfmm.data.catalogue import find_data_set
from selfmm.training.unimodal_labels import LabelGenerator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from torch import Tensor

    from selfmm.benchmarks.reference import LabelReference

    MakeLabelReference = Callable[[str, Tensor], LabelReference]

NAME = "mosei"  # the largest data set, 16,326 samples
WIDTHS = {"fusion": 128, "text": 32, "audio": 16, "vision": 32}  # as published for it
_BATCH = 32
_GOAL = Goal(50.0, times=True)
_EPOCH = 2  # from which labels are generated


def measure_labels(make_reference: MakeLabelReference | None, samples: int, repeats: int) -> Iterator[Figure]:
    """Seconds an epoch of the published generator, on features and labels drawn at random."""
    generator = torch.Generator().manual_seed(0)
    labels = torch.rand(samples, generator=generator) * 6 - 3
    features = {task: torch.rand(samples, width, generator=generator) for task, width in WIDTHS.items()}
    batches = list(torch.split(torch.randperm(samples, generator=generator), _BATCH))
    own = LabelGenerator(labels, WIDTHS, find_data_set(NAME).scale.label_range, generator="published")
    ours = _epoch_of(own, features, batches)
    other = None
    if make_reference is not None:
        reference = make_reference(NAME, labels)
        other = _reference_epoch_of(reference, features, batches)
    yield Figure(
        f"label generator and centres, an epoch of {samples:,} samples", "s", *in_turns(ours, other, repeats), goal=_GOAL
    )


def _epoch_of(
    generator: LabelGenerator, features: Mapping[str, Tensor], batches: list[Tensor]
) -> Callable[[], None]:
    """An epoch of ours; the first one fills the centres."""
    there = {task: torch.ones(_BATCH, dtype=torch.bool) for task in features}

    def epoch() -> None:
        for rows in batches:
            own = {task: values[rows] for task, values in features.items()}
            present = {task: values[: len(rows)] for task, values in there.items()}
            generator.update(rows, own, present, _EPOCH)
            generator.remember(rows, own, present)

    return epoch


def _reference_epoch_of(
    reference: LabelReference, features: Mapping[str, Tensor], batches: list[Tensor]
) -> Callable[[], None]:
    def epoch() -> None:
        for rows in batches:
            reference.batch(rows, {task: values[rows] for task, values in features.items()}, _EPOCH)

    return epoch
