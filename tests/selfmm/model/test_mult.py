from __future__ import annotations

import numpy as np
import torch

from selfmm.data.batches import PaddedSequence
from selfmm.model.mult import attention_mask, positions


def test_attention_sees_no_padding_and_not_beyond_the_difference_of_the_lengths():
    target = PaddedSequence(torch.zeros(2, 3, 4), torch.tensor([3, 2]))
    source = PaddedSequence(torch.zeros(2, 4, 4), torch.tensor([4, 0]))
    mask = attention_mask(target, source, heads=2)
    assert mask.shape == (4, 3, 4)
    assert (mask[0] == 0).tolist() == [[True, True, False, False], [True, True, True, False], [True] * 4]
    assert (mask[2] == 0).tolist() == [[True, False, False, False]] * 3
    assert torch.equal(mask[0], mask[1])


def test_positions_are_sines_and_cosines():
    placed = positions(5, 6, torch.zeros(()))
    rates = [1.0, 0.01, 0.0001]  # 10000 to the power of -k / (half - 1)
    expected = [[np.sin(t * rate) for rate in rates] + [np.cos(t * rate) for rate in rates] for t in range(5)]
    np.testing.assert_allclose(placed.numpy(), expected, atol=1e-6)
