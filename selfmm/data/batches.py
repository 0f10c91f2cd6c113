"""Samples stacked into tensors: padded, with true lengths, and marked where a modality is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from selfmm.data.normaliser import SEQUENCES
from selfmm.types import Modality

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from torch import Tensor

    from selfmm.data.normaliser import Normaliser
    from selfmm.types import LabelScale, Sample


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """Texts as the text encoder reads them."""

    ids: Tensor  # (batch, length) int64
    mask: Tensor  # (batch, length) bool, True where there is a token


@dataclass(frozen=True, slots=True, eq=False)
class PaddedSequence:
    """Feature sequences of several samples, zeros behind each end."""

    values: Tensor  # (batch, frames, dimensions) float32
    lengths: Tensor  # (batch,) int64, 0 where the modality is missing


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Several samples as the model takes them."""

    tokens: Tokens
    sequences: dict[Modality, PaddedSequence]
    present: dict[Modality, Tensor]  # (batch,) bool
    labels: Tensor | None  # (batch,) float32 centred at the cut-off; None where nobody rated them
    text_vectors: Tensor | None = None  # (batch, dimensions), where a frozen text encoder has read them already


def collate(
    samples: Sequence[Sample],
    *,
    tokenize: Callable[[list[str]], Tokens],
    normaliser: Normaliser,
    scale: LabelScale,
    modalities: frozenset[Modality] = frozenset(Modality),
) -> Batch:
    """Stack `samples`; a modality outside `modalities` counts as missing in all of them."""
    present = {
        modality: torch.tensor([modality in modalities & sample.modalities for sample in samples])
        for modality in Modality
    }
    labels = [sample.label for sample in samples]
    return Batch(
        tokens=tokenize([sample.text for sample in samples]),
        sequences={modality: _pad(samples, modality, present[modality], normaliser) for modality in SEQUENCES},
        present=present,
        labels=None if None in labels else torch.tensor([scale.centre(label) for label in labels if label is not None]),
    )


def _pad(samples: Sequence[Sample], modality: Modality, present: Tensor, normaliser: Normaliser) -> PaddedSequence:
    width = len(normaliser.means[modality])
    arrays = [
        normaliser.apply(modality, getattr(sample, modality).values) if there else np.zeros((0, width), np.float32)
        for sample, there in zip(samples, present.tolist(), strict=True)
    ]
    lengths = torch.tensor([len(array) for array in arrays])
    values = torch.zeros(len(arrays), max(1, int(lengths.max())), width)
    for row, array in enumerate(arrays):
        values[row, : len(array)] = torch.from_numpy(array)
    return PaddedSequence(values, lengths)
