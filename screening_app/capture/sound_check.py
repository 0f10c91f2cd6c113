"""A few seconds of sound in memory, to be judged and played back before an interview; nothing of it is kept."""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from screening_app.capture.clock import SAMPLE_RATE
from screening_app.capture.microphone import decibels

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from selfmm.stored_file import StoredFile

SECONDS = 5.0  # of one check

SILENT, QUIET, GOOD, LOUD, NOISY = "silent", "quiet", "good", "loud", "noisy"

_BLOCK = SAMPLE_RATE // 20
_MOST_SAMPLES = round(2 * SECONDS * SAMPLE_RATE)  # should nobody come to fetch it
# Our own choices; the distance and the share are those from which on a session's quality is warned of.
_HEARD, _QUIETEST, _LOUDEST = -55.0, -42.0, -9.0  # dBFS of the loud tenth
_CLEAR = 10.0  # dB between loud and quiet parts
_CLIPPED, _CLIPPED_SHARE = 32_700, 0.01


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a few seconds of speech sound: a code of this module, and the level in dBFS of speech and of its pauses."""

    code: str
    level: float
    noise: float


class SoundSample:
    """Collects what a microphone delivers between `begin` and `end`; safe from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._blocks: list[NDArray[np.int16]] | None = None
        self._count = 0

    @property
    def seconds(self) -> float:
        """How much has been collected."""
        return self._count / SAMPLE_RATE

    def begin(self) -> None:
        """Collect from now on; what was collected before goes."""
        with self._lock:
            self._blocks, self._count = [], 0

    def push(self, samples: NDArray[np.int16]) -> None:
        """Take the next (samples,) at 16 kHz, if anybody wants them."""
        with self._lock:
            if self._blocks is not None and self._count < _MOST_SAMPLES:
                self._blocks.append(samples.copy())
                self._count += len(samples)

    def end(self) -> NDArray[np.int16]:
        """What was collected, (samples,) at 16 kHz; it is forgotten here."""
        import numpy as np

        with self._lock:
            blocks, self._blocks, self._count = self._blocks or [], None, 0
        return np.concatenate(blocks) if blocks else np.zeros(0, np.int16)


def judge(samples: NDArray[np.int16]) -> Verdict:
    """How speech in (samples,) at 16 kHz sounds: its loud tenth against its quiet tenth, in blocks of 50 ms."""
    import numpy as np

    blocks = samples[: len(samples) // _BLOCK * _BLOCK].reshape(-1, _BLOCK).astype(np.float64)
    if not len(blocks):
        return Verdict(SILENT, decibels(0), decibels(0))
    amplitudes = np.sqrt(np.square(blocks).mean(axis=1))
    noise, level = (decibels(float(amplitude)) for amplitude in np.quantile(amplitudes, (0.1, 0.9)))
    clipped = float(np.mean(np.abs(samples.astype(np.int32)) >= _CLIPPED))
    return Verdict(_code(level, noise, clipped), level, noise)


def _code(level: float, noise: float, clipped: float) -> str:
    if level < _HEARD:
        return SILENT
    if level > _LOUDEST or clipped > _CLIPPED_SHARE:
        return LOUD
    if level - noise < _CLEAR:
        return NOISY
    return QUIET if level < _QUIETEST else GOOD


def write_sound(target: StoredFile, samples: NDArray[np.int16]) -> None:
    """Write (samples,) at 16 kHz as a WAV file. Raises OSError."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
        file.writeframes(samples.astype("<i2").tobytes())
    target.write_whole(content.getvalue())
