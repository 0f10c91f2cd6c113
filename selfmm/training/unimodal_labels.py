"""Self-MM's own idea: labels for each modality, made from where its features lie between two class centres.

Both generators compare the distances Dp and Dn of a sample's feature F to the centres of the positive and of the
negative samples (AAAI 2021, section 3.4, as in the program behind its tables):

- "published": alpha = (Dn - Dp) / (Dp + 1e-8), and the new label is the mean of y_m * alpha_s / (alpha_m + 1e-8) and
  y_m + alpha_s - alpha_m. It is unbounded on one side and its ratio has a pole where alpha_m is zero.
- "bounded", ours: alpha = (Dn - Dp) / (Dn + Dp), in [-1, 1] and symmetric, and the difference alone:
  y_m + (alpha_s - alpha_m) * H / 2.

Either is clamped to [-H, H]. A side that is empty gives no centre, and then the label stays what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from selfmm.model.base import FUSION, TASKS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from torch import Tensor

_SMALL = 1e-8


def published_lean(to_above: Tensor, to_below: Tensor) -> Tensor:
    """The published alpha of the distances to both centres; any shape."""
    return (to_below - to_above) / (to_above + _SMALL)


def published_label(fusion_label: Tensor, lean: Tensor, fusion_lean: Tensor, label_range: float) -> Tensor:
    """The mean of the published ratio and difference; (batch, 1) labels and leans, (batch, 3) `lean`."""
    ratio = fusion_label * lean / (fusion_lean + _SMALL)
    return ((ratio + fusion_label + lean - fusion_lean) / 2).clamp(-label_range, label_range)


def bounded_lean(to_above: Tensor, to_below: Tensor) -> Tensor:
    """Which centre is nearer, from -1 to 1."""
    return (to_below - to_above) / (to_below + to_above + _SMALL)


def bounded_label(fusion_label: Tensor, lean: Tensor, fusion_lean: Tensor, label_range: float) -> Tensor:
    """The fusion label, moved by at most H towards where the modality leans more than the fusion does."""
    return (fusion_label + (lean - fusion_lean) * label_range / 2).clamp(-label_range, label_range)


# name → lean, new label, and whether a label of exactly 0 counts as positive
GENERATORS: dict[str, tuple[Callable[..., Tensor], Callable[..., Tensor], bool]] = {
    "published": (published_lean, published_label, False),
    "bounded": (bounded_lean, bounded_label, True),
}


class LabelGenerator:
    """Features and labels of every training sample in every task's space, and the class centres as running sums.

    The published program takes the mean of all features anew for every batch, which is most of the generator's time;
    here a batch takes its old share out of the sums and puts its new one in. The features of all tasks lie side by side
    in one table, so that a handful of operations serves all four.
    """

    def __init__(
        self,
        labels: Tensor,
        widths: Mapping[str, int],
        label_range: float,
        *,
        generator: str,
        human: Mapping[str, Tensor] | None = None,
    ) -> None:
        """`labels` (samples,) are the fusion labels, from which all tasks start.

        `human` gives a unimodal task the labels that people gave it, (samples,), nan where there is none; these are
        never generated anew.
        """
        count, device = len(labels), labels.device
        self._lean, self._new_label, self._zero_is_above = GENERATORS[generator]
        self._range = label_range
        self._widths = [widths[task] for task in TASKS]
        self._task_of_column = torch.repeat_interleave(
            torch.arange(len(TASKS), device=device), torch.tensor(self._widths, device=device)
        )
        self._every_column = torch.arange(len(self._task_of_column), device=device)
        self._columns = torch.nn.functional.one_hot(self._task_of_column, len(TASKS)).to(labels.dtype)
        self._labels = labels[:, None].repeat(1, len(TASKS))  # (samples, tasks)
        self._generated = torch.zeros(count, len(TASKS), dtype=torch.bool, device=device)
        self._human = torch.zeros_like(self._generated)
        self._features = torch.zeros(count, sum(self._widths), dtype=labels.dtype, device=device)
        self._side = torch.zeros(count, len(TASKS), dtype=torch.int8, device=device)  # 1 above, -1 below, 0 in no sum
        self._sums = torch.zeros(2, sum(self._widths), dtype=torch.float64, device=device)  # above, below
        self._counts = torch.zeros(2, len(TASKS), dtype=torch.float64, device=device)
        for task, given in (human or {}).items():
            self._take_over(TASKS.index(task), given)

    def _take_over(self, column: int, given: Tensor) -> None:
        known = ~given.isnan()
        self._human[:, column] = known
        self._labels[known, column] = given[known]

    @property
    def labels(self) -> dict[str, Tensor]:
        """Task → the label of every sample as it is now, (samples,)."""
        return {task: self._labels[:, column] for column, task in enumerate(TASKS)}

    @property
    def by_people(self) -> dict[str, Tensor]:
        """Task → where the label was given by people, (samples,) bool."""
        return {task: self._human[:, column] for column, task in enumerate(TASKS)}

    def generated(self, task: str) -> Tensor:
        """(samples,) bool: whose label of this task was generated at least once."""
        return self._generated[:, TASKS.index(task)]

    def remember(self, rows: Tensor, features: Mapping[str, Tensor], present: Mapping[str, Tensor]) -> None:
        """Keep the features F of the samples `rows` (batch,) where they have the modality, and mend the centres.

        `features` are (batch, width) a task, `present` (batch,) bool.
        """
        there = _side_by_side(present)
        fresh = torch.cat([features[task] for task in TASKS], dim=1)
        old, old_side = self._features[rows], self._side[rows]
        new_side = torch.where(there, self._sides(self._labels[rows]), old_side)
        new = torch.where(there[:, self._task_of_column], fresh, old)
        # the old share leaves the sums as the new one enters them
        weights = torch.cat([_weights(new_side), -_weights(old_side)], dim=1)  # (2, 2 batch, tasks)
        self._counts += weights.sum(dim=1)
        shares = weights.transpose(1, 2) @ torch.cat([new, old]).to(torch.float64)  # (2, tasks, columns)
        self._sums += shares[:, self._task_of_column, self._every_column]
        self._features[rows] = new
        self._side[rows] = new_side

    def update(self, rows: Tensor, features: Mapping[str, Tensor], present: Mapping[str, Tensor], epoch: int) -> None:
        """Move the unimodal labels of `rows` (batch,) towards new ones; `epoch` counts from 1.

        y_s = (n - 1) / (n + 1) * y_s + 2 / (n + 1) * y_new, with n the epoch: a running mean that weighs late
        epochs more.
        """
        known = self._counts.gt(0).all(dim=0)
        if not known[0]:
            return
        to_above, to_below = self._distances(torch.cat([features[task] for task in TASKS], dim=1))
        lean = self._lean(to_above, to_below)
        old = self._labels[rows]
        fresh = self._new_label(old[:, :1], lean[:, 1:], lean[:, :1], self._range)
        moved = (epoch - 1) / (epoch + 1) * old[:, 1:] + 2 / (epoch + 1) * fresh
        which = _side_by_side(present)[:, 1:] & known[1:] & ~self._human[rows, 1:]
        self._labels[rows, 1:] = torch.where(which, moved, old[:, 1:])
        self._generated[rows, 1:] |= which

    def state(self) -> dict[str, Tensor]:
        """All that has to be kept to go on after a stop."""
        return {
            "labels": self._labels,
            "generated": self._generated,
            "features": self._features,
            "side": self._side,
            "sums": self._sums,
            "counts": self._counts,
        }

    def restore(self, state: Mapping[str, Tensor]) -> None:
        """Take over what `state` gave before the stop."""
        for name, value in self.state().items():
            value.copy_(state[name])

    def _sides(self, labels: Tensor) -> Tensor:
        above = labels >= 0 if self._zero_is_above else labels > 0
        return above.to(torch.int8) - (labels < 0).to(torch.int8)

    def _distances(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Euclidean distances of `features` (batch, columns) to both centres: (batch, tasks) each."""
        # a side that is empty has no centre; whoever asks leaves its task out
        centres = (self._sums / self._counts.clamp(min=1)[:, self._task_of_column]).to(features.dtype)
        squares = (features - centres[:, None]).square() @ self._columns  # (2, batch, tasks)
        above, below = squares.sqrt()
        return above, below


def _weights(side: Tensor) -> Tensor:
    """(2, batch, tasks): 1 where a sample counts for the centre above, and for the one below."""
    return torch.stack([side > 0, side < 0]).to(torch.float64)


def _side_by_side(present: Mapping[str, Tensor]) -> Tensor:
    return torch.stack([present[task] for task in TASKS], dim=1)


assert TASKS[0] == FUSION  # the first column is the fusion's everywhere above
