"""How far a retraining is, and how long it still takes; pauses do not count."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selfmm.types import Report

_ENOUGH = 0.01  # of the work done, after which the time left is told


class Pace:
    """A `Report` that passes on what it is told, and knows the time that was spent on work.

    The caller may wait in its own report for as long as it likes: that is a pause, and no time of work.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._started, self._paused = time.monotonic(), 0.0
        self._first: float | None = None
        self._fraction = 0.0

    def __call__(self, step: str, fraction: float) -> None:
        """Tell on; fractions never fall."""
        self._fraction = max(self._fraction, fraction)
        if self._first is None:
            self.skip(self._fraction)
        asked = time.monotonic()
        try:
            self._report(step, self._fraction)
        finally:
            self._paused += time.monotonic() - asked

    def skip(self, fraction: float) -> None:
        """So much was done before, and takes no time now."""
        self._first, self._fraction = fraction, fraction
        self._started, self._paused = time.monotonic(), 0.0

    @property
    def seconds(self) -> float:
        """Of work since the last `skip`."""
        return time.monotonic() - self._started - self._paused

    @property
    def seconds_left(self) -> float | None:
        """At the pace so far; None as long as too little is done."""
        done = self._fraction - (self._first or 0.0)
        return self.seconds * (1.0 - self._fraction) / done if done >= _ENOUGH else None
