"""LF-DNN: late fusion; each modality is read by itself and their vectors meet in three layers.

As in MMSA, after "Recognizing Emotions in Video Using Multimodal DNN Feature Fusion", Williams, Kleinegesse, Comanescu,
Radu, ACL workshop Challenge-HML 2018.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from selfmm.model.base import Outputs, fusion_only
from selfmm.model.subnets import PooledConfig, PooledModel, Regressor

if TYPE_CHECKING:
    from selfmm.data.batches import Batch
    from selfmm.model.text_encoders import TextEncoder


@dataclass(frozen=True, slots=True)
class LFDNNConfig(PooledConfig):
    """The sub-networks and the layers after the fusion."""

    fusion_hidden: int = 128
    fusion_dropout: float = 0.2


class LFDNN(PooledModel):
    """Three sub-networks, joined end to end, and three layers."""

    def __init__(self, config: LFDNNConfig, text_encoder: TextEncoder) -> None:
        super().__init__(config, text_encoder)
        self.fusion = Regressor(sum(self.widths), config.fusion_hidden, config.fusion_dropout)

    def forward(self, batch: Batch) -> Outputs:
        """One value a sample, (batch,)."""
        return fusion_only(self.fusion(torch.cat(self.encode(batch), dim=-1)), batch)
