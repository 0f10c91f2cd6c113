"""LMF: the product of all three modalities through factors of low rank, never built as a tensor.

Liu, Shen, Lakshminarasimhan, Liang, Zadeh, Morency, "Efficient Low-rank Multimodal Fusion with Modality-Specific
Factors", ACL 2018 (arXiv 1806.00064).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import nn

from selfmm.model.base import Outputs, fusion_only
from selfmm.model.subnets import PooledConfig, PooledModel, with_one

if TYPE_CHECKING:
    from torch import Tensor

    from selfmm.data.batches import Batch
    from selfmm.model.text_encoders import TextEncoder


@dataclass(frozen=True, slots=True)
class LMFConfig(PooledConfig):
    """The sub-networks and the rank of the fusion."""

    rank: int = 3


class LowRankFusion(nn.Module):
    """Factors of each modality, whose products over the modalities are summed with a learnt weight a rank."""

    def __init__(self, widths: tuple[int, ...], rank: int) -> None:
        super().__init__()
        self.factors = nn.ParameterList(nn.init.xavier_normal_(torch.empty(rank, 1 + width)) for width in widths)
        self.weights = nn.Parameter(nn.init.xavier_normal_(torch.empty(1, rank)))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, *vectors: Tensor) -> Tensor:
        """One (batch, width) a modality → (batch,): sum over ranks of w · product over modalities of [1; h]·W + b."""
        products = [with_one(vector) @ factor.T for vector, factor in zip(vectors, self.factors, strict=True)]
        return torch.stack(products).prod(dim=0) @ self.weights[0] + self.bias


class LMF(PooledModel):
    """Three sub-networks and a fusion of low rank.

    MMSA leaves the weights of the ranks and the bias out of its optimiser; here they learn like the rest.
    """

    def __init__(self, config: LMFConfig, text_encoder: TextEncoder) -> None:
        super().__init__(config, text_encoder)
        self.fusion = LowRankFusion(self.widths, config.rank)

    def forward(self, batch: Batch) -> Outputs:
        """One value a sample, (batch,)."""
        return fusion_only(self.fusion(*self.encode(batch)), batch)
