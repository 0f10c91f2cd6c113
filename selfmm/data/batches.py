"""Samples stacked into tensors: padded, with true lengths, and marked where a modality is missing."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import torch

from selfmm.data.normaliser import SEQUENCES
from selfmm.types import Modality

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from torch import Tensor

    from selfmm.data.normaliser import Normaliser
    from selfmm.types import LabelScale, Sample

BUCKET = (
    16  # batches whose samples are sorted by length together: short texts then share a batch, and order stays random
)


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """Texts as the text encoder reads them."""

    ids: Tensor  # (batch, length) int64
    mask: Tensor  # (batch, length) bool, True where there is a token
    context: Tensor | None = None  # (batch, length) bool, True where it is of a neighbour's words; None without any

    @property
    def own(self) -> Tensor:
        """(batch, length) bool, True where there is a token of the text itself: what is pooled."""
        return self.mask if self.context is None else self.mask & ~self.context

    def take(self, rows: Tensor) -> Tokens:
        """The texts `rows` (n,) int64, trimmed to the longest of them."""
        longest = int(self.mask[rows].sum(dim=1).max())
        return self._each(lambda part: part[rows, :longest])

    def to(self, device: torch.device) -> Tokens:
        """The same on another device."""
        return self._each(lambda part: part.to(device))

    def _each(self, change: Callable[[Tensor], Tensor]) -> Tokens:
        return Tokens(change(self.ids), change(self.mask), None if self.context is None else change(self.context))


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
    # where a frozen text encoder has read the texts already: one vector a text, or a state a token
    text_vectors: Tensor | None = None  # (batch, dimensions)
    text_states: PaddedSequence | None = None  # (batch, tokens, dimensions)


class Ragged(Protocol):
    """Sequences of different lengths, such as a `FeatureStore`: `ragged[row]` is (frames, dimensions)."""

    def __len__(self) -> int: ...

    def __getitem__(self, row: int) -> NDArray[np.floating]: ...


class Tokenize(Protocol):
    """A text encoder's way from texts to tokens."""

    def __call__(self, texts: list[str], around: Sequence[tuple[str, str]] = ()) -> Tokens:
        """`around` has what was said before and after each text; an encoder may leave it unread."""


class Feed:
    """Samples ready to be stacked: texts are tokenised once, features are normalised as they are taken.

    Features may lie memory-mapped on disk: only a batch of them is in memory at a time.
    """

    def __init__(
        self,
        samples: Sequence[Sample],
        *,
        tokenize: Tokenize,
        normaliser: Normaliser,
        scale: LabelScale,
        modalities: frozenset[Modality] = frozenset(Modality),
    ) -> None:
        """A modality outside `modalities` counts as missing in all of `samples`."""
        self._samples = samples
        self._normaliser = normaliser
        self.tokens = tokenize(
            [sample.text for sample in samples], [(sample.before, sample.after) for sample in samples]
        )
        self.token_counts = self.tokens.mask.sum(dim=1)  # (samples,)
        self.present = {
            modality: torch.tensor([modality in modalities & sample.modalities for sample in samples])
            for modality in Modality
        }
        self.labels = _labels(samples, scale)
        self.text_vectors: Tensor | None = None  # (samples, dimensions)
        self.text_states: Ragged | None = None  # (tokens, dimensions) each

    def __len__(self) -> int:
        return len(self._samples)

    def take(self, rows: Sequence[int], *, hidden: dict[Modality, Tensor] | None = None) -> Batch:
        """The samples `rows` as a batch, trimmed to the longest of them.

        `hidden` (rows,) bool marks samples whose modality is to count as missing this time.
        """
        index = torch.as_tensor(rows, dtype=torch.int64)
        present = {modality: there[index] for modality, there in self.present.items()}
        for modality, gone in (hidden or {}).items():
            present[modality] = present[modality] & ~gone
        return Batch(
            tokens=self.tokens.take(index),
            sequences={modality: self._sequence(rows, modality, present[modality]) for modality in SEQUENCES},
            present=present,
            labels=None if self.labels is None else self.labels[index],
            text_vectors=None if self.text_vectors is None else self.text_vectors[index],
            text_states=None if self.text_states is None else _stack([self.text_states[int(row)] for row in rows]),
        )

    def showing(self, modalities: frozenset[Modality]) -> Feed:
        """The same samples, of which any other modality counts as missing."""
        shown = copy(self)
        shown.present = {
            modality: there if modality in modalities else torch.zeros_like(there)
            for modality, there in self.present.items()
        }
        return shown

    def rows_with_text(self) -> list[int]:
        """The rows in which something is said."""
        return self.present[Modality.TEXT].nonzero().flatten().tolist()

    def text_of(self, row: int) -> Tensor:
        """What a frozen encoder made of one text: (1, dimensions) as one vector, or (tokens, dimensions)."""
        if self.text_vectors is not None:
            return self.text_vectors[row : row + 1]
        assert self.text_states is not None
        return torch.from_numpy(self.text_states[row].astype(np.float32))

    def _sequence(self, rows: Sequence[int], modality: Modality, present: Tensor) -> PaddedSequence:
        width = len(self._normaliser.means[modality])
        empty = np.zeros((0, width), np.float32)
        return _stack(
            [
                self._normaliser.apply(modality, getattr(self._samples[row], modality).values) if there else empty
                for row, there in zip(rows, present.tolist(), strict=True)
            ]
        )


