from __future__ import annotations

import torch
from torch import nn

from selfmm.model.subnets import PresentBatchNorm


def test_batch_normalisation_learns_from_present_rows_alone():
    values = torch.randn(6, 3)
    there = torch.tensor([True, False, True, True, False, True])
    norm, plain = PresentBatchNorm(3), nn.BatchNorm1d(3)
    normed = norm(values, there)
    torch.testing.assert_close(normed[there], plain(values[there]))
    assert not normed[~there].any()
    torch.testing.assert_close(norm.running_mean, plain.running_mean)
    torch.testing.assert_close(norm.running_var, plain.running_var)
