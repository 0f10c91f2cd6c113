"""The mean of the weights of several runs that began alike.

Networks that were tuned from the same weights lie in one valley of the loss: the mean of their weights is a network of
the same size, as good as the mean of their predictions, with less of each run's luck (Wortsman et al., "Model soups",
ICML 2022, arXiv 2203.05482). So that what is new in them lies alike, too, all runs begin from the very same weights,
and differ in what is drawn at random while they learn: the order of the samples and the dropout.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import torch

from selfmm.training.devices import derived_seed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from torch import Tensor

    from selfmm.training.config import TrainConfig


def config_of(config: TrainConfig, number: int) -> TrainConfig:
    """How the run of this number, from 1, learns: the first with `config`'s seed, each other with one of its own.

    Each is to the bit the run that it would be alone, however many are averaged.
    """
    seed = config.seed if number == 1 else derived_seed(config.seed, number)
    return replace(config, seed=seed, averaged_runs=1)


def mean_weights(runs: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of several networks' weights, name → tensor, in single precision; what is no fraction is the first's."""

    def mean(name: str, first: Tensor) -> Tensor:
        return torch.stack([run[name].float() for run in runs]).mean(dim=0) if first.is_floating_point() else first

    return {name: mean(name, first) for name, first in runs[0].items()}
