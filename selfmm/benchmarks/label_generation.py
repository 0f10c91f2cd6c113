"""What the unimodal labels of an epoch cost: all of its batches through the label generator and its class centres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from selfmm.benchmarks.figures import Figure, Goal, compared, in_turns
from selfmm.data.catalogue import find_data_set
from selfmm.training.unimodal_labels import LabelGenerator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
    batches = [_batch(rows, generator) for rows in torch.split(torch.randperm(samples, generator=generator), _BATCH)]
    ours = LabelGenerator(labels, WIDTHS, find_data_set(NAME).scale.label_range, generator="published")
    works: list[Callable[[], object]] = [lambda: _learn(ours, batches)]
    if make_reference is not None:
        other = make_reference(NAME, labels)
        works.append(lambda: _learn_reference(other, batches))
    name = f"label generator and centres, an epoch of {samples:,} samples"
    yield compared(name, "s", in_turns(works, repeats), _GOAL)


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """What a network would say of some rows."""

    rows: Tensor  # (batch,)
    features: dict[str, Tensor]  # task → (batch, width)
    present: dict[str, Tensor]  # task → (batch,) bool


def _batch(rows: Tensor, generator: torch.Generator) -> _Batch:
    features = {task: torch.rand(len(rows), width, generator=generator) for task, width in WIDTHS.items()}
    return _Batch(rows, features, {task: torch.ones(len(rows), dtype=torch.bool) for task in WIDTHS})


def _learn(generator: LabelGenerator, batches: Sequence[_Batch]) -> None:
    for batch in batches:
        generator.update(batch.rows, batch.features, batch.present, _EPOCH)
        generator.remember(batch.rows, batch.features, batch.present)


def _learn_reference(reference: LabelReference, batches: Sequence[_Batch]) -> None:
    for batch in batches:
        reference.batch(batch.rows, batch.features, _EPOCH)
