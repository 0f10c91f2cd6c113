"""Self-MM: one fusion head that scores and three unimodal heads that learn from generated labels.

Yu, Xu, Yuan, Wu, "Learning Modality-Specific Representations with Self-Supervised Multi-Task Learning for
Multimodal Sentiment Analysis", AAAI 2021 (arXiv 2102.04830).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import nn

from selfmm.model.sequence_encoder import SequenceEncoder
from selfmm.types import Modality

if TYPE_CHECKING:
    from torch import Tensor

    from selfmm.data.batches import Batch
    from selfmm.model.text_encoders import TextEncoder

_SMALLEST_DEVIATION = 1e-4

FUSION = "fusion"
TASKS = (FUSION, *(modality.value for modality in Modality))


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

    text_encoder: str  # a name in TEXT_ENCODERS
    text_dimensions: int
    audio: SequenceConfig
    vision: SequenceConfig
    fusion_head: HeadConfig
    text_head: HeadConfig
    audio_head: HeadConfig
    vision_head: HeadConfig
    modalities: tuple[Modality, ...] = tuple(Modality)


@dataclass(frozen=True, slots=True, eq=False)
class Outputs:
    """What each head says of each sample; `present` is False where a head had nothing to look at."""

    values: dict[str, Tensor]  # task → (batch,)
    features: dict[str, Tensor]  # task → F, (batch, width)
    present: dict[str, Tensor]  # task → (batch,) bool


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


class SelfMM(nn.Module):
    """The whole network. A missing modality is masked: its vector is zero and its own head keeps silent."""

    text_mean: Tensor  # (text dimensions,)
    text_deviation: Tensor  # (text dimensions,)

    def __init__(self, config: SelfMMConfig, text_encoder: TextEncoder) -> None:
        super().__init__()
        self.config = config
        self.text_encoder = text_encoder
        # a frozen encoder's vectors lie in a narrow cone; the training split's mean and deviation spread them out
        self.register_buffer("text_mean", torch.zeros(config.text_dimensions))
        self.register_buffer("text_deviation", torch.ones(config.text_dimensions))
        self.sequences = nn.ModuleDict({"audio": _encoder(config.audio), "vision": _encoder(config.vision)})
        widths = {"text": config.text_dimensions, "audio": config.audio.out, "vision": config.vision.out}
        self.heads = nn.ModuleDict(
            {
                FUSION: Head(sum(widths.values()), config.fusion_head),
                "text": Head(widths["text"], config.text_head),
                "audio": Head(widths["audio"], config.audio_head),
                "vision": Head(widths["vision"], config.vision_head),
            }
        )

    def forward(self, batch: Batch) -> Outputs:
        """One value a sample and task, on the centred label's scale."""
        encoded = {Modality.TEXT: self._read(batch)}
        encoded |= {modality: self.sequences[modality](batch.sequences[modality]) for modality in batch.sequences}
        masked = {modality: vector * batch.present[modality][:, None] for modality, vector in encoded.items()}
        inputs: dict[str, Tensor] = {FUSION: torch.cat([masked[modality] for modality in Modality], dim=-1)}
        inputs.update({modality.value: vector for modality, vector in masked.items()})
        pairs = {task: self.heads[task](inputs[task]) for task in TASKS}
        return Outputs(
            values={task: value for task, (value, _) in pairs.items()},
            features={task: feature for task, (_, feature) in pairs.items()},
            present={
                FUSION: torch.stack(list(batch.present.values())).any(dim=0),
                **{modality.value: there for modality, there in batch.present.items()},
            },
        )

    def fit_text(self, vectors: Tensor) -> None:
        """Learn the mean and deviation of the training split's text vectors (texts, dimensions)."""
        self.text_mean = vectors.mean(dim=0)
        self.text_deviation = vectors.std(dim=0).clamp(min=_SMALLEST_DEVIATION)

    def _read(self, batch: Batch) -> Tensor:
        vectors = self.text_encoder(batch.tokens) if batch.text_vectors is None else batch.text_vectors
        return (vectors - self.text_mean) / self.text_deviation


def _encoder(config: SequenceConfig) -> SequenceEncoder:
    return SequenceEncoder(
        config.dimensions, config.hidden, config.out, layers=config.layers, dropout=config.dropout, pool=config.pool
    )
