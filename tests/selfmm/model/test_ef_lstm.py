from __future__ import annotations

import numpy as np
import pytest
import torch

from selfmm.data.batches import PaddedSequence
from selfmm.model.ef_lstm import align


def test_frames_are_averaged_onto_tokens():
    sequence = PaddedSequence(torch.arange(1.0, 7.0).view(1, 6, 1), torch.tensor([5]))
    assert align(sequence, torch.tensor([2]), 3)[0, :, 0].tolist() == [2.0, 4.5, 0.0]  # 1 2 3 | 4 5
    assert align(sequence, torch.tensor([10]), 10)[0, :, 0].tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


@pytest.mark.parametrize(("steps", "frames"), [(3, 7), (7, 3), (5, 5), (1, 4), (4, 1), (9, 0)])
def test_alignment_by_hand(steps, frames):
    values = np.random.default_rng(0).normal(size=(frames, 2)).astype(np.float32)
    expected = np.zeros((steps, 2), np.float32)
    for step in range(steps):
        own = [t for t in range(frames) if t * steps // frames == step]
        expected[step] = values[own].mean(axis=0) if own else (expected[step - 1] if step else 0)
    padded = torch.zeros(1, frames + 2, 2)
    padded[0, :frames] = torch.from_numpy(values)
    aligned = align(PaddedSequence(padded, torch.tensor([frames])), torch.tensor([steps]), steps)
    np.testing.assert_allclose(aligned[0].numpy(), expected, rtol=1e-5, atol=1e-6)
