"""MulT: each modality is read in the light of each other one, by attention across unaligned sequences.

Tsai, Bai, Liang, Kolter, Morency, Salakhutdinov, "Multimodal Transformer for Unaligned Multimodal Language Sequences",
ACL 2019 (arXiv 1906.00295).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING

import torch
from torch import nn

from selfmm.data.batches import PaddedSequence
from selfmm.model.base import MultimodalModel, Outputs, TextConfig, fusion_only
from selfmm.model.sequence_encoder import average_frames
from selfmm.model.subnets import frame_width, frames_there, read_frames
from selfmm.types import Modality

if TYPE_CHECKING:
    from torch import Tensor

    from selfmm.data.batches import Batch
    from selfmm.model.text_encoders import TextEncoder

_FEWEST_MEMORY_LAYERS = 3  # of the self-attention after the attention across, in the authors' program


@dataclass(frozen=True, slots=True)
class MulTConfig:
    """Width, depth and the many dropouts."""

    text: TextConfig
    audio_dimensions: int  # of each frame; 0 where the data set has no sound
    vision_dimensions: int  # of each frame; 0 where the data set has no face
    width: int = 50  # to which each modality is brought; a multiple of `heads`
    heads: int = 10
    layers: int = 4
    text_kernel: int = 5  # tokens that a convolution looks at
    audio_kernel: int = 5  # frames
    vision_kernel: int = 5
    audio_pool: int = 1  # frames averaged into one beforehand: attention grows with the square of the length
    vision_pool: int = 1
    text_dropout: float = 0.5
    embedding_dropout: float = 0.2
    attention_dropout: float = 0.3  # where text is listened to, and in the self-attention
    audio_attention_dropout: float = 0.2  # where sound is listened to
    vision_attention_dropout: float = 0.0  # where the face is listened to
    hidden_dropout: float = 0.0  # inside the feed-forward layers
    residual_dropout: float = 0.0
    output_dropout: float = 0.5
    modalities: tuple[Modality, ...] = tuple(Modality)


def positions(frames: int, width: int, like: Tensor) -> Tensor:
    """Sines, then cosines, of each place in a sequence: (frames, width) (Vaswani et al., 2017, section 3.5)."""
    half = (width + 1) // 2
    rates = torch.exp(torch.arange(half, device=like.device, dtype=like.dtype) * (-log(10000.0) / max(1, half - 1)))
    angles = torch.arange(frames, device=like.device, dtype=like.dtype)[:, None] * rates
    return torch.cat([angles.sin(), angles.cos()], dim=-1)[:, :width]


def attention_mask(target: PaddedSequence, source: PaddedSequence, heads: int) -> Tensor:
    """What each frame of `target` may listen to: 0 or minus infinity, (batch * heads, target frames, source frames).

    Frame i sees the source's frames j ≤ i + |difference of the two lengths|, as in the authors' program, which takes
    the lengths of the padded batch; here they are the sample's own, so that padding changes nothing. A source without
    frames shows its first, a zero, which keeps the softmax finite; what is heard of it is masked.
    """
    keys, queries = source.values.shape[1], target.values.shape[1]
    i = torch.arange(queries, device=target.lengths.device)[:, None]
    j = torch.arange(keys, device=target.lengths.device)
    ahead = (source.lengths - target.lengths).abs()[:, None, None]
    seen = (j <= i + ahead) & (j < source.lengths.clamp(min=1)[:, None, None])
    mask = torch.zeros(seen.shape, device=seen.device, dtype=source.values.dtype).masked_fill(~seen, float("-inf"))
    return mask.repeat_interleave(heads, dim=0)


def _linear(inputs: int, outputs: int) -> nn.Linear:
    layer = nn.Linear(inputs, outputs)
    nn.init.xavier_uniform_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer


class CrossmodalLayer(nn.Module):
    """Attention from the target to the source, then two linear layers, each normed before and added to what was."""

    def __init__(self, width: int, config: MulTConfig, attention_dropout: float) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(width, config.heads, dropout=attention_dropout, batch_first=True)
        nn.init.xavier_uniform_(self.attention.out_proj.weight)
        self.attention_norm = nn.LayerNorm(width)
        self.hidden_norm = nn.LayerNorm(width)
        self.hidden = nn.Sequential(
            _linear(width, 4 * width), nn.ReLU(), nn.Dropout(config.hidden_dropout), _linear(4 * width, width)
        )
        self.dropout = nn.Dropout(config.residual_dropout)

    def forward(self, target: Tensor, source: Tensor, mask: Tensor, there: Tensor) -> Tensor:
        """(batch, frames, width), source (batch, its frames, width), its presence (batch, 1, 1) → target's shape."""
        query, key = self.attention_norm(target), self.attention_norm(source)
        heard, _ = self.attention(query, key, key, attn_mask=mask, need_weights=False)
        target = target + self.dropout(heard * there)
        added: Tensor = self.dropout(self.hidden(self.hidden_norm(target)))
        return target + added


