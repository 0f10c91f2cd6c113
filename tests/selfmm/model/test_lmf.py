from __future__ import annotations

import torch

from selfmm.model.lmf import LowRankFusion


def test_low_rank_fusion_is_the_full_tensor_contracted():
    """The weight tensor built of its factors, (1+3, 1+2, 1+4), against the outer product of the inputs."""
    torch.manual_seed(1)
    fusion = LowRankFusion((3, 2, 4), rank=5)
    with torch.no_grad():
        fusion.bias.fill_(0.3)
    vectors = [torch.randn(6, width) for width in (3, 2, 4)]
    tensor = torch.einsum("r,rt,ra,rv->tav", fusion.weights[0], *fusion.factors)
    ones = [torch.cat([torch.ones(6, 1), vector], dim=1) for vector in vectors]
    torch.testing.assert_close(fusion(*vectors), torch.einsum("bt,ba,bv,tav->b", *ones, tensor) + 0.3)
