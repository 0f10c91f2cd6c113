"""Self-MM's own idea: labels for each modality, made from where its features lie between two class centres.

The published generator (AAAI 2021, section 3.4, as in the program behind its tables) uses the relative distance
alpha = (Dn - Dp) / Dp, which is unbounded on one side, and the ratio alpha_s / alpha_m, which has a pole at zero.
This one uses alpha = (Dn - Dp) / (Dn + Dp), in [-1, 1] and symmetric, and the difference alone:
y_new = y_m + (alpha_s - alpha_m) * H / 2, clamped to [-H, H]. A side that is empty gives no centre, and then the
label stays what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from selfmm.model.self_mm import FUSION, TASKS

if TYPE_CHECKING:
    from torch import Tensor

    from selfmm.model.self_mm import Outputs

_SMALL = 1e-8


class LabelGenerator:
    """The state of the generation: features and labels of every training sample in every task's space."""

    def __init__(self, labels: Tensor, widths: dict[str, int], label_range: float) -> None:
        """`labels` (samples,) are the fusion labels; all tasks start from them."""
        self._range = label_range
        self.labels = {task: labels.clone() for task in TASKS}
        self._features = {task: torch.zeros(len(labels), width) for task, width in widths.items()}
        self._seen = {task: torch.zeros(len(labels), dtype=torch.bool) for task in TASKS}

    def remember(self, rows: Tensor, outputs: Outputs) -> None:
        """Keep the features F of the samples `rows` (batch,), where they have the modality."""
        for task, features in outputs.features.items():
            there = outputs.present[task]
            self._features[task][rows[there]] = features.detach()[there]
            self._seen[task][rows[there]] = True

    def update(self, rows: Tensor, outputs: Outputs, epoch: int) -> None:
        """Move the unimodal labels of `rows` towards new ones; `epoch` counts from 1.

        y_s = (n - 1) / (n + 1) * y_s + 2 / (n + 1) * y_new, with n the epoch: a running mean that weighs late
        epochs more.
        """
        fusion_labels = self.labels[FUSION][rows]
        fusion_lean = self._lean(FUSION, outputs.features[FUSION].detach())
        if fusion_lean is None:
            return
        for task in TASKS[1:]:
            lean = self._lean(task, outputs.features[task].detach())
            if lean is None:
                continue
            fresh = fusion_labels + (lean - fusion_lean) * self._range / 2
            fresh = fresh.clamp(-self._range, self._range)
            old = self.labels[task][rows]
            moved = (epoch - 1) / (epoch + 1) * old + 2 / (epoch + 1) * fresh
            self.labels[task][rows] = torch.where(outputs.present[task], moved, old)

    def _lean(self, task: str, features: Tensor) -> Tensor | None:
        """Which centre each of `features` (batch, width) is nearer to: (batch,) from -1 to 1, or None without both."""
        above = self._seen[task] & (self.labels[task] >= 0)
        below = self._seen[task] & (self.labels[task] < 0)
        if not above.any() or not below.any():
            return None
        to_above = (features - self._features[task][above].mean(dim=0)).norm(dim=1)
        to_below = (features - self._features[task][below].mean(dim=0)).norm(dim=1)
        lean: Tensor = (to_below - to_above) / (to_below + to_above + _SMALL)
        return lean
