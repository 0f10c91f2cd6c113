"""An axis of a recording's time or, where there is no recording, of the answers' numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pyqtgraph as pg

from screening_app.ui.formats import format_clock

if TYPE_CHECKING:
    from collections.abc import Sequence

_SECOND_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)  # between two times of the axis
_NUMBER_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_TIME_PIXELS, _NUMBER_PIXELS = 60, 30  # the least room for one time or number


class AnswerAxis(pg.AxisItem):  # type: ignore[misc]
    """Minutes and seconds of a recording or, where there is none, the answers' numbers."""

    timed = True

    def __init__(self) -> None:
        super().__init__("bottom")
        self.setStyle(hideOverlappingLabels=False)  # 0:00 stands at the very end and would be left out

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:  # noqa: N802, N803 - pyqtgraph's names
        """Where the ticks stand, and how far apart, for an axis of `size` pixels."""
        if maxVal <= minVal or size <= 0:
            return []
        steps, room = (_SECOND_STEPS, _TIME_PIXELS) if self.timed else (_NUMBER_STEPS, _NUMBER_PIXELS)
        most = max(2, int(size / room))
        step = next((step for step in steps if (maxVal - minVal) / step <= most), steps[-1])
        first = max(math.ceil(minVal / step), 0 if self.timed else 1)
        return [(float(step), [float(step * tick) for tick in range(first, math.floor(maxVal / step) + 1)])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802 - pyqtgraph's name
        """Such as 1:05, or 3."""
        return [format_clock(value) if self.timed else f"{value:g}" for value in values]
