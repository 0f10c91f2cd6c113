"""Feature means and deviations, learnt from the training split and stored with the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from selfmm.types import Modality

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from selfmm.types import Sample

SEQUENCES = (Modality.AUDIO, Modality.VISION)

_LIMIT = 5.0  # deviations; a dead microphone or a glitch must not reach the network as a huge number
_SMALLEST_DEVIATION = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Normaliser:
    """Mean and deviation of each dimension of each modality: arrays of (dimensions,)."""

    means: dict[Modality, NDArray[np.float32]]
    deviations: dict[Modality, NDArray[np.float32]]

    def apply(self, modality: Modality, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """(frames, dimensions) in deviations from the mean, clipped to ±5; not-a-number becomes the mean, 0."""
        with np.errstate(invalid="ignore"):
            scaled = (values - self.means[modality]) / self.deviations[modality]
            kept: NDArray[np.float32] = np.clip(scaled, -_LIMIT, _LIMIT).astype(np.float32, copy=False)
        kept[np.isnan(kept)] = 0.0
        return kept


class AsItIs(Normaliser):
    """Leaves features that were normalised before as they are."""

    def apply(self, modality: Modality, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """The very same values (frames, dimensions)."""
        return values


def fit_normaliser(samples: Sequence[Sample], dimensions: Mapping[Modality, int]) -> Normaliser:
    """Learn from all finite frames of `samples`, one sample at a time, so that memory stays flat.

    Mean 0 and deviation 1 for a modality that none of them has.
    """
    means, deviations = {}, {}
    for modality, width in dimensions.items():
        count, total, squares = 0, np.zeros(width), np.zeros(width)
        for sample in samples:
            if (sequence := getattr(sample, modality)) is not None:
                frames = sequence.values.astype(np.float64)
                frames = frames[np.isfinite(frames).all(axis=1)]
                count, total, squares = (
                    count + len(frames),
                    total + frames.sum(axis=0),
                    squares + (frames**2).sum(axis=0),
                )
        mean = total / max(1, count)
        spread = np.sqrt(np.maximum(squares / count - mean**2, 0.0)) if count else np.ones(width)
        means[modality] = mean.astype(np.float32)
        deviations[modality] = np.maximum(spread, _SMALLEST_DEVIATION).astype(np.float32)
    return Normaliser(means, deviations)
