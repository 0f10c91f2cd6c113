"""What more sessions would bring: how the error falls with more people, drawn on to twenty more sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.chart_marks import upright_lines
from screening_app.ui.scale_chart import ScaleChart
from screening_app.ui.training_words import measured_in_words
from screening_app.ui.widgets import Button, Card, ProgressPanel, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.services.training import LearningCurve, Measured

_HEIGHT = 320
_LINE_STEPS = 60


class CurveChart(ScaleChart):
    """Measured points with their intervals, the curve through them, and hollow what is expected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(pg.AxisItem("bottom"), parent)
        self._curve: LearningCurve | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view)
        self.setFixedHeight(_HEIGHT)

    def show_curve(self, curve: LearningCurve) -> None:
        """Show how the error falls."""
        self._curve = curve
        self._redraw()

    def _redraw(self) -> None:
        self._plot.clear()
        self._colour_axes()
        self._plot.getAxis("right").setStyle(showValues=False)
        curve = self._curve
        if curve is None:
            return
        self._name_axis("bottom", self.tr("People learnt from"))
        self._name_axis("left", self.tr("Mean error on others, points"))
        now = curve.points[-1][0]
        later = now + curve.people_more
        first = curve.points[0][0]
        for ends, style in (((first, now), Qt.PenStyle.SolidLine), ((now, later), Qt.PenStyle.DashLine)):
            part = [ends[0] + (ends[1] - ends[0]) * step / _LINE_STEPS for step in range(_LINE_STEPS + 1)]
            pen = self._pen(self._scheme.accent, 2, style)
            self._plot.addItem(pg.PlotCurveItem(part, [curve.fit.at(count) for count in part], pen=pen, antialias=True))
        self._draw_measured(curve)
        self._draw_expected(later, curve)
        self._set_title(self.tr("● measured, with its 95 % interval &nbsp; ○ expected with more sessions"))
        self._describe(curve)

    def _draw_measured(self, curve: LearningCurve) -> None:
        self._draw_points(curve.points, 11, self._scheme.accent)

    def _draw_expected(self, later: float, curve: LearningCurve) -> None:
        self._draw_points([(later, curve.expected)], 13, self._scheme.surface)

    def _draw_points(self, points: Sequence[tuple[float, Measured]], size: int, fill: str) -> None:
        """Points, each on the line of its interval."""
        pen = self._pen(self._scheme.accent, 1.5)
        self._plot.addItem(upright_lines([(at, measured.lower, measured.upper) for at, measured in points], pen))
        xs, values = [at for at, _ in points], [measured.value for _, measured in points]
        self._plot.addItem(pg.ScatterPlotItem(xs, values, size=size, pen=pen, brush=pg.mkBrush(fill), antialias=True))

    def _describe(self, curve: LearningCurve) -> None:
        self.setAccessibleName(self.tr("Learning curve: mean error by the number of people"))
        told = [
            self.tr("{people} people: {error}").format(people=count, error=measured_in_words(measured))
            for count, measured in curve.points
        ]
        self.setAccessibleDescription("; ".join(told))


class TrainingOutlook(QWidget):
    """A button that works it out, the sentence, and the picture."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curve: LearningCurve | None = None
        self.card = Card()
        self._why = label("", "muted", wrap=True)
        self.sentence = label("", "strong", wrap=True)
        self.chart = CurveChart()
        self._caution = label("", "small", wrap=True)
        self.work_out = Button("", "chart-bell-curve-cumulative")
        self.progress = ProgressPanel()
        body = self.card.body
        for part in (self._why, self.sentence, self.chart, self._caution):
            body.addWidget(part)
        body.addWidget(self.work_out, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE_M, theme.SPACE_S, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self.card)
        column.addWidget(self.progress)
        column.addStretch(1)
        self.work_out.clicked.connect(self.wanted)
        self.show_curve(None)

    def show_curve(self, curve: LearningCurve | None) -> None:
        """Show a curve; None for none yet."""
        self.curve = curve
        if curve is not None:
            self.chart.show_curve(curve)
        for part in (self.chart, self.sentence, self._caution):
            part.setVisible(curve is not None)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.card.set_title(self.tr("What would more sessions bring?"))
        self._why.setText(
            self.tr(
                "The model is trained on a few of the people, then on more and more, each time tried on others. This "
                "takes several times as long as a training, with what is chosen under “Training”."
            )
        )
        self.work_out.setText(self.tr("Work it out") if self.curve is None else self.tr("Work it out again"))
        self.sentence.setText(outlook_in_words(self.curve) if self.curve else "")
        self._caution.setText(
            self.tr("An estimate from the sessions there are; it holds only if the next people are like those before.")
        )


def outlook_in_words(curve: LearningCurve) -> str:
    """The sentence: what so many more sessions would bring."""
    if curve.reliable:
        text = QCoreApplication.translate(
            "training",
            "Another {sessions} sessions (about {people} people) would lower the mean error by about {gain} points, to "
            "{expected}.",
        )
    else:
        text = QCoreApplication.translate(
            "training",
            "Another {sessions} sessions (about {people} people) would hardly change the model: the mean error would "
            "differ by {gain} points, which is not reliably more than none.",
        )
    return text.format(
        sessions=curve.sessions_more,
        people=f"{curve.people_more:.0f}",
        gain=measured_in_words(curve.gain),
        expected=measured_in_words(curve.expected),
    )
