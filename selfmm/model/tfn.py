"""TFN: the outer product of the three modalities, so that every interaction of one, two and three has its own weight.

Zadeh, Chen, Poria, Cambria, Morency, "Tensor Fusion Network for Multimodal Sentiment Analysis", EMNLP 2017
(arXiv 1707.07250).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import torch

from selfmm.model.base import Outputs, fusion_only
from selfmm.model.subnets import PooledConfig, PooledModel, Regressor, with_one

if TYPE_CHECKING:
    from torch import Tensor

    from selfmm.data.batches import Batch
    from selfmm.model.text_encoders import TextEncoder


@dataclass(frozen=True, slots=True)
class TFNConfig(PooledConfig):
    """The sub-networks, the layers after the fusion, and the range that values are kept in."""

    fusion_hidden: int = 64
    fusion_dropout: float = 0.5
    label_range: float = 1.0  # H of the label scale


def outer_product(text: Tensor, audio: Tensor, vision: Tensor) -> Tensor:
    """Every product of [1; text], [1; audio] and [1; vision]: (batch, width) each → (batch, product of 1 + width)."""
    return torch.einsum("bt,ba,bv->btav", with_one(text), with_one(audio), with_one(vision)).flatten(1)


class TFN(PooledModel):
    """Three sub-networks, their outer product and three layers.

    A sigmoid keeps values inside the range of the labels, which the authors and MMSA fix at [-3, 3]; here it is
    [-H, H] of the label scale, so that labels that reach only to 1 use the whole of it.
    """

    def __init__(self, config: TFNConfig, text_encoder: TextEncoder) -> None:
        super().__init__(config, text_encoder)
        self.label_range = config.label_range
        self.fusion = Regressor(prod(1 + width for width in self.widths), config.fusion_hidden, config.fusion_dropout)

    def forward(self, batch: Batch) -> Outputs:
        """One value a sample, (batch,), in (-H, H)."""
        share = torch.sigmoid(self.fusion(outer_product(*self.encode(batch))))
        return fusion_only((2 * share - 1) * self.label_range, batch)
