"""From a padded feature sequence to one vector a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

if TYPE_CHECKING:
    from torch import Tensor

    from selfmm.data.batches import PaddedSequence

_BLOCK = 32  # frames, a few per cent of a recording's


class SequenceEncoder(nn.Module):
    """LSTM → last hidden state at the true length → dropout → linear (Self-MM, section 3.2).

    Frames are averaged in groups of `pool` first: speech features come every few hundredths of a second, and an
    LSTM neither needs nor remembers thousands of steps.
    """

    def __init__(self, dimensions: int, hidden: int, out: int, *, layers: int, dropout: float, pool: int) -> None:
        super().__init__()
        self.pool = pool
        self.lstm = nn.LSTM(dimensions, hidden, num_layers=layers, batch_first=True)
        self.dropout = nn.Dropout(dropout)
        self.project = nn.Linear(hidden, out)

    def forward(self, sequence: PaddedSequence) -> Tensor:
        """(batch, frames, dimensions) → (batch, out); what comes out for a length of 0 is for the caller to mask."""
        if int(sequence.lengths.max()) == 0:  # nobody has any frames: nothing to read, as in a model of words alone
            unread = sequence.values.new_zeros(len(sequence.lengths), self.lstm.hidden_size)
            return self.project(self.dropout(unread))  # type: ignore[no-any-return]
        values, lengths = average_frames(sequence.values, sequence.lengths, self.pool)
        states, _ = self.lstm(_in_whole_blocks(values, int(lengths.max())))
        last = (lengths - 1).clamp(min=0)
        return self.project(self.dropout(states[torch.arange(len(states), device=last.device), last]))  # type: ignore[no-any-return]


def _in_whole_blocks(values: Tensor, frames: int) -> Tensor:
    """(batch, any frames, dimensions) → (batch, `frames` rounded up to a multiple of _BLOCK, dimensions).

    For each new length oneDNN prepares a network of its own and keeps it: a hundred of them take a hundred megabytes.
    """
    rounded = max(1, -(-frames // _BLOCK)) * _BLOCK
    return nn.functional.pad(values[:, :rounded], (0, 0, 0, max(0, rounded - values.shape[1])))


def average_frames(values: Tensor, lengths: Tensor, pool: int) -> tuple[Tensor, Tensor]:
    """Means of each `pool` frames in a row: (batch, ceil(frames / pool), dimensions) and the lengths (batch,).

    The last group of a sample is averaged over the frames that it has, so that padding never dilutes it.
    """
    batch, frames, dimensions = values.shape
    groups = -(-frames // pool)
    real = (torch.arange(groups * pool, device=lengths.device) < lengths[:, None]).view(batch, groups, pool, 1)
    padded = nn.functional.pad(values, (0, 0, 0, groups * pool - frames)).view(batch, groups, pool, dimensions)
    sums = (padded * real).sum(dim=2)
    return sums / real.sum(dim=2).clamp(min=1), -(-lengths // pool)
