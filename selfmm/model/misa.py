"""MISA: each modality is split into a part that it shares with the others and a part of its own.

Hazarika, Zimmermann, Poria, "MISA: Modality-Invariant and -Specific Representations for Multimodal Sentiment Analysis",
ACM MM 2020 (arXiv 2005.03545).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import torch
from torch import nn

from selfmm.model.base import MultimodalModel, Outputs, TextConfig, fusion_only
from selfmm.model.sequence_encoder import average_frames
from selfmm.model.subnets import frame_width, read_frames
from selfmm.types import Modality

if TYPE_CHECKING:
    from torch import Tensor

    from selfmm.data.batches import Batch, PaddedSequence
    from selfmm.model.text_encoders import TextEncoder

_MOMENTS = 5  # of the distributions that the similarity loss compares (section 3.5 of the paper)
_SMALLEST_NORM = 1e-6


@dataclass(frozen=True, slots=True)
class MISAConfig:
    """Widths, dropout and the weights of the three losses that the network adds to the task's."""

    text: TextConfig
    audio_dimensions: int  # of each frame; 0 where the data set has no sound
    vision_dimensions: int  # of each frame; 0 where the data set has no face
    audio_hidden: int = 32  # of the LSTMs, each way; the authors take the width of a frame
    vision_hidden: int = 32
    audio_pool: int = 1  # frames that are averaged into one step of the LSTMs
    vision_pool: int = 1
    hidden: int = 128
    dropout: float = 0.2
    difference_weight: float = 0.3
    similarity_weight: float = 1.0
    reconstruction_weight: float = 1.0
    modalities: tuple[Modality, ...] = tuple(Modality)


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """One modality's vector and what became of it, each (batch, hidden)."""

    whole: Tensor
    private: Tensor  # in (0, 1)
    shared: Tensor  # in (0, 1)
    rebuilt: Tensor  # the whole as read from its two parts
    there: Tensor  # (batch,) bool


def difference(first: Tensor, second: Tensor) -> Tensor:
    """How far two groups of vectors (batch, hidden) are from orthogonal, () (section 3.5.2 of the paper).

    Mean over the (hidden, hidden) squared products of the two, whose rows are centred over the batch and of length 1.
    """
    products = _unit_rows(first).T @ _unit_rows(second)
    return products.square().mean()


def _unit_rows(values: Tensor) -> Tensor:
    centred = values - values.mean(dim=0)
    lengths: Tensor = torch.linalg.vector_norm(centred, dim=1, keepdim=True).detach()  # no gradient, as the authors
    return centred / (lengths + _SMALLEST_NORM)


def central_moment_discrepancy(first: Tensor, second: Tensor) -> Tensor:
    """Distance of two distributions on (0, 1), (samples, hidden) and (other samples, hidden) → ().

    Sum over the first five moments of the length of their difference (Zellinger et al., ICLR 2017). Unlike the root of
    a sum of squares, `vector_norm` has a gradient at 0, where moments agree, as all but the first do for one sample.
    """
    centred = first - first.mean(dim=0), second - second.mean(dim=0)
    distances = [torch.linalg.vector_norm(first.mean(dim=0) - second.mean(dim=0))]
    for order in range(2, _MOMENTS + 1):
        one, other = (values.pow(order).mean(dim=0) for values in centred)
        distances.append(torch.linalg.vector_norm(one - other))
    return torch.stack(distances).sum()


def difference_loss(parts: list[Parts]) -> Tensor:
    """Each modality's two parts against each other, and the private parts of each pair, summed: ()."""
    losses = [difference(part.private[part.there], part.shared[part.there]) for part in parts]
    for one, other in combinations(parts, 2):
        both = one.there & other.there
        losses.append(difference(one.private[both], other.private[both]))
    return torch.stack(losses).sum()


def similarity_loss(parts: list[Parts]) -> Tensor:
    """Mean discrepancy of the shared parts over the three pairs, (); a pair with a side that is empty counts as 0."""
    rows = [part.shared[part.there] for part in parts]
    pairs = list(combinations(rows, 2))
    losses = [central_moment_discrepancy(one, other) for one, other in pairs if len(one) and len(other)]
    return torch.stack([rows[0].new_zeros(()), *losses]).sum() / len(pairs)


def reconstruction_loss(parts: list[Parts]) -> Tensor:
    """Mean squared error of the rebuilt vectors, averaged over the modalities: ()."""
    errors = [(part.rebuilt - part.whole)[part.there].square() for part in parts]
    return torch.stack([error.sum() / max(1, error.numel()) for error in errors]).mean()


