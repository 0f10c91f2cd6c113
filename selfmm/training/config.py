"""Every choice of a training run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """How to train; defaults suit a few hundred answers and a frozen text encoder."""

    seed: int = 1111
    epochs: int = 40  # at most
    patience: int = 8  # epochs without a better validation loss before it stops (as published)
    batch_size: int = 16
    learning_rate: float = 3e-4  # heads and sequence encoders alike: all are trained from scratch
    weight_decay: float = 0.3
    gradient_norm: float = 1.0  # at most
    warm_up_epochs: int = 2  # in which the unimodal heads learn from the fusion label at a small weight
    warm_up_weight: float = 0.1
    label_range: float = 1.0  # H: generated labels are kept in [-H, H]
