"""Voice activity as a listener, for those who read a recording once and hear several things in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from selfmm.media import SAMPLE_RATE
from selfmm.transcription.voice_activity import WINDOW, VoiceDetector, spans_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from selfmm.transcription.voice_activity import Span


class SpeechListener:
    """Hears where somebody speaks in one recording."""

    def __init__(self, pause_seconds: float) -> None:
        """Pauses shorter than `pause_seconds` stay inside a span."""
        self._pause_seconds = pause_seconds
        self._detector = VoiceDetector()
        self._kept = np.zeros(0, np.float32)
        self._probabilities: list[float] = []
        self._samples = 0

    def feed(self, samples: NDArray[np.float32]) -> None:
        """The next samples (samples,) at 16 kHz, as many as there are."""
        self._samples += len(samples)
        sound = np.concatenate([self._kept, samples])
        whole = len(sound) // WINDOW * WINDOW
        self._kept = sound[whole:]
        if whole:
            self._probabilities += self._detector.probabilities(sound[:whole]).tolist()

    def spans(self) -> tuple[Span, ...]:
        """Where somebody spoke, in seconds, in the order of time and without overlap; nothing may be fed after it."""
        if len(self._kept):
            self._probabilities += self._detector.probabilities(self._kept).tolist()
        seconds = self._samples / SAMPLE_RATE
        return tuple(spans_of(self._probabilities, seconds, pause_seconds=self._pause_seconds))