class TwoWayLSTM(nn.Module):
    """An LSTM each way; the one from the end starts at the true end, so that padding changes nothing."""

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.from_start = nn.LSTM(inputs, hidden, batch_first=True)
        self.from_end = nn.LSTM(inputs, hidden, batch_first=True)

    def forward(self, values: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, frames, inputs) → states (batch, frames, 2 * hidden) and the last of each way (batch, 2 * hidden)."""
        rows, last = torch.arange(len(values), device=lengths.device), (lengths - 1).clamp(min=0)
        times = torch.arange(values.shape[1], device=lengths.device)
        reverse = torch.where(times < lengths[:, None], lengths[:, None] - 1 - times, times)
        onward, _ = self.from_start(values)
        back, _ = self.from_end(values[rows[:, None], reverse])
        final = torch.cat([onward[rows, last], back[rows, last]], dim=-1)
        return torch.cat([onward, back[rows[:, None], reverse]], dim=-1), final


class StackedLSTM(nn.Module):
    """Two LSTMs each way with a layer norm between; the last states of both → linear → ReLU → layer norm."""

    def __init__(self, inputs: int, hidden: int, out: int, pool: int) -> None:
        super().__init__()
        self.pool = pool
        self.first = TwoWayLSTM(inputs, hidden)
        self.norm = nn.LayerNorm(2 * hidden)
        self.second = TwoWayLSTM(2 * hidden, hidden)
        self.project = _projection(4 * hidden, out)

    def forward(self, sequence: PaddedSequence) -> Tensor:
        """(batch, frames, inputs) → (batch, out)."""
        values, lengths = average_frames(sequence.values, sequence.lengths, self.pool)
        states, first = self.first(values, lengths)
        _, second = self.second(self.norm(states), lengths)
        projected: Tensor = self.project(torch.cat([first, second], dim=-1))
        return projected


class MISA(MultimodalModel):
    """Shared and private parts of each modality, a transformer layer over all six, and two linear layers.

    In training, `Outputs.penalty` is the weighted sum of the difference, similarity and reconstruction losses, each
    over the samples that have the modality. The authors' discriminator of private and shared parts is not there: it
    enters no loss of theirs.
    """

    def __init__(self, config: MISAConfig, text_encoder: TextEncoder) -> None:
        super().__init__(config, text_encoder)
        hidden = config.hidden
        audio, vision = frame_width(config.audio_dimensions), frame_width(config.vision_dimensions)
        self.sequences = nn.ModuleDict(
            {
                Modality.TEXT: _projection(config.text.dimensions, hidden),
                Modality.AUDIO: StackedLSTM(audio, config.audio_hidden, hidden, config.audio_pool),
                Modality.VISION: StackedLSTM(vision, config.vision_hidden, hidden, config.vision_pool),
            }
        )
        self.private = nn.ModuleDict(
            {modality: nn.Sequential(nn.Linear(hidden, hidden), nn.Sigmoid()) for modality in Modality}
        )
        self.shared = nn.Sequential(nn.Linear(hidden, hidden), nn.Sigmoid())
        self.rebuild = nn.ModuleDict({modality: nn.Linear(hidden, hidden) for modality in Modality})
        self.attention = nn.TransformerEncoderLayer(hidden, nhead=2, batch_first=True)
        self.fusion = nn.Sequential(
            nn.Linear(6 * hidden, 3 * hidden), nn.Dropout(config.dropout), nn.ReLU(), nn.Linear(3 * hidden, 1)
        )

    def forward(self, batch: Batch) -> Outputs:
        """One value a sample, (batch,), and in training the penalty, ()."""
        parts = [self._parts(batch, modality) for modality in Modality]
        values = self.fusion(self._attended(parts)).squeeze(-1)
        return fusion_only(values, batch, self._penalty(parts) if self.training else None)

    def _parts(self, batch: Batch, modality: Modality) -> Parts:
        if modality is Modality.TEXT:
            there = batch.present[modality]
            whole = self.sequences[modality](self.read_text(batch))
        else:
            sequence = read_frames(batch, modality)
            there = sequence.lengths > 0
            whole = self.sequences[modality](sequence)
        private, shared = self.private[modality](whole), self.shared(whole)
        return Parts(whole, private, shared, self.rebuild[modality](private + shared), there)

    def _attended(self, parts: list[Parts]) -> Tensor:
        """What the six parts say after they attended to one another: (batch, 6 * hidden), zero where missing."""
        vectors = torch.stack([part.private for part in parts] + [part.shared for part in parts], dim=1)
        there = torch.stack([part.there for part in parts] * 2, dim=1)
        nothing = ~there.any(dim=1, keepdim=True)  # a softmax over no part at all would not be finite
        attended = self.attention(vectors * there[:, :, None], src_key_padding_mask=~(there | nothing))
        said: Tensor = (attended * there[:, :, None]).flatten(1)
        return said

    def _penalty(self, parts: list[Parts]) -> Tensor:
        config: MISAConfig = self.config
        return (
            config.difference_weight * difference_loss(parts)
            + config.similarity_weight * similarity_loss(parts)
            + config.reconstruction_weight * reconstruction_loss(parts)
        )


def _projection(inputs: int, out: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(inputs, out), nn.ReLU(), nn.LayerNorm(out))
