"""The optimiser with a learning rate for each part of the network, its schedule, and averaged weights."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from torch import Tensor

    from selfmm.model.base import MultimodalModel
    from selfmm.training.config import TrainConfig

_PARTS = {
    "text_encoder.": "text",
    "sequences.text.": "text",
    "sequences.audio.": "audio",
    "sequences.vision.": "vision",
}
_AVERAGE_RISE = 10  # steps over which the average opens up: its decay is at most (1 + n) / (10 + n) at step n


def create_optimiser(model: MultimodalModel, config: TrainConfig) -> torch.optim.Optimizer:
    """Groups of parameters with the learning rate and weight decay of their part of the network.

    As published for Self-MM, biases and norms of the text encoder are not decayed.
    """
    groups: dict[tuple[str, bool], list[Tensor]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            groups.setdefault((part_of(name), _is_decayed(name)), []).append(parameter)
    settings = [
        {
            "params": parameters,
            "lr": (rate := getattr(config, f"learning_rate_{part}")),
            "full_rate": rate,  # before the schedule
            "weight_decay": getattr(config, f"weight_decay_{part}") if decayed else 0.0,
        }
        for (part, decayed), parameters in groups.items()
    ]
    kind = torch.optim.Adam if config.optimiser == "adam" else torch.optim.AdamW
    # on a processor in one pass, which needs no memory beside; elsewhere PyTorch chooses
    on_processor = all(parameter.device.type == "cpu" for parameter in model.parameters())
    return kind(settings, fused=True if on_processor else None)


def part_of(name: str) -> str:
    """Which part of the network a parameter belongs to: "text", "audio", "vision" or "other"."""
    return next((part for prefix, part in _PARTS.items() if name.startswith(prefix)), "other")


def _is_decayed(name: str) -> bool:
    return not name.startswith("text_encoder.") or not (name.endswith("bias") or "LayerNorm" in name)


def learning_rate_factor(step: int, steps: int, config: TrainConfig) -> float:
    """What the learning rates are multiplied with at `step` (from 0) of `steps`."""
    warm_up = int(config.warm_up_share * steps)
    if step < warm_up:
        return (step + 1) / warm_up
    if config.schedule == "constant":
        return 1.0
    return max(0.0, (steps - step) / max(1, steps - warm_up))


class Average:
    """An exponential moving average of the weights that learn (Polyak, Juditsky, SIAM J Control Optim 1992;30:838)."""

    def __init__(self, model: MultimodalModel, decay: float) -> None:
        self._decay = decay
        self._parameters = {name: value for name, value in model.named_parameters() if value.requires_grad}
        self.weights = {name: value.detach().clone() for name, value in self._parameters.items()}

    @torch.no_grad()
    def follow(self, step: int) -> None:
        """Move towards the weights as they are after `step` (from 0)."""
        decay = min(self._decay, (1 + step) / (_AVERAGE_RISE + step))
        for name, parameter in self._parameters.items():
            self.weights[name].lerp_(parameter, 1 - decay)

    @contextmanager
    def swapped_in(self) -> Iterator[None]:
        """The network has the averaged weights for as long as this lasts."""
        self._swap()
        try:
            yield
        finally:
            self._swap()

    def restore(self, weights: Mapping[str, Tensor]) -> None:
        """Take over an average that was kept."""
        for name, value in self.weights.items():
            value.copy_(weights[name])

    @torch.no_grad()
    def _swap(self) -> None:
        for name, parameter in self._parameters.items():
            held = parameter.clone()
            parameter.copy_(self.weights[name])
            self.weights[name].copy_(held)
