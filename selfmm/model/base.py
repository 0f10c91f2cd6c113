"""What every model of this library shares: its inputs' shape, what it says, and how the trainer meets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import torch
from torch import nn

from selfmm.types import Modality

if TYPE_CHECKING:
    from torch import Tensor

    from selfmm.data.batches import Batch
    from selfmm.model.text_encoders import TextEncoder

FUSION = "fusion"
TASKS = (FUSION, *(modality.value for modality in Modality))


@dataclass(frozen=True, slots=True)
class TextConfig:
    """Which text encoder reads the words, and how its states become one vector."""

    encoder: str  # a name in TEXT_ENCODERS, a folder, or a name at the hub
    dimensions: int
    pooling: str = "mean"  # "mean" of all tokens, or "first"
    unit_length: bool = False  # whether the vector is brought to length 1
    tuned_layers: int = 0  # this many of the upper layers learn with the rest; 0: the encoder stays frozen
    tuned_embeddings: bool = False  # words, positions, types; only where all layers learn
    case: str = "as_is"  # how capitals are read: a name in LETTER_CASES
    context_words: int = 0  # words, or Chinese characters, of the neighbouring clips that are read on each side


@dataclass(frozen=True, slots=True, eq=False)
class Outputs:
    """What a model says of each sample; `present` is False where a task had nothing to look at.

    A model without unimodal heads has the task "fusion" alone and no features.
    """

    values: dict[str, Tensor]  # task → (batch,), on the centred label's scale
    features: dict[str, Tensor]  # task → F, (batch, width)
    present: dict[str, Tensor]  # task → (batch,) bool
    penalty: Tensor | None = None  # (); what a model adds to the loss by itself, as MISA does


class ModelConfig(Protocol):
    """What the trainer and the bundle ask of every model's configuration, a frozen dataclass of plain values."""

    @property
    def text(self) -> TextConfig:
        """How words are read."""

    @property
    def audio_dimensions(self) -> int:
        """Numbers a frame of sound; 0 where the data have none."""

    @property
    def vision_dimensions(self) -> int:
        """Numbers a frame of face; 0 where the data have none."""

    @property
    def modalities(self) -> tuple[Modality, ...]:
        """What the model is shown; other modalities count as missing."""


class MultimodalModel(nn.Module):
    """A network that takes a `Batch` and gives `Outputs`.

    Parameters of the text encoder are named `text_encoder.…`, those that read one modality's sequence
    `sequences.<modality>.…`; by these names the trainer finds each group's learning rate.
    """

    reads_states: ClassVar[bool] = False  # whether it wants every token's state (`Batch.text_states`), not one vector
    text_mean: Tensor  # (text dimensions,)
    text_deviation: Tensor  # (text dimensions,)

    def __init__(self, config: Any, text_encoder: TextEncoder) -> None:
        super().__init__()
        self.config = config
        self.text_encoder = text_encoder
        # a frozen encoder's vectors lie in a narrow cone; the training split's mean and deviation spread them out
        self.register_buffer("text_mean", torch.zeros(config.text.dimensions))
        self.register_buffer("text_deviation", torch.ones(config.text.dimensions))

    @property
    def feature_widths(self) -> dict[str, int]:
        """Task → width of its feature F, which Self-MM's label generator works on; empty without unimodal heads."""
        return {}

    def fit_text(self, mean: Tensor, deviation: Tensor) -> None:
        """Take over the mean and deviation (text dimensions,) of the training split's text vectors or states."""
        self.text_mean.copy_(mean)
        self.text_deviation.copy_(deviation)

    def read_text(self, batch: Batch) -> Tensor:
        """One vector a text, (batch, text dimensions), zero where there is no text."""
        vectors = self.text_encoder(batch.tokens) if batch.text_vectors is None else batch.text_vectors
        return ((vectors - self.text_mean) / self.text_deviation) * batch.present[Modality.TEXT][:, None]

    def read_states(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Every token's state (batch, length, text dimensions), zero where there is none, and lengths (batch,)."""
        there = batch.present[Modality.TEXT]
        if batch.text_states is None:
            states, lengths = self.text_encoder.states(batch.tokens), batch.tokens.mask.sum(dim=1)
        else:
            states, lengths = batch.text_states.values, batch.text_states.lengths
        lengths = lengths * there
        mask = torch.arange(states.shape[1], device=states.device) < lengths[:, None]
        return ((states - self.text_mean) / self.text_deviation) * mask[:, :, None], lengths


def any_present(batch: Batch) -> Tensor:
    """(batch,) bool: where at least one modality is there."""
    return torch.stack(list(batch.present.values())).any(dim=0)


def fusion_only(values: Tensor, batch: Batch, penalty: Tensor | None = None) -> Outputs:
    """The outputs of a model without unimodal heads; `values` (batch,)."""
    return Outputs({FUSION: values}, {}, {FUSION: any_present(batch)}, penalty)


def own_weights(model: MultimodalModel) -> dict[str, Tensor]:
    """What was learnt here: all but what is frozen in the text encoder."""
    learning = {name for name, parameter in model.named_parameters() if parameter.requires_grad}
    return {
        name: value
        for name, value in model.state_dict().items()
        if name in learning or not name.startswith("text_encoder.")
    }
