"""Self-MM: one fusion head that scores and three unimodal heads that learn from generated labels.

Yu, Xu, Yuan, Wu, "Learning Modality-Specific Representations with Self-Supervised Multi-Task Learning for
Multimodal Sentiment Analysis", AAAI 2021 (arXiv 2102.04830).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import nn

from selfmm.model.base import FUSION, TASKS, MultimodalModel, Outputs, TextConfig, any_present
from selfmm.model.sequence_encoder import SequenceEncoder
from selfmm.model.subnets import frame_width, read_frames
from selfmm.types import Modality

if TYPE_CHECKING:
    from torch import Tensor

    from selfmm.data.batches import Batch
    from selfmm.model.text_encoders import TextEncoder


@dataclass(frozen=True, slots=True)
class SequenceConfig:
    """How one sequence modality is encoded."""

    dimensions: int  # of each frame
    hidden: int
    out: int
    layers: int = 1
    dropout: float = 0.0
    pool: int = 1  # frames that are averaged into one step of the LSTM


@dataclass(frozen=True, slots=True)
class HeadConfig:
    """How wide a head's feature F is, and its dropout."""

    width: int
    dropout: float = 0.0


@dataclass(frozen=True, slots=True)
class SelfMMConfig:
    """The network's shape. `modalities` are those it was trained on; others are never shown to it."""

    text: TextConfig
    audio: SequenceConfig
    vision: SequenceConfig
    fusion_head: HeadConfig
    text_head: HeadConfig
    audio_head: HeadConfig
    vision_head: HeadConfig
    modalities: tuple[Modality, ...] = tuple(Modality)

    @property
    def audio_dimensions(self) -> int:
        """Numbers a frame of sound; 0 where the data have none."""
        return self.audio.dimensions

    @property
    def vision_dimensions(self) -> int:
        """Numbers a frame of face; 0 where the data have none."""
        return self.vision.dimensions

    @property
    def encoded_widths(self) -> dict[Modality, int]:
        """How wide the vector of each modality is that the heads take."""
        return {Modality.TEXT: self.text.dimensions, Modality.AUDIO: self.audio.out, Modality.VISION: self.vision.out}


class Head(nn.Module):
    """Dropout → linear → ReLU = feature F → linear → ReLU → linear to one number."""

    def __init__(self, inputs: int, config: HeadConfig) -> None:
        super().__init__()
        self.dropout = nn.Dropout(config.dropout)
        self.feature = nn.Linear(inputs, config.width)
        self.hidden = nn.Linear(config.width, config.width)
        self.value = nn.Linear(config.width, 1)

    def forward(self, encoded: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, inputs) → values (batch,) and features F (batch, width)."""
        feature = torch.relu(self.feature(self.dropout(encoded)))
        return self.value(torch.relu(self.hidden(feature))).squeeze(-1), feature


class SelfMM(MultimodalModel):
    """The whole network.

    Where a modality is missing its own head keeps silent, and a learnt vector stands for it in the fusion.
    """

    def __init__(self, config: SelfMMConfig, text_encoder: TextEncoder) -> None:
        super().__init__(config, text_encoder)
        self.sequences = nn.ModuleDict({"audio": _encoder(config.audio), "vision": _encoder(config.vision)})
        widths = config.encoded_widths
        self.absent = nn.ParameterDict(
            {modality.value: nn.Parameter(torch.zeros(width)) for modality, width in widths.items()}
        )
        self.heads = nn.ModuleDict(
            {
                FUSION: Head(sum(widths.values()), config.fusion_head),
                **{modality.value: Head(widths[modality], self._head_config(modality)) for modality in Modality},
            }
        )

    @property
    def feature_widths(self) -> dict[str, int]:
        """Task → width of its feature F."""
        return {FUSION: self.config.fusion_head.width} | {
            modality.value: self._head_config(modality).width for modality in Modality
        }

    def forward(self, batch: Batch) -> Outputs:
        """One value a sample and task, on the centred label's scale."""
        encoded = {Modality.TEXT: self.read_text(batch)}
        encoded |= {modality: self.sequences[modality](read_frames(batch, modality)) for modality in batch.sequences}
        inputs = {FUSION: torch.cat([self._or_absent(batch, modality, encoded) for modality in Modality], dim=-1)}
        inputs |= {modality.value: encoded[modality] for modality in Modality}
        pairs = {task: self.heads[task](inputs[task]) for task in TASKS}
        return Outputs(
            values={task: value for task, (value, _) in pairs.items()},
            features={task: feature for task, (_, feature) in pairs.items()},
            present={FUSION: any_present(batch)} | {modality.value: batch.present[modality] for modality in Modality},
        )

    def _or_absent(self, batch: Batch, modality: Modality, encoded: dict[Modality, Tensor]) -> Tensor:
        return torch.where(batch.present[modality][:, None], encoded[modality], self.absent[modality])

    def _head_config(self, modality: Modality) -> HeadConfig:
        config: HeadConfig = getattr(self.config, f"{modality}_head")
        return config


def _encoder(config: SequenceConfig) -> SequenceEncoder:
    return SequenceEncoder(
        frame_width(config.dimensions),
        config.hidden,
        config.out,
        layers=config.layers,
        dropout=config.dropout,
        pool=config.pool,
    )
