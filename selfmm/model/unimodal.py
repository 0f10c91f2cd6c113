"""One modality alone: what a branch of Self-MM says that learns from the fusion's label and never meets the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from torch import nn

from selfmm.model.base import FUSION, MultimodalModel, Outputs, TextConfig
from selfmm.model.sequence_encoder import SequenceEncoder
from selfmm.model.subnets import Regressor, frame_width, read_frames
from selfmm.types import Modality

if TYPE_CHECKING:
    from torch import Tensor

    from selfmm.data.batches import Batch
    from selfmm.model.text_encoders import TextEncoder


@dataclass(frozen=True, slots=True)
class TextOnlyConfig:
    """The layers after the text encoder."""

    text: TextConfig
    audio_dimensions: int  # told to every model; this one has no use for it
    vision_dimensions: int  # likewise
    width: int = 32
    dropout: float = 0.1
    modalities: tuple[Modality, ...] = (Modality.TEXT,)


@dataclass(frozen=True, slots=True)
class AudioOnlyConfig:
    """The sequence encoder and the layers after it."""

    text: TextConfig  # of the encoder that every model carries; this one does not read with it
    audio_dimensions: int  # of each frame
    vision_dimensions: int  # of each frame
    hidden: int = 16
    out: int = 16
    layers: int = 1
    pool: int = 1  # frames that are averaged into one step of the LSTM
    width: int = 16
    dropout: float = 0.1
    modalities: tuple[Modality, ...] = (Modality.AUDIO,)


@dataclass(frozen=True, slots=True)
class VisionOnlyConfig(AudioOnlyConfig):
    """The same of the face."""

    modalities: tuple[Modality, ...] = (Modality.VISION,)


def _outputs(values: Tensor, there: Tensor) -> Outputs:
    return Outputs({FUSION: values}, {}, {FUSION: there})


class TextOnly(MultimodalModel):
    """Text encoder → dropout → linear → ReLU → linear → ReLU → linear to one number."""

    def __init__(self, config: TextOnlyConfig, text_encoder: TextEncoder) -> None:
        super().__init__(config, text_encoder)
        self.head = Regressor(config.text.dimensions, config.width, config.dropout)

    def forward(self, batch: Batch) -> Outputs:
        """One value a sample, (batch,), present where there is text."""
        return _outputs(self.head(self.read_text(batch)), batch.present[Modality.TEXT])


class _SequenceOnly(MultimodalModel):
    """LSTM over the frames → dropout → linear → ReLU → linear → ReLU → linear to one number."""

    modality: ClassVar[Modality]

    def __init__(self, config: AudioOnlyConfig, text_encoder: TextEncoder) -> None:
        super().__init__(config, text_encoder)
        width = frame_width(getattr(config, f"{self.modality}_dimensions"))
        encoder = SequenceEncoder(width, config.hidden, config.out, layers=config.layers, dropout=0.0, pool=config.pool)
        self.sequences = nn.ModuleDict({self.modality: encoder})
        self.head = Regressor(config.out, config.width, config.dropout)

    def forward(self, batch: Batch) -> Outputs:
        """One value a sample, (batch,), present where there are frames."""
        sequence = read_frames(batch, self.modality)
        there = sequence.lengths > 0
        return _outputs(self.head(self.sequences[self.modality](sequence) * there[:, None]), there)


class AudioOnly(_SequenceOnly):
    """The sound alone."""

    modality = Modality.AUDIO


class VisionOnly(_SequenceOnly):
    """The face alone."""

    modality = Modality.VISION
