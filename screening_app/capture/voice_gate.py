"""Tells voice from quiet by how loud it is: cheap enough to run beside a recording, good enough for a hint."""

from __future__ import annotations

from collections import deque

LEVEL_SECONDS = 0.125  # of sound behind each level of a microphone

_REMEMBERED = round(12 / LEVEL_SECONDS)  # people pause for breath more often than this
_LOWEST, _HIGHEST = -50.0, -25.0  # dBFS between which the gate lies; what is louder than both is voice whatever else
_ABOVE_THE_FLOOR = 9.0  # dB
_AT_FIRST = -42.0  # dBFS, until there has been enough to know how quiet it can be
_KNOWN = round(2 / LEVEL_SECONDS)
_FLOOR_SHARE = 0.1  # of the levels that are quieter than the floor


class VoiceGate:
    """An energy gate that follows the room: voice is what is clearly louder than the quietest tenth of 12 seconds.

    It does not know whose voice it is, nor speech from music; the score's own measure is taken from the recording.
    """

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=_REMEMBERED)

    @property
    def floor(self) -> float | None:
        """How quiet it can be here, in dBFS; None until there has been enough to know."""
        if len(self._levels) < _KNOWN:
            return None
        return sorted(self._levels)[int(len(self._levels) * _FLOOR_SHARE)]

    @property
    def threshold(self) -> float:
        """The level in dBFS from which on it is voice."""
        floor = self.floor
        return _AT_FIRST if floor is None else min(_HIGHEST, max(_LOWEST, floor + _ABOVE_THE_FLOOR))

    def hears(self, level: float) -> bool:
        """Whether the next LEVEL_SECONDS, whose level is in dBFS, are voice."""
        self._levels.append(level)
        return level >= self.threshold
