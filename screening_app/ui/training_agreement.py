"""The calibration picture: what models said of people they had not seen, against how those people were rated."""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from screening_app.ui.scale_chart import ScaleChart

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from screening_app.services.training import Predicted
    from selfmm.types import LabelScale

_GROUPS = 5  # of people with like predictions
_LEAST_IN_GROUP = 4  # sessions; a mean of fewer says little
_HEIGHT = 360


class TrainingAgreement(ScaleChart):
    """Dots are sessions; large marks are means of groups: on the line, the model's numbers are right on average."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(pg.AxisItem("bottom"), parent)
        self._predictions: tuple[Predicted, ...] = ()
        self._scale: LabelScale | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view)
        self.setFixedHeight(_HEIGHT)

    def show_predictions(self, predictions: Sequence[Predicted], scale: LabelScale) -> None:
        """Show what was said of whom."""
        self._predictions, self._scale = tuple(predictions), scale
        self._redraw()

    def _redraw(self) -> None:
        self._plot.clear()
        self._colour_axes()
        scale = self._scale
        if scale is None:
            return
        self._name_axis("bottom", self.tr("The model’s number"))
        self._name_axis("left", self.tr("Rating"))
        self._plot.setXRange(scale.minimum, scale.maximum, padding=0.02)
        self._plot.setYRange(scale.minimum, scale.maximum, padding=0.02)
        ends = [scale.minimum, scale.maximum]
        self._plot.addItem(pg.PlotCurveItem(ends, ends, pen=self._pen(self._scheme.muted, 1, Qt.PenStyle.DashLine)))
        self._draw_cutoff(scale.cutoff)
        self._name_levels([(scale.cutoff, self.cutoff_name(scale.cutoff))])
        self._draw_sessions()
        self._draw_groups(lambda said: said.value, "o", self._scheme.fusion, 13)
        if any(said.reference is not None for said in self._predictions):
            self._draw_groups(lambda said: said.reference, "s", self._scheme.audio_view, 11)
        self._set_title(self._legend())
        self._describe()

    def _draw_sessions(self) -> None:
        dots = pg.ScatterPlotItem(size=4, pen=None, brush=pg.mkBrush(self._scheme.border))
        dots.setData([said.value for said in self._predictions], [said.rating for said in self._predictions])
        self._plot.addItem(dots)

    def _draw_groups(self, value_of: Callable[[Predicted], float | None], mark: str, colour: str, size: int) -> None:
        groups = grouped(self._predictions, value_of)
        xs, ys = [said for said, _ in groups], [rated for _, rated in groups]
        brush = pg.mkBrush(colour if mark == "o" else self._scheme.surface)
        self._plot.addItem(pg.PlotCurveItem(xs, ys, pen=self._pen(colour, 1.5), antialias=True))
        self._plot.addItem(
            pg.ScatterPlotItem(xs, ys, symbol=mark, size=size, pen=self._pen(colour, 2), brush=brush, antialias=True)
        )

    def _legend(self) -> str:
        parts = [self.tr("● new model")]
        if any(said.reference is not None for said in self._predictions):
            parts.append(self.tr("□ model in use"))
        parts.append(self.tr("· one session"))
        parts.append(self.tr("dashed: the model’s number is the rating"))
        return " &nbsp; ".join(parts)

    def _describe(self) -> None:
        """Say in words what is drawn, for those who do not see it."""
        self.setAccessibleName(self.tr("Calibration: the model’s numbers against the ratings"))
        told = [
            self.tr("Where the new model says {said} on average, the rating is {rated}.").format(
                said=f"{said:.1f}", rated=f"{rated:.1f}"
            )
            for said, rated in grouped(self._predictions, lambda said: said.value)
        ]
        self.setAccessibleDescription(" ".join(told))


def grouped(
    predictions: Sequence[Predicted], value_of: Callable[[Predicted], float | None]
) -> tuple[tuple[float, float], ...]:
    """Means of (number, rating) over up to five groups of sessions with like numbers, the lowest first."""
    pairs = sorted((value, said.rating) for said in predictions if (value := value_of(said)) is not None)
    groups = min(_GROUPS, max(1, len(pairs) // _LEAST_IN_GROUP))
    edges = [round(len(pairs) * part / groups) for part in range(groups + 1)]
    made = [pairs[start:end] for start, end in pairwise(edges) if end > start]
    return tuple((fmean(said for said, _ in group), fmean(rated for _, rated in group)) for group in made)
