"""What a player finds in a recorded file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Contents:
    """A file as a player sees it."""

    samples: NDArray[np.int16]
    rate: int
    picture_times: list[float]
    brightness: list[float]  # of each picture, 0–255
    size: tuple[int, int]

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate if self.rate else 0.0

    def loudest_frequency(self) -> float:
        spectrum = np.abs(np.fft.rfft(self.samples * np.hanning(len(self.samples))))
        return float(spectrum.argmax() * self.rate / len(self.samples))


def contents_of(path: Path) -> Contents:
    import av

    samples, times, brightness = [np.empty(0, np.int16)], [], []
    rate, size = 0, (0, 0)
    with av.open(str(path)) as container:
        for frame in container.decode():
            if isinstance(frame, av.AudioFrame):
                samples.append(frame.to_ndarray().reshape(-1))
                rate = frame.sample_rate
            else:
                times.append(float(frame.time))
                brightness.append(float(frame.to_ndarray(format="gray8").mean()))
                size = (frame.width, frame.height)
    return Contents(np.concatenate(samples), rate, times, brightness, size)
