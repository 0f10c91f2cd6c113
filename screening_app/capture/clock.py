"""The master clock of a recording: sound samples that were counted, not seconds that were wished for."""

from __future__ import annotations

from collections import deque

SAMPLE_RATE = 16_000
"""Samples a second of everything in this room: a *position* is a number of such samples since the stream's begin."""

_REMEMBERED = 150  # observations of 20 ms each: 3 s, in which a card that is 300 ppm off drifts by 1 ms


class SampleClock:
    """Says which sample was being captured at a moment of `time.monotonic()`.

    A block of sound can come late but never before it was captured, so the promptest block of the last 3 s gives the
    offset between both clocks. It follows a sound card that runs fast or slow. (The capture times that PortAudio
    reports are no help: through PulseAudio they are wrong by up to 35 ms and creep for five seconds.) Until the
    microphone tells something, or without one, positions follow the monotonic clock from `now` on.
    """

    def __init__(self, now: float) -> None:
        self._offsets: deque[float] = deque(maxlen=_REMEMBERED)
        self._offset = -now * SAMPLE_RATE

    def observe(self, arrived_at: float, position: float) -> None:
        """Take in that the samples before `position` had arrived by `arrived_at` (monotonic seconds)."""
        self._offsets.append(position - arrived_at * SAMPLE_RATE)
        self._offset = max(self._offsets)

    def position_at(self, moment: float) -> int:
        """The sample that is captured at `moment` (monotonic seconds)."""
        return round(moment * SAMPLE_RATE + self._offset)

    def lateness(self, arrived_at: float, position: float) -> float:
        """Seconds by which these samples came later than the promptest; 0 before the first observation."""
        if not self._offsets:
            return 0.0
        return arrived_at + (self._offset - position) / SAMPLE_RATE
