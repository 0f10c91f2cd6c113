"""Pieces that several baselines share: reading a batch's sequences, and the sub-networks before and after the fusion.

The shapes are those of the Tensor Fusion Network (Zadeh et al., EMNLP 2017), which LMF and LF-DNN took over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import nn

from selfmm.data.batches import PaddedSequence
from selfmm.model.base import MultimodalModel, TextConfig
from selfmm.model.sequence_encoder import SequenceEncoder
from selfmm.types import Modality

if TYPE_CHECKING:
    from torch import Tensor

    from selfmm.data.batches import Batch
    from selfmm.model.text_encoders import TextEncoder


@dataclass(frozen=True, slots=True)
class PooledConfig:
    """Widths and dropouts of the three sub-networks of a model that averages sound and face over time."""

    text: TextConfig
    audio_dimensions: int  # of each frame; 0 where the data set has no sound
    vision_dimensions: int  # of each frame; 0 where the data set has no face
    text_hidden: int = 128  # of the LSTM over the tokens
    text_out: int = 64
    text_layers: int = 1
    text_dropout: float = 0.0
    audio_hidden: int = 16
    audio_dropout: float = 0.3
    vision_hidden: int = 128
    vision_dropout: float = 0.3
    modalities: tuple[Modality, ...] = tuple(Modality)


def frame_width(dimensions: int) -> int:
    """How wide `read_frames` gives a modality of so many dimensions: a missing one still has one, of zeros."""
    return max(1, dimensions)


def frames_there(lengths: Tensor, frames: int) -> Tensor:
    """True where there is a frame: lengths (batch,) → (batch, frames) bool."""
    return torch.arange(frames, device=lengths.device) < lengths[:, None]


def read_frames(batch: Batch, modality: Modality) -> PaddedSequence:
    """The frames of sound or face, (batch, frames, at least 1 dimension), zeros of length 0 where it is missing."""
    sequence = batch.sequences[modality]
    values, lengths = sequence.values, sequence.lengths * batch.present[modality]
    if values.shape[-1] == 0:
        values = values.new_zeros(*values.shape[:-1], 1)
    return PaddedSequence(values * frames_there(lengths, values.shape[1])[:, :, None], lengths)


def mean_of_frames(sequence: PaddedSequence) -> Tensor:
    """Means over the frames that are there: (batch, frames, dimensions) → (batch, dimensions), 0 for a length of 0.

    MMSA divides by the padded length instead, so that its means depend on how long a recording was.
    """
    return sequence.values.sum(dim=1) / sequence.lengths.clamp(min=1)[:, None]


class PresentBatchNorm(nn.BatchNorm1d):
    """Batch normalisation that learns from the rows whose modality is there.

    Fewer than two of them have no deviation: they are normalised by the running one, as in use.
    """

    def forward(self, values: Tensor, there: Tensor) -> Tensor:  # type: ignore[override]  # the mask is what is new
        """(batch, dimensions) and (batch,) bool → (batch, dimensions), zero where nothing is there."""
        normed = values.new_zeros(values.shape)
        normed[there] = self._normed(values[there])
        return normed

    def _normed(self, rows: Tensor) -> Tensor:
        if self.training and len(rows) >= 2:
            return super().forward(rows)
        return nn.functional.batch_norm(rows, self.running_mean, self.running_var, self.weight, self.bias, eps=self.eps)


class Subnet(nn.Module):
    """Batch normalisation → dropout → three times linear and ReLU, on a modality averaged over time."""

    def __init__(self, inputs: int, hidden: int, dropout: float) -> None:
        super().__init__()
        self.norm = PresentBatchNorm(inputs)
        self.layers = nn.Sequential(
            nn.Dropout(dropout),
            nn.Linear(inputs, hidden),
            nn.ReLU(),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
        )

    def forward(self, sequence: PaddedSequence) -> Tensor:
        """(batch, frames, inputs) → (batch, hidden), zero for a length of 0."""
        there = sequence.lengths > 0
        hidden: Tensor = self.layers(self.norm(mean_of_frames(sequence), there))
        return hidden * there[:, None]


class Regressor(nn.Module):
    """Dropout → linear → ReLU → linear → ReLU → linear to one number."""

    def __init__(self, inputs: int, hidden: int, dropout: float) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Dropout(dropout),
            nn.Linear(inputs, hidden),
            nn.ReLU(),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Linear(hidden, 1),
        )

    def forward(self, fused: Tensor) -> Tensor:
        """(batch, inputs) → (batch,)."""
        values: Tensor = self.layers(fused)
        return values.squeeze(-1)


class PooledModel(MultimodalModel):
    """What TFN, LMF and LF-DNN do before they fuse: an LSTM over the tokens, and sound and face averaged over time."""

    reads_states = True

    def __init__(self, config: PooledConfig, text_encoder: TextEncoder) -> None:
        super().__init__(config, text_encoder)
        text = SequenceEncoder(
            config.text.dimensions,
            config.text_hidden,
            config.text_out,
            layers=config.text_layers,
            dropout=config.text_dropout,
            pool=1,
        )
        audio = Subnet(frame_width(config.audio_dimensions), config.audio_hidden, config.audio_dropout)
        vision = Subnet(frame_width(config.vision_dimensions), config.vision_hidden, config.vision_dropout)
        self.sequences = nn.ModuleDict({Modality.TEXT: text, Modality.AUDIO: audio, Modality.VISION: vision})
        self.widths = (config.text_out, config.audio_hidden, config.vision_hidden)

    def encode(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Text, audio and vision, each (batch, its own of `widths`) and zero where it is missing."""
        states, lengths = self.read_states(batch)
        text = self.sequences[Modality.TEXT](PaddedSequence(states, lengths)) * (lengths > 0)[:, None]
        audio, vision = (
            self.sequences[modality](read_frames(batch, modality)) for modality in (Modality.AUDIO, Modality.VISION)
        )
        return text, audio, vision


def with_one(vectors: Tensor) -> Tensor:
    """A constant 1 before each vector: (batch, width) → (batch, 1 + width).

    By it a product over the modalities keeps the terms of one and of two of them beside those of all three, and a
    missing modality, whose vector is zero, leaves the terms of the others.
    """
    return nn.functional.pad(vectors, (1, 0), value=1.0)