def collate(
    samples: Sequence[Sample],
    *,
    tokenize: Tokenize,
    normaliser: Normaliser,
    scale: LabelScale,
    modalities: frozenset[Modality] = frozenset(Modality),
) -> Batch:
    """All of `samples` as one batch; a modality outside `modalities` counts as missing in all of them."""
    feed = Feed(samples, tokenize=tokenize, normaliser=normaliser, scale=scale, modalities=modalities)
    return feed.take(range(len(samples)))


def to_device(batch: Batch, device: torch.device) -> Batch:
    """The same batch on another device; the very same where it is there already."""
    if batch.tokens.ids.device == device:
        return batch
    return Batch(
        tokens=batch.tokens.to(device),
        sequences={modality: _sequence_to(sequence, device) for modality, sequence in batch.sequences.items()},
        present={modality: there.to(device) for modality, there in batch.present.items()},
        labels=None if batch.labels is None else batch.labels.to(device),
        text_vectors=None if batch.text_vectors is None else batch.text_vectors.to(device),
        text_states=None if batch.text_states is None else _sequence_to(batch.text_states, device),
    )


def batch_order(lengths: Tensor, batch_size: int, *, seed: int) -> list[list[int]]:
    """All rows in random order, in batches of `batch_size` with texts of about one length; `lengths` (samples,).

    Rows are shuffled, sorted by length within groups of `BUCKET` batches, cut, and the batches shuffled.
    """
    generator = torch.Generator().manual_seed(seed)
    batches = []
    for group in torch.split(torch.randperm(len(lengths), generator=generator), batch_size * BUCKET):
        batches += list(torch.split(group[lengths[group].argsort(stable=True)], batch_size))
    return [batches[place].tolist() for place in torch.randperm(len(batches), generator=generator).tolist()]


def by_length(lengths: Tensor, batch_size: int) -> list[list[int]]:
    """All rows from the shortest text to the longest, in batches of `batch_size`; `lengths` (samples,)."""
    return [rows.tolist() for rows in torch.split(lengths.argsort(stable=True), batch_size)]


def _labels(samples: Sequence[Sample], scale: LabelScale) -> Tensor | None:
    """Centred labels (samples,); None where one of them is not rated."""
    labels = [sample.label for sample in samples if sample.label is not None]
    return torch.tensor([scale.centre(label) for label in labels]) if len(labels) == len(samples) else None


def _stack(arrays: Sequence[NDArray[np.floating]]) -> PaddedSequence:
    """Arrays (frames, dimensions) of different lengths, zeros behind each."""
    lengths = [len(array) for array in arrays]
    values = np.zeros((len(arrays), max(1, *lengths), arrays[0].shape[1]), np.float32)
    for row, array in enumerate(arrays):
        values[row, : len(array)] = array
    return PaddedSequence(torch.from_numpy(values), torch.tensor(lengths))


def _sequence_to(sequence: PaddedSequence, device: torch.device) -> PaddedSequence:
    return PaddedSequence(sequence.values.to(device), sequence.lengths.to(device))
