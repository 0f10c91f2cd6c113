"""What a training step makes small: the fusion's error and the weighted errors of the unimodal heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch.nn.functional import smooth_l1_loss

from selfmm.model.base import FUSION, TASKS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

    from selfmm.model.base import Outputs
    from selfmm.training.config import TrainConfig
    from selfmm.training.unimodal_labels import LabelGenerator


def unimodal_weights(generator: LabelGenerator, rows: Tensor, config: TrainConfig) -> dict[str, Tensor]:
    """Task → the weight of each sample's error, (batch,).

    tanh|y_s - y_m| as published (AAAI 2021, equation 13): the further the generated label is from the fusion's, the
    more it counts. Until a label is generated it equals the fusion's and that weight is 0, so that the first labels
    would come from untrained projections: a small constant stands in for it.
    """
    weights = {}
    for task in TASKS[1:]:
        apart = (generator.labels[task][rows] - generator.labels[FUSION][rows]).abs()
        weight = torch.where(generator.generated(task)[rows], torch.tanh(apart), config.warm_up_weight)
        weights[task] = torch.where(generator.by_people[task][rows], config.human_label_weight, weight)
    return weights


def multitask_loss(
    outputs: Outputs,
    labels: Mapping[str, Tensor],
    weights: Mapping[str, Tensor],
    counts: Mapping[str, float],
    penalty_share: float = 1.0,
    *,
    smooth: float = 0.0,
) -> Tensor:
    """Mean absolute error of the fusion, plus each unimodal head's weighted one, plus the model's own penalty.

    Errors below `smooth` count by their square (Huber, Ann Math Statist 1964;35:73, scaled so that larger ones keep
    their size); at 0, as published, none does.

    `labels` and `weights` are (batch,) a task; `counts` says over how many samples the mean goes, which is more than
    are in `outputs` where a batch is shared by several processes. A task that no sample has adds 0, not nothing: its
    gradients are zeros then, since DistributedDataParallel waits for those of every head that was asked.
    """

    def error_of(task: str) -> Tensor:
        return smooth_l1_loss(outputs.values[task], labels[task], reduction="none", beta=smooth)

    error = error_of(FUSION) * outputs.present[FUSION]
    loss = error.sum() / (counts[FUSION] or 1.0)
    for task in outputs.values:
        if task == FUSION:
            continue
        error = torch.where(outputs.present[task], weights[task] * error_of(task), 0.0)
        loss = loss + error.sum() / (counts[task] or 1.0)
    return loss if outputs.penalty is None else loss + penalty_share * outputs.penalty