class Crossmodal(nn.Module):
    """Layers that read one sequence in the light of another, or of itself."""

    def __init__(self, width: int, layers: int, config: MulTConfig, attention_dropout: float) -> None:
        super().__init__()
        self.heads = config.heads
        self.dropout = nn.Dropout(config.embedding_dropout)
        self.layers = nn.ModuleList(CrossmodalLayer(width, config, attention_dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(width)

    def forward(self, target: PaddedSequence, source: PaddedSequence | None = None) -> Tensor:
        """(batch, frames, width) of the target, with the source's frames or, without one, the target's own → same."""
        listened = target if source is None else source
        mask = attention_mask(target, listened, self.heads)
        there = (listened.lengths > 0)[:, None, None]
        state = self._placed(target)
        heard = None if source is None else self._placed(source)
        for layer in self.layers:
            state = layer(state, state if heard is None else heard, mask, there)
        normed: Tensor = self.norm(state)
        return normed

    def _placed(self, sequence: PaddedSequence) -> Tensor:
        _, frames, width = sequence.values.shape
        placed: Tensor = self.dropout(sequence.values * sqrt(width) + positions(frames, width, sequence.values))
        return placed


class MulT(MultimodalModel):
    """Six directed pairs of modalities, self-attention over what each has heard, and its state at the last frame.

    A missing modality is neither listened to nor speaks. Where MMSA's convolution shortens a sequence, and fails on one
    shorter than its kernel, this one pads it.
    """

    reads_states = True

    def __init__(self, config: MulTConfig, text_encoder: TextEncoder) -> None:
        super().__init__(config, text_encoder)
        self.sequences = nn.ModuleDict(
            {
                Modality.TEXT: _convolution(config.text.dimensions, config.width, config.text_kernel),
                Modality.AUDIO: _convolution(config.audio_dimensions, config.width, config.audio_kernel),
                Modality.VISION: _convolution(config.vision_dimensions, config.width, config.vision_kernel),
            }
        )
        self.pools = {Modality.AUDIO: config.audio_pool, Modality.VISION: config.vision_pool}
        self.text_dropout = nn.Dropout(config.text_dropout)
        self.crossmodal = nn.ModuleDict(
            {
                f"{target}_hears_{source}": _crossmodal(config, source)
                for target in Modality
                for source in _others(target)
            }
        )
        depth = max(config.layers, _FEWEST_MEMORY_LAYERS)
        self.memory = nn.ModuleDict(
            {modality: Crossmodal(2 * config.width, depth, config, config.attention_dropout) for modality in Modality}
        )
        width = 2 * config.width * len(Modality)
        self.residual = nn.Sequential(
            nn.Linear(width, width), nn.ReLU(), nn.Dropout(config.output_dropout), nn.Linear(width, width)
        )
        self.out = nn.Linear(width, 1)

    def forward(self, batch: Batch) -> Outputs:
        """One value a sample, (batch,)."""
        sequences = {modality: self._convolved(batch, modality) for modality in Modality}
        fused = torch.cat([self._last_state(sequences, modality) for modality in Modality], dim=-1)
        return fusion_only(self.out(fused + self.residual(fused)).squeeze(-1), batch)

    def _convolved(self, batch: Batch, modality: Modality) -> PaddedSequence:
        """The frames of `modality` brought to (batch, frames, width), zero where there are none."""
        if modality is Modality.TEXT:
            states, lengths = self.read_states(batch)
            values = self.text_dropout(states)
        else:
            sequence = read_frames(batch, modality)
            values, lengths = average_frames(sequence.values, sequence.lengths, self.pools[modality])
        brought = self.sequences[modality](values.transpose(1, 2)).transpose(1, 2)
        return PaddedSequence(brought * frames_there(lengths, brought.shape[1])[:, :, None], lengths)

    def _last_state(self, sequences: dict[Modality, PaddedSequence], target: Modality) -> Tensor:
        """What `target` says at its last frame after it heard the others: (batch, 2 * width), zero where missing."""
        own = sequences[target]
        heard = [self.crossmodal[f"{target}_hears_{source}"](own, sequences[source]) for source in _others(target)]
        states = self.memory[target](PaddedSequence(torch.cat(heard, dim=-1), own.lengths))
        last = states[torch.arange(len(states), device=own.lengths.device), (own.lengths - 1).clamp(min=0)]
        said: Tensor = last * (own.lengths > 0)[:, None]
        return said


def _others(target: Modality) -> list[Modality]:
    return [modality for modality in Modality if modality is not target]


def _convolution(dimensions: int, width: int, kernel: int) -> nn.Conv1d:
    return nn.Conv1d(frame_width(dimensions), width, kernel, padding="same", bias=False)


def _crossmodal(config: MulTConfig, source: Modality) -> Crossmodal:
    dropouts = {
        Modality.TEXT: config.attention_dropout,
        Modality.AUDIO: config.audio_attention_dropout,
        Modality.VISION: config.vision_attention_dropout,
    }
    return Crossmodal(config.width, config.layers, config, dropouts[source])
