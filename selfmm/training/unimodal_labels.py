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

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import torch

from selfmm.model.base import FUSION, TASKS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray
    from torch import Tensor

    Floats = NDArray[np.floating]

Array = TypeVar("Array", "Tensor", "Floats")

_SMALL = 1e-8


def published_lean(to_above: Array, to_below: Array) -> Array:
    """The published alpha of the distances to both centres; any shape."""
    return (to_below - to_above) / (to_above + _SMALL)


def published_label(fusion_label: Array, lean: Array, fusion_lean: Array, label_range: float) -> Array:
    """The mean of the published ratio and difference; (batch, 1) labels and leans, (batch, 3) `lean`."""
    ratio = fusion_label * lean / (fusion_lean + _SMALL)
    return ((ratio + fusion_label + lean - fusion_lean) / 2).clip(-label_range, label_range)


def bounded_lean(to_above: Array, to_below: Array) -> Array:
    """Which centre is nearer, from -1 to 1."""
    return (to_below - to_above) / (to_below + to_above + _SMALL)


def bounded_label(fusion_label: Array, lean: Array, fusion_lean: Array, label_range: float) -> Array:
    """The fusion label, moved by at most H towards where the modality leans more than the fusion does."""
    return (fusion_label + (lean - fusion_lean) * label_range / 2).clip(-label_range, label_range)


# name → lean, new label, and whether a label of exactly 0 counts as positive
GENERATORS: dict[str, tuple[Callable[..., Floats], Callable[..., Floats], bool]] = {
    "published": (published_lean, published_label, False),
    "bounded": (bounded_lean, bounded_label, True),
}


