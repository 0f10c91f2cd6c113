"""EF-LSTM: early fusion; the three modalities are joined token by token and read by one LSTM.

As in MMSA, after "Benchmarking Multimodal Sentiment Analysis", Cambria, Hazarika, Poria, Subramanyam, CICLing 2017
(arXiv 1707.09538).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import nn

from selfmm.model.base import MultimodalModel, Outputs, TextConfig, fusion_only
from selfmm.model.subnets import frame_width, frames_there, read_frames
from selfmm.types import Modality

if TYPE_CHECKING:
    from torch import Tensor

    from selfmm.data.batches import Batch, PaddedSequence
    from selfmm.model.text_encoders import TextEncoder

_STEPS_WITHOUT_TEXT = 50  # where there are no tokens to align with: as many as MOSI's and MOSEI's aligned files have


@dataclass(frozen=True, slots=True)
class EFLSTMConfig:
    """The LSTM and the layer after it; `dropout` is between the LSTM's layers and around the layer."""

    text: TextConfig
    audio_dimensions: int  # of each frame; 0 where the data set has no sound
    vision_dimensions: int  # of each frame; 0 where the data set has no face
    hidden: int = 128
    layers: int = 2
    dropout: float = 0.5
    modalities: tuple[Modality, ...] = tuple(Modality)


def align(sequence: PaddedSequence, steps: Tensor, longest: int) -> Tensor:
    """Frames averaged onto so many `steps` (batch,): (batch, frames, dimensions) → (batch, longest, dimensions).

    Frame t falls on step floor(t * steps / frames). A step on which none falls (fewer frames than steps) keeps the
    frame before it. What lies behind a sample's steps is zero.
    """
    frames = sequence.lengths.clamp(min=1)[:, None]
    batch, padded, dimensions = sequence.values.shape
    times = torch.arange(padded, device=steps.device)
    owners = (times * steps[:, None] // frames).clamp(max=longest - 1)
    real = frames_there(sequence.lengths, padded).to(sequence.values.dtype)
    sums = sequence.values.new_zeros(batch, longest, dimensions)
    sums = sums.scatter_add(1, owners[:, :, None].expand(-1, -1, dimensions), sequence.values)
    counts = real.new_zeros(batch, longest).scatter_add(1, owners, real)[:, :, None]
    before = (torch.arange(longest, device=steps.device) * frames // steps[:, None]).clamp(max=padded - 1)
    kept = sequence.values.gather(1, before[:, :, None].expand(-1, -1, dimensions))
    return torch.where(counts > 0, sums / counts.clamp(min=1), kept) * frames_there(steps, longest)[:, :, None]


class EFLSTM(MultimodalModel):
    """LSTM over tokens and the sound and face that fall on them → linear → ReLU → linear to one number.

    It needs aligned modalities, which raw recordings are not: sound and face are averaged onto the text's tokens, or
    onto 50 steps where there is no text. MMSA normalises each step over the batch first, which ties the network to one
    length; here features come normalised already.
    """

    reads_states = True

    def __init__(self, config: EFLSTMConfig, text_encoder: TextEncoder) -> None:
        super().__init__(config, text_encoder)
        width = config.text.dimensions + frame_width(config.audio_dimensions) + frame_width(config.vision_dimensions)
        between = config.dropout if config.layers > 1 else 0.0  # a single layer has nothing between
        self.lstm = nn.LSTM(width, config.hidden, num_layers=config.layers, dropout=between, batch_first=True)
        self.head = nn.Sequential(
            nn.Dropout(config.dropout),
            nn.Linear(config.hidden, config.hidden),
            nn.ReLU(),
            nn.Dropout(config.dropout),
            nn.Linear(config.hidden, 1),
        )

    def forward(self, batch: Batch) -> Outputs:
        """One value a sample, (batch,)."""
        inputs, steps = self._aligned(batch)
        states, _ = self.lstm(inputs)
        last = states[torch.arange(len(states), device=steps.device), steps - 1]
        return fusion_only(self.head(last).squeeze(-1), batch)

    def _aligned(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """All modalities step by step, (batch, steps, all dimensions), and the number of steps (batch,)."""
        states, lengths = self.read_states(batch)
        steps = torch.where(lengths > 0, lengths, _STEPS_WITHOUT_TEXT)
        longest = int(steps.max())
        text = nn.functional.pad(states, (0, 0, 0, max(0, longest - states.shape[1])))[:, :longest]
        others = [align(read_frames(batch, modality), steps, longest) for modality in (Modality.AUDIO, Modality.VISION)]
        return torch.cat([text, *others], dim=-1), steps
