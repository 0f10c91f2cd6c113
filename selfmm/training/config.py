"""Every choice of a training run that is not the network's shape."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from selfmm.errors import SelfMMError, UnknownChoiceError

OPTIMISERS = ("adam", "adamw")
SCHEDULES = ("constant", "linear")
GENERATORS = ("published", "bounded")


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """How to train; the defaults suit a few hundred answers and a frozen text encoder."""

    seed: int = 1111
    epochs: int = 40  # at most
    patience: int = 8  # epochs without a better validation loss before it stops (as published)
    batch_size: int = 16
    accumulate: int = 1  # batches whose gradients make one step
    optimiser: str = "adamw"
    learning_rate_text: float = 5e-5  # of the text encoder's tuned layers
    learning_rate_audio: float = 3e-4
    learning_rate_vision: float = 3e-4
    learning_rate_other: float = 3e-4  # heads and fusion
    weight_decay_text: float = 0.01
    weight_decay_audio: float = 0.3
    weight_decay_vision: float = 0.3
    weight_decay_other: float = 0.3
    schedule: str = "constant"  # or "linear": rises over the warm-up, then falls to zero at the last epoch
    warm_up_share: float = 0.0  # of all steps, in which the learning rates rise from zero
    gradient_norm: float = 1.0  # at most; 0: gradients are not clipped
    average_weights: float = 0.0  # decay of a moving average of the weights, which is what is kept; 0: no average
    averaged_runs: int = 1  # that begin alike and see the samples in other orders; the mean of their weights is kept
    smooth_error: float = 0.0  # errors below this share of H count by their square; 0: all by their size, as published
    generator: str = "bounded"  # of unimodal labels
    warm_up_epochs: int = 2  # before the first labels are generated
    warm_up_weight: float = 0.1  # of a unimodal error until its label is generated for the first time
    human_label_weight: float = 0.5  # of a unimodal error where people gave the label; 0: theirs are not used
    modality_dropout: float = 0.0  # chance that a modality is hidden from a sample which has another one

    def __post_init__(self) -> None:
        """Refuse what cannot be trained with. Raises SelfMMError."""
        for what, choice, known in (
            ("optimiser", self.optimiser, OPTIMISERS),
            ("schedule", self.schedule, SCHEDULES),
            ("label generator", self.generator, GENERATORS),
        ):
            if choice not in known:
                raise UnknownChoiceError(what, choice, known)
        for name in ("epochs", "patience", "batch_size", "accumulate", "averaged_runs"):
            if getattr(self, name) < 1:
                raise SelfMMError("{name} must be 1 or more. Change it and try again.", name=f"train.{name}")
        for name in ("warm_up_share", "average_weights", "modality_dropout", "smooth_error"):
            if not 0 <= getattr(self, name) < 1:
                raise SelfMMError(
                    "{name} must be from 0 to less than 1. Change it and try again.", name=f"train.{name}"
                )
        for field in fields(self):
            value = getattr(self, field.name)
            if not isinstance(value, str) and not (math.isfinite(value) and value >= 0):
                raise SelfMMError(
                    "{name} must be a number that is 0 or more. Change it and try again.", name=f"train.{field.name}"
                )