class LabelGenerator:
    """Features and labels of every training sample in every task's space, and the class centres as running sums.

    The published program takes the mean of all features anew for every batch, which is most of the generator's time;
    here a batch takes its old share out of the sums and puts its new one in. The features of all tasks lie side by side
    in one table, so that a handful of operations serves all four. It works on the processor whatever device the network
    is on: on arrays this small NumPy is done before another library has begun.
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
        count, tasks, columns = len(labels), len(TASKS), sum(widths.values())
        self._device = labels.device
        self._lean, self._new_label, self._zero_is_above = GENERATORS[generator]
        self._range = label_range
        self._labels: Floats = labels.cpu().numpy()[:, None].repeat(tasks, axis=1)  # (samples, tasks)
        self._generated = np.zeros((count, tasks), np.bool_)
        self._human = np.zeros_like(self._generated)
        # features, and a column of ones behind them by which the sums count their samples
        self._features = np.zeros((count, columns + 1), self._labels.dtype)
        # 1 where a sample counts for its task's centre above (first all tasks), and for the one below (then all tasks)
        self._members = np.zeros((count, 2 * tasks))
        # of all features over the members; of them only a task's own columns are wanted, but all are faster made
        self._all_sums = np.zeros((2 * tasks, columns + 1))
        self._task_of_column = np.repeat(np.arange(tasks), [widths[task] for task in TASKS])
        self._columns = np.eye(tasks, dtype=self._labels.dtype)[self._task_of_column]
        row_of_column = np.concatenate([self._task_of_column, self._task_of_column + tasks])
        self._own = row_of_column * (columns + 1) + np.tile(np.arange(columns), 2)
        for task, given in (human or {}).items():
            self._take_over(TASKS.index(task), given.cpu().numpy())

    def _take_over(self, column: int, given: Floats) -> None:
        known = ~np.isnan(given)
        self._human[:, column] = known
        self._labels[known, column] = given[known]

    @property
    def labels(self) -> dict[str, Tensor]:
        """Task → the label of every sample as it is now, (samples,)."""
        return {task: self._told(self._labels, task) for task in TASKS}

    @property
    def by_people(self) -> dict[str, Tensor]:
        """Task → where the label was given by people, (samples,) bool."""
        return {task: self._told(self._human, task) for task in TASKS}

    def generated(self, task: str) -> Tensor:
        """(samples,) bool: whose label of this task was generated at least once."""
        return self._told(self._generated, task)

    @property
    def sums(self) -> Floats:
        """(2, columns): of the features of each task's samples above, and below."""
        return self._all_sums.take(self._own).reshape(2, -1)

    @property
    def counts(self) -> Floats:
        """(2, tasks): how many samples the sums are of."""
        return self._all_sums[:, -1].reshape(2, -1)

    def remember(self, rows: Tensor, features: Mapping[str, Tensor], present: Mapping[str, Tensor]) -> None:
        """Keep the features F of the samples `rows` (batch,) where they have the modality, and mend the centres.

        `features` are (batch, width) a task, `present` (batch,) bool.
        """
        index, there = rows.cpu().numpy(), _side_by_side(present)
        old, old_members = self._features.take(index, 0), self._members.take(index, 0)
        new = np.empty_like(old)
        new[:, :-1] = _side_by_side(features)
        new[:, -1] = 1
        members = self._sides(self._labels.take(index, 0))
        if not there.all():
            new[:, :-1] = np.where(there[:, self._task_of_column], new[:, :-1], old[:, :-1])
            members = np.where(np.tile(there, 2), members, old_members)
        # the old share leaves the sums as the new one enters them
        self._all_sums += members.T @ new - old_members.T @ old
        self._features[index] = new
        self._members[index] = members

    def update(self, rows: Tensor, features: Mapping[str, Tensor], present: Mapping[str, Tensor], epoch: int) -> None:
        """Move the unimodal labels of `rows` (batch,) towards new ones; `epoch` counts from 1.

        y_s = (n - 1) / (n + 1) * y_s + 2 / (n + 1) * y_new, with n the epoch: a running mean that weighs late
        epochs more.
        """
        known: NDArray[np.bool_] = np.all(self.counts > 0, axis=0)
        if not known[0]:
            return
        index = rows.cpu().numpy()
        lean = self._lean(*self._distances(_side_by_side(features)))
        labels, generated = self._labels.take(index, 0), self._generated.take(index, 0)
        old = labels[:, 1:]
        fresh = self._new_label(labels[:, :1], lean[:, 1:], lean[:, :1], self._range)
        moved = (epoch - 1) / (epoch + 1) * old + 2 / (epoch + 1) * fresh
        which = _side_by_side(present)[:, 1:] & known[1:] & ~self._human.take(index, 0)[:, 1:]
        labels[:, 1:] = np.where(which, moved, old)
        generated[:, 1:] |= which
        self._labels[index] = labels
        self._generated[index] = generated

    def state(self) -> dict[str, Tensor]:
        """All that has to be kept to go on after a stop."""
        kept = {
            "labels": self._labels,
            "generated": self._generated,
            "features": self._features,
            "members": self._members,
            "sums": self._all_sums,
        }
        return {name: torch.from_numpy(array) for name, array in kept.items()}

    def restore(self, state: Mapping[str, Tensor]) -> None:
        """Take over what `state` gave before the stop."""
        for name, value in self.state().items():
            value.copy_(state[name])

    def _told(self, table: NDArray[np.generic], task: str) -> Tensor:
        """A task's column of a table, on the device of the network."""
        return torch.from_numpy(table[:, TASKS.index(task)]).to(self._device)

    def _sides(self, labels: Floats) -> Floats:
        """Labels (batch, tasks) → members (batch, 2 tasks): above, below."""
        above = labels >= 0 if self._zero_is_above else labels > 0
        return np.concatenate([above, labels < 0], axis=1).astype(np.float64)

    def _distances(self, features: Floats) -> Floats:
        """Euclidean distances of `features` (batch, columns) to both centres, (2, batch, tasks): above, below."""
        # a side that is empty has no centre; whoever asks leaves its task out
        means = self._all_sums / np.maximum(self._all_sums[:, -1:], 1)
        centres = means.take(self._own).reshape(2, 1, -1).astype(features.dtype)
        squares = np.square(features - centres).reshape(2 * len(features), -1)
        return np.sqrt(squares @ self._columns).reshape(2, len(features), -1)


def _side_by_side(values: Mapping[str, Tensor]) -> NDArray[Any]:
    """What there is of each task, (batch,) or (batch, width), as one table."""
    columns = [values[task] for task in TASKS]
    table = torch.stack(columns, dim=1) if columns[0].ndim == 1 else torch.cat(columns, dim=1)
    return table.cpu().numpy()


assert TASKS[0] == FUSION  # the first column is the fusion's everywhere above
