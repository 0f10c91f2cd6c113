"""How a training goes, as three small charts: loss, mean error, and the labels that the model made for itself."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.messages import modality_name
from screening_app.ui.widgets import label
from screening_app.ui.widgets.accessible_role import give_role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtGui import QShowEvent

    from screening_app.services.training import CurvePoint

_HEIGHT = 190
_LEAST_EPOCHS = 10
_MEDIAN, _LOW, _HIGH = 2, 0, 4  # places among the quantiles of generated labels
# Each kind of line has a shape of its own besides its colour: mark, style of the line, and its colour in the theme.
_TASKS = {
    "text": ("o", Qt.PenStyle.SolidLine, "text_view"),
    "audio": ("s", Qt.PenStyle.DashLine, "audio_view"),
    "vision": ("t", Qt.PenStyle.DotLine, "vision_view"),
}
_MARKS = {"o": "●", "s": "■", "t": "▼"}


@dataclass(frozen=True, slots=True)
class Strand:
    """One line of a chart."""

    x: Sequence[float]
    y: Sequence[float]  # not a number where the line is interrupted
    colour: str
    width: float
    style: Qt.PenStyle = Qt.PenStyle.SolidLine
    mark: str = ""


class SmallChart(QWidget):
    """A heading and a plot over epochs; says in words what it shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, QAccessible.Role.Chart)
        self.heading = label("", "small", wrap=True)
        self._view: pg.PlotWidget | None = None  # made when there is something to draw: most people never train
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE_XS)
        self._column.addWidget(self.heading)

    def _make_view(self) -> pg.PlotWidget:
        view = pg.PlotWidget(enableMenu=False)  # its texts are English only
        view.getPlotItem().setMouseEnabled(x=False, y=False)
        view.getPlotItem().hideButtons()
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setFixedHeight(_HEIGHT)
        self._column.addWidget(view)
        return view

    def draw(self, strands: Sequence[Strand], heading: str, described: str, epochs: int) -> None:
        """Draw these lines over so many epochs in place of what was there."""
        if self._view is None:
            self._view = self._make_view()
        scheme, plot = theme.colours(), self._view.getPlotItem()
        self._view.setBackground(scheme.surface)
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setPen(pg.mkPen(scheme.border))
            axis.setTextPen(pg.mkPen(scheme.muted))
            axis.setTickFont(theme.font(theme.TYPE_SMALL))
        plot.clear()
        plot.setXRange(0, epochs)
        for strand in strands:
            plot.addItem(_item(strand))
        self.heading.setText(heading)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(described)


class TrainingCurves(QWidget):
    """The run that is under way is bold; those before it are thin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[CurvePoint, ...] = ()
        self.loss, self.mae, self.labels = charts = SmallChart(), SmallChart(), SmallChart()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_M)
        for chart in charts:
            row.addWidget(chart, 1)
        self._outdated = True  # drawn before the newest point, or in another language or theme

    def show_points(self, points: Sequence[CurvePoint]) -> None:
        """Show how every epoch went so far."""
        self._points = tuple(points)
        self._draw_where_seen()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._draw_where_seen()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Draw what came while nobody saw it."""
        super().showEvent(event)
        if self._outdated:
            self._draw_where_seen()

    def _draw_where_seen(self) -> None:
        self._outdated = not self.isVisible()
        if not self._outdated:
            self._draw()

    @property
    def _epochs(self) -> int:
        """How wide the charts are: the same for all three, and from the first epoch on wide enough for a curve."""
        return max([_LEAST_EPOCHS, *(point.epoch for point in self._points)])

    def _draw(self) -> None:
        newest = self._points[-1] if self._points else None
        self._draw_one(self.loss, lambda point: point.loss, self.tr("Loss by epoch"), newest.loss if newest else None)
        told = [point.mae for point in self._points if point.mae is not None]
        title = self.tr("Mean error by epoch, in points, of people held out")
        self._draw_one(self.mae, lambda point: point.mae, title, told[-1] if told else None)
        self._draw_labels()

    def _draw_one(
        self, chart: SmallChart, value_of: Callable[[CurvePoint], float | None], title: str, newest: float | None
    ) -> None:
        scheme, now = theme.colours(), self._points[-1].run if self._points else -1
        before = [point for point in self._points if point.run != now]
        here = [point for point in self._points if point.run == now]
        strands = [
            Strand(*_lines(before, value_of), scheme.muted, 1),
            Strand(*_lines(here, value_of), scheme.accent, 2.5),
        ]
        told = "" if newest is None else self.tr("Now {value}").format(value=f"{newest:.3g}")
        chart.draw(strands, title if newest is None else f"{title} · {told}", told, self._epochs)

    def _draw_labels(self) -> None:
        """Of each modality the median of the labels, and thinly where eight in ten lie."""
        now = self._points[-1].run if self._points else -1
        here = [point for point in self._points if point.run == now and point.labels]
        tasks = [task for task in _TASKS if here and task in here[-1].labels]
        strands = [strand for task in tasks for strand in _label_strands(here, task)]
        title = self.tr("Labels that it makes for itself, in points")
        legend = [f"{_MARKS[_TASKS[task][0]]} {modality_name(task)}" for task in tasks]
        spread = [
            self.tr("{modality}: middle {middle}, eight in ten from {low} to {high}").format(
                modality=modality_name(task),
                middle=f"{here[-1].labels[task][_MEDIAN]:.1f}",
                low=f"{here[-1].labels[task][_LOW]:.1f}",
                high=f"{here[-1].labels[task][_HIGH]:.1f}",
            )
            for task in tasks
        ]
        self.labels.draw(strands, " · ".join([title, *legend]), "\n".join(spread), self._epochs)


def _label_strands(points: Sequence[CurvePoint], task: str) -> Iterator[Strand]:
    mark, style, name = _TASKS[task]
    colour = getattr(theme.colours(), name)
    epochs = [point.epoch for point in points]
    for place in (_LOW, _HIGH):
        yield Strand(epochs, [point.labels[task][place] for point in points], colour, 0.5, style)
    yield Strand(epochs, [point.labels[task][_MEDIAN] for point in points], colour, 2, style, mark)


def _lines(
    points: Sequence[CurvePoint], value_of: Callable[[CurvePoint], float | None]
) -> tuple[list[float], list[float]]:
    """All runs as one line that is interrupted between them, which is drawn at once."""
    xs: list[float] = []
    ys: list[float] = []
    run = points[0].run if points else 0
    for point in points:
        if point.run != run:
            xs.append(nan)
            ys.append(nan)
            run = point.run
        value = value_of(point)
        xs.append(point.epoch)
        ys.append(nan if value is None else value)
    return xs, ys


def _item(strand: Strand) -> pg.PlotDataItem:
    marks = {"symbol": strand.mark, "symbolSize": 6, "symbolPen": None, "symbolBrush": strand.colour}
    pen = pg.mkPen(strand.colour, width=strand.width, style=strand.style)
    return pg.PlotDataItem(
        list(strand.x),
        list(strand.y),
        pen=pen,
        connect="finite",
        antialias=strand.width > 1,
        **(marks if strand.mark else {}),
    )
